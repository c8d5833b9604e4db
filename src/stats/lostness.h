// lostness.h: how far people wander from the shortest way through screens.
//
//     lostness({.distinct = 3, .total = 3, .fewest = 3})     0       straight through
//     lostness({.distinct = 5, .total = 7, .fewest = 3})     0.4916  two screens too many, two seen again
//     lostness({.distinct = 10, .total = 20, .fewest = 4})   0.7810
//
// Up to 0.4 nobody looks lost; from 0.5 on they are. Said of those who got there: who gives up early has seen little.
// Source: Smith 1996, "Towards a practical measure of hypertext usability".
#pragma once

#include <cstdint>
#include <optional>

namespace throughline::stats {

inline constexpr double kLost = 0.5;

struct Views {
  std::int64_t distinct = 0;  // different screens that were seen
  std::int64_t total = 0;     // views
  std::int64_t fewest = 0;    // different screens that nobody can do without
};

// Nothing where fewer screens were seen than are needed: then `fewest` is wrong, or views are missing.
std::optional<double> lostness(const Views& views);

}  // namespace throughline::stats
