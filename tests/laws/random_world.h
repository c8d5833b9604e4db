// random_world.h: small random worlds and questions. Times are coarse, so that many events share an instant; they lie
// around the changes of the clock in spring and autumn; names, channels and values are few, so that things meet.
#pragma once

#include <rapidcheck.h>
#include <string>
#include <vector>

#include "model/question.h"
#include "reference/reference.h"

namespace throughline::laws {

reference::World random_world();

// Questions that the world can answer: unknown events and properties are other tests' matter.
model::Question random_frame();  // period, zone, counting, segment, by; `ask` is left open
model::Question random_funnel();
model::Question random_trend();
model::Question random_retention();
model::Question random_conditions();  // retention by the rules "clickhouse"
model::Question random_lifecycle();
model::Question random_stickiness();
model::Question random_activation();
model::Question random_sessions();
model::Question random_paths();
model::Question random_flow();
model::Question random_variants();

}  // namespace throughline::laws
