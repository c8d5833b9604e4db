// question.h: what is asked, in one form for the page, the API and the terminal.
//
//     {"ask": "funnel", "steps": ["cart", "pay"], "within": "7d", "by": ["channel", {"property": "plan"}],
//      "segment": "app_users", "from": "2025-01-01", "to": "2025-04-01", "zone": "Europe/Berlin"}
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "base/zone.h"
#include "model/comparison_question.h"
#include "model/definition.h"
#include "model/friction.h"
#include "model/funnel.h"
#include "model/handovers.h"
#include "model/movement.h"
#include "model/naming.h"
#include "model/returning.h"

namespace throughline::model {

// A dimension that an answer is split by. A group has one value of each dimension.
struct By {
  enum class Kind { Segments, Channel, Touchpoint, Property, Calendar } kind = Kind::Channel;
  std::string property;  // Property: of the event; where it has none, of the person
  AsOf as_of = AsOf::Event;
  Interval interval = Interval::Month;  // Calendar
  std::vector<std::string> segments;    // Segments: none named means all that are defined
};
inline constexpr std::size_t kMostDimensions = 2;

// The dimension of this kind, or null.
inline const By* find(const std::vector<By>& dimensions, By::Kind kind) {
  const auto found = std::ranges::find(dimensions, kind, &By::kind);
  return found == dimensions.end() ? nullptr : &*found;
}

// Whose timelines are read: persons, accounts, or objects of one type.
struct Counting {
  SubjectKind kind = SubjectKind::Person;
  std::string object_type;
};

struct Question {
  struct Trend {
    AnyOf events;
  };  // no events: all
  using Funnel = FunnelQuestion;
  using Retention = RetentionQuestion;
  using Lifecycle = LifecycleQuestion;
  using Stickiness = StickinessQuestion;
  using Activation = ActivationQuestion;
  using Friction = FrictionQuestion;
  using Handovers = HandoversQuestion;
  using Movement = MovementQuestion;
  using Comparison = ComparisonQuestion;
  struct Metric {
    std::string name;
    std::optional<int> version = {};  // of its definition; none: the newest
  };
  struct Journey {
    std::string name;
  };
  struct Task {
    std::string name;
    int numbers = 10;  // attempts of a person that are told apart: 1st, 2nd, …; the last of them and later
  };
  struct Sessions {
    std::optional<Duration> idle = std::chrono::minutes(30);  // none: only the cap ends a session
    std::optional<Duration> cap;
    bool per_channel = false;
    AnyOf views;    // none: a session of one event is a bounce; else one with at most one of these
    Naming naming;  // of entries and exits
  };
  struct Paths {
    AnyOf start, end, around;  // `around` excludes the others; none: from the beginning of each passage
    int steps = 5;
    int edges = 50;
    bool collapse = true;
    Gap gap;
    Naming naming;
  };
  struct Flow {
    int nodes = 15;
    bool times = true;
    bool collapse = false;
    Gap gap;
    Naming naming;
  };
  struct Variants {
    int limit = 50;
    AnyOf goal;
    bool collapse = true;
    Gap gap{.kind = Gap::Kind::None, .than = {}};
    Naming naming;
  };
  std::variant<Trend, Funnel, Retention, Metric, Journey, Lifecycle, Stickiness, Activation, Sessions, Paths, Flow,
               Variants, Task, Friction, Handovers, Movement, Comparison>
      ask;

  Counting counting;
  std::optional<Instant> from, to;  // `from` included, `to` not
  Zone zone = Zone::utc();
  std::string segment;                // "" is everyone
  std::optional<SegmentRule> people;  // a segment without a name; not beside `segment`
  Filter where;                       // what is counted begins at an event that passes
  std::vector<By> by;                 // at most kMostDimensions, each under another name; none: not split

  // The people behind a number: those counted in this group, with this outcome ("" any).
  struct Behind {
    std::vector<std::string> group;  // a value of each dimension; none: any group
    std::string outcome;
    std::size_t limit = 100;
  };
  std::optional<Behind> behind;
};

}  // namespace throughline::model
