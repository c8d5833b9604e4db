#include "sequence/rows_by_event.h"

namespace throughline::sequence {

RowsByEvent::RowsByEvent(const Columns& columns) {
  for (const Piece& piece : columns.pieces) {
    for_living_rows(piece, [&](std::uint64_t row) {
      const auto event = static_cast<std::uint64_t>(piece.segment->event[row]);
      std::vector<std::uint64_t>& page = pages_[event / kPage];
      if (page.empty()) page.resize(kPage, kNone);
      page[event % kPage] = piece.first_row + row;
    });
  }
}

std::uint64_t RowsByEvent::row(std::uint64_t event) const {
  const auto found = pages_.find(event / kPage);
  return found == pages_.end() ? kNone : found->second[event % kPage];
}

}  // namespace throughline::sequence
