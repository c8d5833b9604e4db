// question.h: one question of the benchmark, as each contestant is asked it.
//
// Every way gives the same rows of whole numbers, written "1,2,3;1,3,5;": fields by comma, rows by semicolon, in order
// of their first fields. They are compared before a time is printed. To add a question: a file in questions/ that
// returns one of these, and its line in questions().
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "naive_columns.h"
#include "world.h"

namespace throughline::bench {

class ThroughlineEngine;

struct Question {
  std::string name;
  std::string asks;  // in a sentence
  // One statement over the table `event` (person, ts, name, channel, plan, platform, country, object), each field of a
  // row a whole number. DuckDB's gives each row as one text: concat_ws(',', …).
  std::string clickhouse, duckdb;
  std::function<std::string(const NaiveColumns&, unsigned threads)> naive;
  // Without it the product does not answer this question, for the reason given.
  std::function<Result<std::string>(ThroughlineEngine&)> throughline;
  std::string throughline_absent;
  bool needs_more_than_segments = false;  // properties or objects, which Throughline reads elsewhere when first asked
  // What any answer must read at least: codes of one byte, times of four (milliseconds since the person's event
  // before), and times only of events that are not ruled out by their codes.
  std::uint64_t bytes = 0;
};

// All of them, about a world with these facts.
std::vector<Question> questions(const Facts& facts);

inline constexpr std::uint64_t kCodeBytes = 1, kTimeBytes = 4;

// Questions' files.
Question funnel(const Facts& facts);
Question funnel_split(const Facts& facts);
Question transitions(const Facts& facts);
Question retention(const Facts& facts);
Question sessions(const Facts& facts);
Question tasks(const Facts& facts);
Question passages(const Facts& facts);

// "1,2,3;" for a row of whole numbers.
template <class... Fields>
void add_row(std::string& rows, const Fields&... fields) {
  ((rows += std::to_string(fields), rows += ','), ...);
  rows.back() = ';';
}

}  // namespace throughline::bench
