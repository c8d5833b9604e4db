// matcher.h: which events are meant.
#pragma once

#include <string>
#include <vector>

#include "model/filter.h"

namespace throughline::model {

// Events by name, narrowed by channel, touchpoint and conditions. Any of several: a list of these.
struct EventMatcher {
  std::string event;
  std::string channel;
  std::string touchpoint;
  Filter where;
};
using AnyOf = std::vector<EventMatcher>;

}  // namespace throughline::model
