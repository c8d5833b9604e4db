// returning.h: what can be asked of coming back: retention, lifecycle, stickiness, activation.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/zone.h"
#include "model/definition.h"

namespace throughline::model {

// {"ask": "retention", "start": ["signed up"], "returns": ["opened"], "interval": "day", "brackets": ["1", "2-3"]}
struct RetentionQuestion {
  AnyOf start, returns;
  int periods = 12;  // those followed when no brackets are given
  Interval interval = Interval::Month;

  enum class Mode { FirstTime, Recurring } mode = Mode::FirstTime;
  enum class Measure { On, OnOrAfter, OnOrBefore, Cumulative } measure = Measure::On;
  enum class Basis { Calendar, Rolling } basis = Basis::Calendar;
  int every = 1;  // a period is so many intervals
  // Periods taken together, from the first to the last, both included. Ascending, none twice; gaps are allowed.
  struct Bracket {
    int first = 1, last = 1;
    bool operator==(const Bracket&) const = default;
  };
  std::vector<Bracket> brackets;  // none: each of the periods by itself
  int at_least = 1;               // so many returns are one

  std::string rules = "throughline";
  std::vector<AnyOf> conditions;  // of the rules "clickhouse", and nothing else then
};

// {"ask": "lifecycle", "events": ["opened"], "interval": "week"}
struct LifecycleQuestion {
  AnyOf events;  // none: all
  Interval interval = Interval::Month;
};

// {"ask": "stickiness", "events": ["opened"], "interval": "day", "at_least": 2}
struct StickinessQuestion {
  AnyOf events;  // none: all
  Interval interval = Interval::Day;
  int at_least = 1;  // so many events make an interval an active one
};

// {"ask": "activation", "start": ["signed up"], "returns": ["opened"], "within": "7d", "stay": ["28d", "35d"]}
struct ActivationQuestion {
  AnyOf start, returns;
  Duration within = std::chrono::days(7);      // after the start, its end included: where actions are looked for
  Duration stay_from = std::chrono::days(28);  // who returns from here
  Duration stay_to = std::chrono::days(35);    // up to, not including, here has stayed
  std::vector<int> counts{1, 2, 3, 5};         // an action is an event done at least so many times
  int top = 20;                                // how many actions are listed
};

}  // namespace throughline::model
