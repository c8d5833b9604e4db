// medoid.h: the sequence that is least unlike the others.
//
//     a b c    a b    a b d        distances 1 + 1, 1 + 1, 1 + 1: the first of them, a b c
//
// Distance: the fewest visits to insert, delete or replace (Levenshtein 1966). Cost: half the square of the number of
// sequences, times the square of their length; equal sequences are compared once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace throughline::measure {

std::size_t edit_distance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

// The index of the sequence with the least sum of distances to all; of equal ones the first. Nothing where none is given.
std::optional<std::size_t> medoid(const std::vector<std::vector<std::uint32_t>>& sequences);

}  // namespace throughline::measure
