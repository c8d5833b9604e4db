#include "sequence/columns.h"

#include <algorithm>
#include <iterator>

namespace throughline::sequence {

void Columns::add(Piece piece) {
  piece.first_row = rows();
  for (std::uint32_t place = 0; place < piece.subjects.size(); ++place) {
    if (piece.is_alive(place)) places[piece.subjects[place]] = {static_cast<std::uint32_t>(pieces.size()), place};
  }
  pieces.push_back(std::move(piece));
}

LooseRow Columns::loose_row(std::uint64_t row) const {
  const auto after = std::ranges::upper_bound(pieces, row, {}, &Piece::first_row);
  const Piece& piece = *std::prev(after);
  const Segment& segment = *piece.segment;
  const std::uint64_t local = row - piece.first_row;
  const auto owner = std::ranges::upper_bound(segment.offsets, local) - segment.offsets.begin() - 1;
  const bool is_nobodys = static_cast<std::size_t>(owner) >= segment.subjects();
  const std::uint32_t subject = is_nobodys ? kNobody : piece.subjects[static_cast<std::size_t>(owner)];
  return {.time = segment.time[local],
          .sequence = segment.sequence[local],
          .event = static_cast<std::uint64_t>(segment.event[local]),
          .subject = subject,
          .person = segment.persons.empty() ? subject : segment.persons[local],
          .name = piece.names[segment.name[local]],
          .channel = piece.channels[segment.channel[local]],
          .touchpoint = piece.touchpoints[segment.touchpoint[local]]};
}

}  // namespace throughline::sequence
