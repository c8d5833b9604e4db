// time_buckets.h: how long something took, as a distribution.
//
//     40 min, 50 min, 3 h     median 50 min     30 min to 1 h: 2 of 3     1 h to 2 h: 0     2 h to 4 h: 1
//
// The bounds are always the same, so that groups and periods can be laid beside each other; buckets before the first
// and behind the last that holds somebody are left out. A bucket holds its lower bound, not its upper one.
#pragma once

#include <cstdint>
#include <vector>

#include "model/answer.h"

namespace throughline::sequence {

// Rows of from_seconds, to_seconds (absent: no bound), people, share. Microseconds, ascending, none below 0.
model::Rows time_buckets(const std::vector<std::int64_t>& sorted, const std::string& counted);

}  // namespace throughline::sequence
