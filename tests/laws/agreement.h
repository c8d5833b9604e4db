// agreement.h: does an answer say what the reference says? Numbers may differ by the rounding of their last digits.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "laws/answer_text.h"
#include "laws/asking.h"
#include "reference/ask.h"
#include "reference/story.h"

namespace throughline::laws {

// Equal texts, or numbers that differ by the rounding of their last digits.
inline bool is_same(const std::string& a, const std::string& b) {
  if (a == b) return true;
  char *end_a = nullptr, *end_b = nullptr;
  const double number_a = std::strtod(a.c_str(), &end_a), number_b = std::strtod(b.c_str(), &end_b);
  return *end_a == '\0' && *end_b == '\0' && std::abs(number_a - number_b) <= 2e-6 * std::max(1.0, std::abs(number_a));
}

inline bool are_same(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::equal(a, b, [](const std::string& line_a, const std::string& line_b) {
    return std::ranges::equal(reference::cells_of(line_a), reference::cells_of(line_b), is_same);
  });
}

inline std::vector<std::string> in_columns_as_they_are(const model::Rows& rows,
                                                       const std::vector<reference::Column>& columns) {
  std::vector<std::string> all;
  for (const model::Row& row : rows) {
    std::vector<std::string> cells;
    for (const reference::Column& column : columns) {
      const model::Cell* cell = find_cell(row, column.name);
      cells.push_back(cell == nullptr ? "-" : std::visit(CellText{false}, cell->value));
    }
    all.push_back(reference::joined(cells));
  }
  return all;
}
inline std::vector<std::string> in_columns(const model::Rows& rows, const std::vector<reference::Column>& columns) {
  return sorted(in_columns_as_they_are(rows, columns));
}

}  // namespace throughline::laws
