// rows_by_event.h: from the store's number of an event to where it lies. Built for one use and thrown away: it takes
// eight bytes per event.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "sequence/columns.h"

namespace throughline::sequence {

// Calls take(piece, row) for every row of a piece that is alive: of living subjects, and of nobody.
template <class Take>
void for_living_rows(const Piece& piece, const Take& take) {
  const Segment& segment = *piece.segment;
  for (std::size_t place = 0; place < piece.subjects.size(); ++place) {
    if (!piece.is_alive(place)) continue;
    for (std::uint64_t row = segment.offsets[place]; row < segment.offsets[place + 1]; ++row) take(row);
  }
  if (!piece.has_nobodys_rows) return;
  for (std::uint64_t row = segment.offsets[segment.subjects()]; row < segment.rows(); ++row) take(row);
}

class RowsByEvent {
 public:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  explicit RowsByEvent(const Columns& columns);
  RowsByEvent(const Columns& columns, const std::vector<bool>& pieces);  // of these pieces only
  std::uint64_t row(std::uint64_t event) const;                          // through all pieces, or kNone

 private:
  // Numbers are dense in stretches: each import counts its own.
  static constexpr std::uint64_t kPage = 4096;
  std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> pages_;
};

}  // namespace throughline::sequence
