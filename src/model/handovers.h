// handovers.h: what may be asked of passages from one channel, device or team to another.
//
//     {"ask": "handovers", "between": "team", "within": "3d", "asks": "asked", "topic": "topic"}
//
// What counts as which: docs/reference/handovers.md.
#pragma once

#include <string>

#include "base/instant.h"
#include "model/matcher.h"

namespace throughline::model {

struct HandoversQuestion {
  std::string between = "channel";           // trait, as in friction.h; events without it are left out
  AnyOf events;                              // none: all
  Duration within = std::chrono::hours(24);  // who is not heard of for longer is lost
  AnyOf done;                                // silence after one of these is no loss
  AnyOf asks;                                // what may be asked again; none: that is not looked at
  std::string topic;                         // trait of what is asked; "": anything is the same
  int top = 50;                              // passages that are listed
};

}  // namespace throughline::model
