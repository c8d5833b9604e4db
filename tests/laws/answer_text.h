// answer_text.h: answers as lines of text: as the reference writes its own, and whole.
#pragma once

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "model/answer.h"

namespace throughline::laws {

struct CellText {
  bool is_whole;  // estimates with their ends and n
  std::string operator()(std::monostate) const { return "-"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return fmt::format("{:.6f}", value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(Instant value) const { return to_iso(value); }
  std::string operator()(const model::Estimate& estimate) const {
    const auto number = [this](std::optional<double> value) { return value ? (*this)(*value) : "-"; };
    return is_whole ? fmt::format("{} ({} to {}; {})", number(estimate.value), number(estimate.low),
                                  number(estimate.high), estimate.n)
                    : number(estimate.value);
  }
  std::string operator()(const std::vector<std::string>& texts) const {
    return fmt::format("{}", fmt::join(texts, ", "));
  }
  std::string operator()(const model::Row& row) const {
    std::vector<std::string> cells;
    for (const auto& [name, cell] : row) cells.push_back(std::visit(*this, cell.value));
    return fmt::format("{}", fmt::join(cells, " | "));
  }
  std::string operator()(const model::Rows& rows) const {
    std::string text;
    for (const model::Row& row : rows) text += "[" + (*this)(row) + "]";
    return text;
  }
};

inline std::vector<std::string> lines(const model::Answer& answer, bool is_whole = false) {
  std::vector<std::string> all;
  for (const model::Row& row : answer.rows) all.push_back(CellText{is_whole}(row));
  return all;
}

// Everything that an answer says.
inline std::string whole_text(const model::Answer& answer) {
  std::string text =
      fmt::format("{} {} {} {}\n{}\n{}\n", answer.status, answer.reason, answer.definition.title, to_iso(answer.as_of),
                  fmt::join(lines(answer, true), "\n"), fmt::join(answer.notes, "\n"));
  text += CellText{true}(answer.more);
  for (const auto& [name, count] : answer.counts) text += fmt::format("{} {}\n", name, count);
  return text;
}

inline std::vector<std::string> sorted(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  return texts;
}

}  // namespace throughline::laws
