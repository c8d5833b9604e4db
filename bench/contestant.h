// contestant.h: who is measured. Each runs in processes of its own (child.h), so that its memory and its caches are its
// own: one builds its files, one answers hot, and one per question answers cold.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "question.h"
#include "run.h"
#include "world.h"

namespace throughline::bench {

class Contestant {
 public:
  struct Built {
    double seconds = 0;                       // without making the world
    std::uint64_t bytes = 0;                  // on disk
    std::optional<std::uint64_t> core_bytes;  // of person, time, name and channel alone, where that can be told
  };

  virtual ~Contestant() = default;
  // Why it keeps no files; "" when it does.
  virtual std::string_view no_files() const = 0;
  // With files: leaves them in the folder for open() in later processes. Without: gets ready to be asked.
  virtual Result<Built> build(const World& world, const std::filesystem::path& folder) = 0;
  // Only for who keeps files.
  virtual Status open(const World& world, const std::filesystem::path& folder) = 0;
  // Why this question is not asked of it, or not cold.
  virtual std::optional<std::string> absent(const Question& question, Phase phase) const = 0;
  // The rows as question.h describes them; "" from who only takes the time.
  virtual Result<std::string> ask(const Question& question) = 0;
};

std::unique_ptr<Contestant> clickhouse_contestant(unsigned threads);
std::unique_ptr<Contestant> duckdb_contestant(unsigned threads);
std::unique_ptr<Contestant> naive_contestant(unsigned threads);
std::unique_ptr<Contestant> throughline_contestant(unsigned threads);
std::unique_ptr<Contestant> memory_limit_contestant(unsigned threads);

inline constexpr std::string_view kClickHouseName = "clickhouse", kMemoryLimitName = "memory";

}  // namespace throughline::bench
