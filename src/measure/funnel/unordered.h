// unordered.h: one walk in any order, which two rule sets share.
#pragma once

#include "measure/funnel/walk.h"

namespace throughline::measure {

// The walk that begins with hits[entry], whatever step that is: an event serves for the first step that is still
// missing. at[n] is the event that was the (n + 1)-th done. False: an exclusion ended it.
bool follow_unordered(const Run& run, const WalkPlan& plan, std::size_t entry, FunnelWalk& walk);

}  // namespace throughline::measure
