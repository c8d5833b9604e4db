// hits.h: the events of one timeline that a kernel asked for, so that kernels never look at the others.
//
//     matchers: cart (bit 0), pay (bit 1)
//     cart 10:00   view 10:05   pay 10:40      hits {0, 0b01} {2, 0b10}
//
// What lies between is not listed but shows: positions that follow each other without a gap have nothing between them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sequence/columns.h"
#include "sequence/marks.h"
#include "sequence/match.h"

namespace throughline::sequence {

inline constexpr std::size_t kMostMatchers = 32;

struct Hit {
  std::uint32_t position;  // in the timeline
  std::uint32_t matched;   // bit k: matcher k holds
  std::int64_t time;       // microseconds
};

// All hits of a timeline, in order; `hits` is cleared first. At most kMostMatchers matchers.
void collect_hits(const Timeline& timeline, std::span<const Match> matchers, std::vector<Hit>& hits);
// The marks of one timeline, in `words`.
Marks collect_marks(const Timeline& timeline, std::span<const Match> matchers, MarkWords& words);

// Hits from the marks of `matchers` matchers.
void list_hits(const Timeline& timeline, Marks marks, std::size_t matchers, std::vector<Hit>& hits);

}  // namespace throughline::sequence
