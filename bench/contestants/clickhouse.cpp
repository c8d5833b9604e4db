// ClickHouse at its best: codes instead of texts, one part in the order (person, ts), times as differences.
#include "../clickhouse.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fmt/format.h>

#include "../contestant.h"

namespace throughline::bench {
namespace {

constexpr std::size_t kBlock = 64u << 20;  // bytes of rows in one insert

constexpr const char* kTable = R"(
CREATE TABLE event (person UInt32, ts UInt64 CODEC(Delta(8), LZ4), name UInt8, channel UInt8, plan UInt8,
                    platform UInt8, country UInt8, object UInt32) ENGINE = MergeTree ORDER BY (person, ts)
SETTINGS min_bytes_for_wide_part = 0)";

template <class T>
void append(std::string& bytes, T value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  bytes.append(raw, sizeof value);
}

void append_rows(std::string& bytes, const Slice& slice) {
  for (std::size_t i = 0; i < slice.size(); ++i) {
    append(bytes, slice.person[i]);
    append(bytes, slice.time[i]);
    for (const auto* column : {&slice.name, &slice.channel, &slice.plan, &slice.platform, &slice.country})
      append(bytes, (*column)[i]);
    append(bytes, slice.object[i]);
  }
}

class ClickHouseContestant final : public Contestant {
 public:
  explicit ClickHouseContestant(unsigned threads) : threads_(threads) {}
  std::string_view no_files() const override { return {}; }

  // OPTIMIZE is a part of the build: whoever asks for speed has one part.
  Result<Built> build(const World& world, const std::filesystem::path& folder) override {
    CHECKED(open(world, folder));
    Built built;
    std::string bytes;
    const auto timed = [&](const auto& work) -> Status {
      const auto begin = std::chrono::steady_clock::now();
      Status done = work();
      built.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      return done;
    };
    const auto insert = [&] { return clickhouse_->insert("event", "RowBinary", bytes); };
    CHECKED(clickhouse_->run(kTable));
    CHECKED(world.stream([&](const Slice& slice) -> Status {
      append_rows(bytes, slice);
      if (bytes.size() < kBlock) return {};
      CHECKED(timed(insert));
      bytes.clear();
      return {};
    }));
    if (!bytes.empty()) CHECKED(timed(insert));
    CHECKED(timed([&] { return clickhouse_->run("OPTIMIZE TABLE event FINAL"); }));
    TRY(whole, number("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'event'"));
    TRY(core, number("SELECT sum(column_data_compressed_bytes) FROM system.parts_columns WHERE active AND table = "
                     "'event' AND column IN ('person', 'ts', 'name', 'channel')"));
    built.bytes = whole;
    built.core_bytes = core;
    return built;
  }

  Status open(const World&, const std::filesystem::path& folder) override {
    TRY(clickhouse, ClickHouse::open(folder));
    clickhouse_ = std::make_unique<ClickHouse>(std::move(clickhouse));
    return clickhouse_->run(fmt::format("SET max_threads = {}", threads_));
  }

  std::optional<std::string> absent(const Question&, Phase) const override { return std::nullopt; }

  Result<std::string> ask(const Question& question) override {
    TRY(rows, clickhouse_->ask(question.clickhouse));
    std::ranges::replace(rows, '\t', ',');
    std::ranges::replace(rows, '\n', ';');
    return std::move(rows);
  }

 private:
  Result<std::uint64_t> number(const std::string& sql) {
    TRY(text, clickhouse_->ask(sql));
    return std::stoull(text);
  }

  unsigned threads_;
  std::unique_ptr<ClickHouse> clickhouse_;
};

}  // namespace

std::unique_ptr<Contestant> clickhouse_contestant(unsigned threads) {
  return std::make_unique<ClickHouseContestant>(threads);
}

}  // namespace throughline::bench
