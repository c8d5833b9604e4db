#include "sequence/stretch.h"

#include <algorithm>

namespace throughline::sequence {
namespace {

constexpr std::uint32_t kRowsPerStretch = 1 << 14;

}  // namespace

std::vector<Stretch> stretches(const Columns& columns) {
  std::vector<Stretch> all;
  for (const Piece& piece : columns.pieces) {
    const auto offsets = piece.segment->offsets;
    for (std::size_t begin = 0, end = 0; begin < piece.subjects.size(); begin = end) {
      const auto after = std::ranges::upper_bound(offsets, offsets[begin] + kRowsPerStretch);
      end = std::clamp<std::size_t>(static_cast<std::size_t>(after - offsets.begin()) - 1, begin + 1,
                                    piece.subjects.size());
      all.push_back({&piece, begin, end});
    }
  }
  return all;
}

}  // namespace throughline::sequence
