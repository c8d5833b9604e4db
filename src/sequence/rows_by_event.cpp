#include "sequence/rows_by_event.h"

#include <algorithm>

namespace throughline::sequence {

RowsByEvent::RowsByEvent(const Columns& columns) {
  std::uint64_t largest = 0, rows = 0;
  const auto for_all = [&](const auto& take) {
    for (const Piece& piece : columns.pieces) {
      for_living_rows(piece, [&](std::uint64_t row) {
        take(static_cast<std::uint64_t>(piece.segment->event[row]), piece.first_row + row);
      });
    }
  };
  for_all([&](std::uint64_t event, std::uint64_t) {
    largest = std::max(largest, event);
    ++rows;
  });
  if (largest / 8 < rows + 1024) {
    dense_.assign(largest + 1, kNone);
    for_all([&](std::uint64_t event, std::uint64_t row) { dense_[event] = row; });
  } else {
    sparse_.reserve(rows);
    for_all([&](std::uint64_t event, std::uint64_t row) { sparse_.emplace(event, row); });
  }
}

std::uint64_t RowsByEvent::row(std::uint64_t event) const {
  if (sparse_.empty()) return event < dense_.size() ? dense_[event] : kNone;
  const auto found = sparse_.find(event);
  return found == sparse_.end() ? kNone : found->second;
}

}  // namespace throughline::sequence
