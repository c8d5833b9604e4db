// random_frictions.h: random worlds whose events have places, delays and topics, frictions in them, and hand-overs.
#pragma once

#include "laws/random_world.h"

namespace throughline::laws {

reference::World random_friction_world();  // its catalogue has the frictions f and g
model::Question random_friction();
model::Question random_handovers();

}  // namespace throughline::laws
