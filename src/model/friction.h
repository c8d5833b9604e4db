// friction.h: observable signs of trouble, as patterns over one timeline, and what may be asked of them.
//
//     {"ask": "friction", "frictions": ["rage_click", "posthog.rage_click"], "idle": "30m", "place": "url"}
//
// What each pattern means, event by event: docs/reference/friction.md. Where a trait of events is named (`same`,
// `place`), "channel" and "touchpoint" mean the event's own; any other word is a property.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "model/matcher.h"

namespace throughline::model {

// At most so much, or, where the bound is not included, less.
template <class T>
struct UpTo {
  T most{};
  bool is_included = true;
  bool allows(const T& given) const { return is_included ? given <= most : given < most; }
};

// Each of these events.
struct EventFriction {
  AnyOf of;
};

// `times` events of a run: each near the one before in time, place and traits. Once per run.
struct RepeatFriction {
  enum class Metric : std::uint8_t { Euclidean, Manhattan };
  AnyOf of;
  int times = 2;
  std::optional<UpTo<Duration>> each;    // since the one before
  std::optional<UpTo<Duration>> within;  // the last since the first of `times`
  std::optional<UpTo<double>> radius;    // from the one before
  Metric metric = Metric::Euclidean;
  std::string x = "x", y = "y";   // properties: where, for `radius`
  std::vector<std::string> same;  // traits: runs of other values lie beside each other
  bool is_unbroken = false;       // another of these events between two ends a run
};

// One of these without an answer in time. What the event tells itself goes first: how long its answer took, or by when
// it was due.
struct UnansweredFriction {
  AnyOf of, by;
  std::optional<UpTo<Duration>> within;
  std::string delay;              // property: milliseconds, or "never"
  std::string due;                // property: a time
  std::vector<std::string> same;  // traits that the answer shares
};

// One of these, and then the other in time; the last one before it.
struct FollowedFriction {
  AnyOf of, by;
  UpTo<Duration> within;
  std::vector<std::string> same, differ;  // traits
};

// From a place to another and back, after a short stay.
struct TurnedBackFriction {
  AnyOf of;
  std::string place = "url";  // trait
  UpTo<Duration> within;      // of the stay
};

// `times` changes of direction, left and right or up and down, each of at least `leg`.
struct ThrashedFriction {
  AnyOf of;
  int times = 2;
  UpTo<Duration> within;
  double leg = 1;
  std::string x = "x", y = "y";
};

struct FrictionDefinition {
  std::string name;
  std::string title;
  std::string about;
  std::string origin;  // where its thresholds come from
  std::variant<EventFriction, RepeatFriction, UnansweredFriction, FollowedFriction, TurnedBackFriction,
               ThrashedFriction>
      pattern;
};

struct FrictionQuestion {
  std::vector<std::string> frictions;  // none: the workspace's own, and those of `rules` that it does not replace
  std::string rules = "throughline";   // whose built-in ones
  std::optional<Duration> idle = std::chrono::minutes(30);  // ends a session; none: a timeline is one
  std::string place = "touchpoint";                         // trait: where they happen
  int top = 10;                                             // places that are listed of each
};

}  // namespace throughline::model
