// random_definitions.h: random tasks, metrics and journeys, and worlds whose events are answers, reasons and attempts.
#pragma once

#include "laws/random_world.h"

namespace throughline::laws {

enum class Sort {
  Score,
  EveryScore,
  Task,
  Churn,
  Retention,
  Conversion,
  Percentile,
  Share,
  Mean,
  Count,
  Time,
  Usability,
  Wait,
  Efficiency,  // of tasks: efficiency, lostness, learnability
  Use          // stickiness, adoption
};

// A random world in which events also carry survey, score, item_1 … item_10 and why; its times are sometimes so close
// together that gaps of half a minute matter, of Use so far apart that whole months lie between. The catalogue has a metric "m" of this sort, and a task "t".
reference::World random_metric_world(Sort sort);
// With a journey "j" in the catalogue.
reference::World random_journey_world();
// The same, and frictions in its steps: events under a name, and those of random_frictions.h.
reference::World random_troubled_journey_world();

// Asks for "m", split by anything; or for "j". Periods begin and end among the world's events.
model::Question random_metric(const reference::World& world);
model::Question random_task(const reference::World& world);  // asks for the task "t"
model::Question random_journey(const reference::World& world);
// Asks why "m" moved between two periods, split by anything but the calendar; or holds up to six readings of it against
// one another.
model::Question random_movement(const reference::World& world);
model::Question random_comparison(const reference::World& world);

}  // namespace throughline::laws
