// scan.h: which rows have one of the wanted codes. All CPU paths agree; the best that the machine has is chosen when
// the program runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sequence/narrow.h"

namespace throughline::sequence {

// Bit i of `marks` (64 a word) is set where is_wanted[codes[begin + i]], for i below `count`; the bits behind are 0.
// is_wanted has an element per code.
void mark(const Narrow& codes, std::size_t begin, std::size_t count, const std::vector<std::uint8_t>& is_wanted,
          std::vector<std::uint64_t>& marks);

}  // namespace throughline::sequence
