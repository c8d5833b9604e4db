// scan.h: which rows have one of the wanted codes. All CPU paths agree; the best that the machine has is chosen when
// the program runs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/marks.h"
#include "sequence/narrow.h"

namespace throughline::sequence {

// Mark i is set where is_wanted[codes[begin + i]], for i below `count`. is_wanted has an element per code.
void mark(const Narrow& codes, std::size_t begin, std::size_t count, const std::vector<std::uint8_t>& is_wanted,
          MarkWords& marks);

// Clears those of `count` marks where !is_wanted[codes[begin + i]].
void keep(const Narrow& codes, std::size_t begin, std::size_t count, const std::vector<std::uint8_t>& is_wanted,
          MarkWords& marks);

// Mark i is set where is_marked(i), which is asked in order. Each word is put together before it is written: a bit at a
// time would wait for the one before.
template <class IsMarked>
void mark_each(std::size_t count, MarkWords& marks, const IsMarked& is_marked) {
  marks.resize(mark_words(count));
  for (std::size_t word = 0; word < marks.size(); ++word) {
    const std::size_t begin = word * 64, bits = std::min<std::size_t>(count - begin, 64);
    std::uint64_t here = 0;
    for (std::size_t bit = 0; bit < bits; ++bit) here |= std::uint64_t{is_marked(begin + bit) ? 1U : 0U} << bit;
    marks[word] = here;
  }
}

// Mark i is set where times[i] comes more than `longest` after times[i - 1]; mark 0 is not set.
void mark_pauses(std::span<const std::int64_t> times, std::int64_t longest, MarkWords& marks);

// Adds to counts[k] how many of the numbers are at least bounds[k].
void count_from(std::span<const std::int64_t> numbers, std::span<const std::int64_t> bounds, std::int64_t* counts);

// Adds to counts[k], for k below 64, how many of the words have bit k.
void count_bits(std::span<const std::uint64_t> words, std::span<std::int64_t, 64> counts);

// The places of the marks, in order; `places` has room for them and kListRoom more. How many there are.
inline constexpr std::size_t kListRoom = 16;
std::size_t list_marks(std::span<const std::uint64_t> words, std::uint32_t* places);

// The marks of those rows that are wanted, close together: mark i of `out` is that of the i-th wanted row. `out` has room
// for a word more than they fill.
void squeeze(const MarkWords& marks, const MarkWords& wanted, std::uint64_t* out);

// How many marks lie before each place, none of which lies behind the last word, into `counts`, as many.
void count_before(const MarkWords& marks, std::span<const std::uint32_t> places, std::uint32_t* counts);

}  // namespace throughline::sequence
