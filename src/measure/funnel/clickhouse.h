// clickhouse.h: what the two ways of windowFunnel share: which events stop strict_order.
#pragma once

#include "measure/funnel/walk.h"

namespace throughline::measure {

// Do events that fulfil no condition stand between the moment before and the conditions of this one?
bool is_broken_by_others(const Run& run, const WalkPlan& plan, const Moment& now);
// Or behind the last hit of all?
bool is_followed_by_others(const Run& run, const WalkPlan& plan);

}  // namespace throughline::measure
