// random_events.h: matchers of events that every random world has.
#pragma once

#include "model/definition.h"

namespace throughline::laws {

model::AnyOf random_events();

}  // namespace throughline::laws
