// stretch.h: some neighbouring subjects of a piece, as much as stays in a core's cache.
#pragma once

#include <vector>

#include "sequence/columns.h"

namespace throughline::sequence {

struct Stretch {
  const Piece* piece;
  std::size_t begin, end;  // places

  // Its rows, counted from the segment's first.
  std::size_t first_row() const { return piece->segment->offsets[begin]; }
  std::size_t rows() const { return piece->segment->offsets[end] - first_row(); }
};

// By code of a segment: 1 where is_wanted(code of the snapshot).
template <class IsWanted>
std::vector<std::uint8_t> codes_that(const std::vector<Code>& codes, const IsWanted& is_wanted) {
  std::vector<std::uint8_t> wanted;
  for (const Code code : codes) wanted.push_back(is_wanted(code) ? 1 : 0);
  return wanted;
}

// All of some columns, in order.
std::vector<Stretch> stretches(const Columns& columns);

}  // namespace throughline::sequence
