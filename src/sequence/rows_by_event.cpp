#include "sequence/rows_by_event.h"

#include "base/patience.h"

namespace throughline::sequence {
namespace {

constexpr std::uint64_t kRowsBetweenChecks = 1 << 16;

}  // namespace

RowsByEvent::RowsByEvent(const Columns& columns)
    : RowsByEvent(columns, std::vector<bool>(columns.pieces.size(), true)) {}

RowsByEvent::RowsByEvent(const Columns& columns, const std::vector<bool>& pieces) {
  std::uint64_t looked_at = 0;
  for (std::size_t number = 0; number < columns.pieces.size(); ++number) {
    const Piece& piece = columns.pieces[number];
    if (!pieces[number]) continue;
    for_living_rows(piece, [&](std::uint64_t row) {
      if (++looked_at % kRowsBetweenChecks == 0) Patience::check();
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
