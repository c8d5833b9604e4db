#include "compare.h"

#include <algorithm>
#include <fmt/format.h>

#include "model/value.h"

namespace throughline::cases {
namespace {

using model::Cell;
using model::Estimate;

constexpr int kDefaultDecimals = 3;

const Cell* find(const model::Row& row, std::string_view column) {
  for (const auto& [name, cell] : row) {
    if (name == column) return &cell;
  }
  return nullptr;
}

// As many decimals as the expected text shows, so that a case decides how exact it is.
int decimals_of(const std::string& expected) {
  if (expected.empty() || expected.find_first_not_of("-0123456789.") != std::string::npos || expected == "-")
    return kDefaultDecimals;
  const std::size_t point = expected.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(expected.size() - point - 1);
}

std::string number_text(std::optional<double> number, int decimals) {
  if (!number) return "-";
  const std::string text = fmt::format("{:.{}f}", *number, decimals);
  return text.find_first_not_of("-0.") == std::string::npos && text.starts_with("-") ? text.substr(1) : text;
}

std::optional<double> part_of(const Estimate& estimate, std::string_view part) {
  if (part == "low") return estimate.low;
  if (part == "high") return estimate.high;
  return part == "n" ? std::optional(static_cast<double>(estimate.n)) : estimate.value;
}

std::string cell_text(const Cell& cell, std::string_view part, int decimals) {
  struct Writer {
    std::string_view part;
    int decimals;
    std::string operator()(std::monostate) const { return "-"; }
    std::string operator()(bool truth) const { return truth ? "yes" : "no"; }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return number_text(number, decimals); }
    std::string operator()(const std::string& text) const { return text.empty() ? "-" : text; }
    std::string operator()(Instant instant) const { return to_iso(instant); }
    std::string operator()(const Estimate& estimate) const {
      return number_text(part_of(estimate, part), part == "n" ? 0 : decimals);
    }
    std::string operator()(const model::Row&) const { return "(row)"; }
    std::string operator()(const model::Rows& rows) const { return fmt::format("({} rows)", rows.size()); }
    std::string operator()(const std::vector<std::string>& texts) const {
      return fmt::format("{}", fmt::join(texts, ","));
    }
  };
  return std::visit(Writer{part, decimals}, cell.value);
}

std::string quoted(const std::string& text) {
  return text.find(' ') == std::string::npos ? text : "\"" + text + "\"";
}

// How far a row and a line of the case agree in the texts that the row begins with: its groups.
bool begins_like(const model::Row& row, const std::vector<std::string>& columns, const std::vector<std::string>& line) {
  for (const auto& [name, cell] : row) {
    if (!std::holds_alternative<std::string>(cell.value)) return true;
    const auto at = static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
    if (at < line.size() && line[at] != cell_text(cell, "", kDefaultDecimals)) return false;
  }
  return true;
}

// The rows with their groups in the order in which the case first names them; others at the end.
model::Rows in_order(model::Rows rows, const Expected& expected) {
  const auto place = [&](const model::Row& row) {
    return std::ranges::find_if(expected.rows,
                                [&](const auto& line) { return begins_like(row, expected.columns, line); }) -
           expected.rows.begin();
  };
  std::ranges::stable_sort(rows, {}, place);
  return rows;
}

// Does the answer of the reference have this: an interval's end it never has.
bool is_given(const Cell* cell, bool is_part) {
  return cell != nullptr && !(is_part && !std::holds_alternative<Estimate>(cell->value));
}

}  // namespace

std::optional<model::Rows> rows_at(const model::Answer& answer, const std::vector<std::string>& place) {
  if (place.empty()) return answer.rows;
  const auto inside = [](const model::Row& row, const std::string& column) -> std::optional<model::Rows> {
    const Cell* cell = find(row, column);
    if (cell == nullptr || !std::holds_alternative<model::Rows>(cell->value)) return std::nullopt;
    return std::get<model::Rows>(cell->value);
  };
  std::optional<model::Rows> rows = answer.rows;
  for (std::size_t i = 0; i + 1 < place.size(); i += 2) {
    if (i == 0 && place[0] == "more") {
      rows = inside(answer.more, place[1]);
    } else {
      const auto row = std::ranges::find(
          *rows, place[i], [](const model::Row& each) { return cell_text(each[0].second, "", kDefaultDecimals); });
      if (row == rows->end()) return std::nullopt;
      rows = inside(model::Row(*row), place[i + 1]);
    }
    if (!rows) return std::nullopt;
  }
  return rows;
}

std::vector<std::vector<std::string>> in_columns(model::Rows given, const Expected& expected, bool is_partial) {
  if (is_partial) given = in_order(std::move(given), expected);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < given.size(); ++r) {
    auto& line = rows.emplace_back();
    for (std::size_t c = 0; c < expected.columns.size(); ++c) {
      const std::string& column = expected.columns[c];
      const std::size_t dot = column.rfind('.');
      const bool is_part = dot != std::string::npos && find(given[r], column) == nullptr;
      const Cell* cell = find(given[r], is_part ? column.substr(0, dot) : column);
      const bool is_known = r < expected.rows.size() && c < expected.rows[r].size();
      if (is_partial && is_known && !is_given(cell, is_part)) {
        line.push_back(expected.rows[r][c]);
        continue;
      }
      const int decimals = is_known ? decimals_of(expected.rows[r][c]) : kDefaultDecimals;
      line.push_back(
          cell == nullptr
              ? "-"
              : cell_text(*cell, is_part ? std::string_view(column).substr(dot + 1) : std::string_view(), decimals));
    }
  }
  return rows;
}

std::vector<std::string> table_lines(const std::vector<std::string>& columns,
                                     const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::string& column : columns) widths.push_back(column.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
      widths[i] = std::max(widths[i], quoted(row[i]).size());
  }
  const auto line_of = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += fmt::format("{:<{}} ", quoted(cells[i]), i < widths.size() ? widths[i] : 0);
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
  };
  std::vector<std::string> lines{line_of(columns)};
  for (const auto& row : rows) lines.push_back(line_of(row));
  return lines;
}

// The longest common subsequence of lines stays; the rest is taken out or put in.
std::string diff(const std::vector<std::string>& expected, const std::vector<std::string>& got) {
  std::vector<std::vector<std::size_t>> common(expected.size() + 1, std::vector<std::size_t>(got.size() + 1, 0));
  for (std::size_t i = expected.size(); i-- > 0;) {
    for (std::size_t j = got.size(); j-- > 0;) {
      common[i][j] = expected[i] == got[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string text;
  std::size_t i = 0, j = 0;
  while (i < expected.size() || j < got.size()) {
    if (i < expected.size() && j < got.size() && expected[i] == got[j]) {
      text += "    " + expected[i++] + "\n";
      ++j;
    } else if (j == got.size() || (i < expected.size() && common[i + 1][j] >= common[i][j + 1])) {
      text += "  - " + expected[i++] + "\n";
    } else {
      text += "  + " + got[j++] + "\n";
    }
  }
  return text;
}

}  // namespace throughline::cases
