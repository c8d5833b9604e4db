// throughline_engine.h: the product, given a world and asked through its own door. How its data get in stands in this
// file and its source alone: sequence::Snapshot over a Reading of the world, with its segments in a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"
#include "world.h"

namespace throughline::bench {

class ThroughlineEngine {
 public:
  struct Built {
    double seconds = 0;            // without making the world
    std::uint64_t bytes = 0;       // of all files
    std::uint64_t core_bytes = 0;  // of person, time, name and channel alone
  };
  // Leaves segments in the folder for open().
  static Result<Built> build(const World& world, const std::filesystem::path& folder);
  static Result<ThroughlineEngine> open(const World& world, const std::filesystem::path& folder);
  // What segments do not hold is read when a question first needs it, here from the world made anew: no time to show.
  static constexpr std::string_view kNotInSegments = "properties and objects are not kept in segments";

  // Definitions that questions name: the task "search" with its metrics search_time and search_errors, the journey
  // "order".
  Result<model::Answer> ask(const model::Question& question);

 private:
  std::shared_ptr<sequence::Snapshot> snapshot_;
  model::Catalogue catalogue_;
};

// ---- what questions and answers are made of

model::AnyOf events_named(std::uint8_t name);
// A property's value as the product sees it: "plan-07".
std::string value_text(std::string_view property, std::size_t code);

// Cells of an answer's row by column. Errors: bench.unexpected-answer.
Result<std::int64_t> integer(const model::Row& row, std::string_view column);
Result<std::string> text(const model::Row& row, std::string_view column);
Result<double> number(const model::Row& row, std::string_view column);
Result<double> estimate(const model::Row& row, std::string_view column);
Result<const model::Rows*> nested(const model::Row& row, std::string_view column);
Result<std::size_t> code_of(const model::Row& row, std::string_view column);  // of a value_text

}  // namespace throughline::bench
