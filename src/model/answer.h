// answer.h: what comes back: rows of named cells, what was counted, under which definition, by which method.
//
// An estimate never stands without n; where there is none, `status` or the row's own "status" says why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.h"

namespace throughline::model {

// value and n, with its 95 % interval. Without low and high there is no interval (n = 1, or a bound that the data
// cannot give). A share is 0..1, a time is in seconds, NPS is -100..100: the column's unit is in Answer::units.
struct Estimate {
  std::optional<double> value;
  std::optional<double> low, high;
  std::int64_t n = 0;
};

struct Cell;
using Row = std::vector<std::pair<std::string, Cell>>;  // in the order of columns
using Rows = std::vector<Row>;

struct Cell {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Instant, Estimate, Row, Rows,
               std::vector<std::string>>
      value;
  Cell() = default;
  template <class T>
  Cell(T&& given) : value(std::forward<T>(given)) {}
  Cell(const char* text) : value(std::string(text)) {}
  Cell(std::size_t count) : value(static_cast<std::int64_t>(count)) {}
  Cell(int count) : value(static_cast<std::int64_t>(count)) {}
};

struct Answer {
  std::string status = "ok";  // or why there is no answer: "no-data", "too-few-people", …
  std::string reason;         // the same in a sentence, when status is not ok
  struct Named {
    std::string kind, name, title;
    int version = 1;
  } definition;
  Instant as_of{};   // the last event that the answer could know
  std::string zone;  // of days and intervals; "" where the answer has none to do with them
  std::vector<std::pair<std::string, std::int64_t>> counts;  // "people" 3,751; "attempts" 8,412
  Rows rows;
  std::vector<std::pair<std::string, std::string>> units;  // column, unit: "share", "seconds", "points", "score"
  std::vector<std::string> methods;                        // "Wilson score interval, 95 %"
  std::vector<std::string> notes;                          // "properties are read at the event"
  Row more;  // what else an answer of this kind holds (a journey's own metrics)
};

}  // namespace throughline::model
