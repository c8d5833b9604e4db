// walk.h: what a walk is, and the forms that all ways of walking share. How far somebody walks is said in one file per
// way: ordered.cpp, unordered.cpp, posthog.cpp, mixpanel.cpp, mixpanel_totals.cpp, mixpanel_sessions.cpp,
// clickhouse.cpp.
//
// Steps are numbered from 0 here. A step's bit in Hit::matched is its number; the bits behind them are exclusions.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "measure/funnel/window.h"
#include "sequence/columns.h"
#include "sequence/hits.h"
#include "sequence/marks.h"

namespace throughline::measure {

inline constexpr std::size_t kMostSteps = 30;

using StepSet = std::uint32_t;  // bit k: step k

constexpr StepSet bit(std::size_t step) {
  return StepSet{1} << step;
}
// Steps 0 to count - 1.
constexpr StepSet first_steps(std::size_t count) {
  return static_cast<StepSet>((std::uint64_t{1} << count) - 1);
}
constexpr std::size_t lowest(StepSet steps) {
  return static_cast<std::size_t>(std::countr_zero(steps));
}
constexpr std::size_t highest(StepSet steps) {
  return static_cast<std::size_t>(std::bit_width(steps)) - 1;
}

// One walk. Positions are in the timeline.
struct FunnelWalk {
  std::size_t anchor = 0;                    // the event that says whether the walk counts, and where
  std::size_t entry = 0;                     // the event that it begins with
  std::size_t reached = 0;                   // how many steps lie behind it: the number, from 1, of the last one taken
  StepSet taken = 0;                         // less than all up to `reached` only where steps are optional
  bool is_open = false;                      // not at the last step, and its window ends after the data
  std::array<std::uint32_t, kMostSteps> at;  // the event of each step taken

  FunnelWalk() {}  // `at` stays unset: what is not taken is never read
  void take(std::size_t step, std::uint32_t position) {
    at[step] = position;
    taken |= bit(step);
    reached = step + 1;
  }
};

// What is walked, and by which rules.
struct WalkPlan {
  std::size_t steps = 0;
  std::int64_t within = 0;         // microseconds from the entry, the last one included; without end where `window` is
  const Window* window = nullptr;  // that is no fixed time
  std::int64_t data_end = 0;       // microseconds: after the last event known of anybody
  bool is_strict = false;          // no other event between two steps
  StepSet optional = 0;
  struct Exclusion {
    StepSet matched;  // its bit in Hit::matched
    StepSet levels;   // walks whose last step is one of these are concerned
  };
  std::vector<Exclusion> exclusions;
  bool strict_deduplication = false, strict_increase = false, strict_once = false, allow_reentry = false;
  bool optimized_reentry = false;
  StepSet anchored = 0;  // in any order: these keep their place

  // Set by connect(): the steps from which step k may be the next, and those that may be the next after step k.
  std::array<StepSet, kMostSteps> sources{}, targets{};
  void connect();
  // In any order: the steps that may be taken when so many have been.
  StepSet open_after(std::size_t reached) const;

  StepSet all() const { return first_steps(steps); }
  StepSet steps_of(const sequence::Hit& hit) const { return hit.matched & all(); }
  bool is_exclusion(const sequence::Hit& hit) const { return (hit.matched & ~all()) != 0; }
  // The walks, by their last step, that this event concerns as an excluded one.
  StepSet excluded_levels(const sequence::Hit& hit) const {
    StepSet levels = 0;
    for (const Exclusion& exclusion : exclusions)
      if ((hit.matched & exclusion.matched) != 0) levels |= exclusion.levels;
    return levels;
  }
  // Of a fixed time alone: what every event of a plain funnel is asked.
  bool is_within(std::int64_t entry, std::int64_t time) const { return time - entry <= within; }
  bool may_go_on(std::int64_t entry) const { return data_end - entry <= within; }
  // Of any window.
  bool holds(std::int64_t entry, std::int64_t time) const {
    return window == nullptr ? is_within(entry, time) : window->holds(entry, time);
  }
  bool may_hold(std::int64_t entry) const { return holds(entry, data_end); }
};

// The events that one subject's walks may use. may_begin[i]: a walk that begins with hits[i] counts.
struct Run {
  const sequence::Timeline& timeline;
  std::span<const sequence::Hit> hits;
  std::span<const std::uint8_t> may_begin;

  std::int64_t time(std::size_t i) const { return hits[i].time; }
  // Steps that hits[i] can be: not the first one where no walk may begin.
  StepSet steps(std::size_t i, const WalkPlan& plan) const {
    return plan.steps_of(hits[i]) & ~StepSet{may_begin[i] == 0};
  }
};

// The events of one instant, of which some are hits.
struct Moment {
  std::size_t begin, end;  // hits
  // Of strict plans:
  std::size_t events = 0;        // of the timeline at this instant
  bool is_after_others = false;  // events that are no hits lie between the moment before and this one
};
// The moment that begins with hits[begin]; `before` is the one before, null for the first.
Moment moment(const Run& run, const WalkPlan& plan, std::size_t begin, const Moment* before);

// Each gives the walk of one run that counts, and false where there is none. All read the run only.
using Walker = bool (*)(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
bool walk_ordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
bool walk_unordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
bool walk_posthog(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
bool walk_posthog_unordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
bool walk_mixpanel(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
bool walk_mixpanel_unordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
// All walks of one run, each behind the end of the one before; `walker` is one of Mixpanel's.
void walk_totals(Walker walker, const Run& run, const WalkPlan& plan, std::vector<FunnelWalk>& walks);
// The walk of each session in which one begins; `sessions` are the subject's.
void walk_sessions(Walker walker, const Run& run, const WalkPlan& plan, const Window& sessions,
                   std::vector<FunnelWalk>& walks);
// Of several parts of a run, in each of which sessions were walked: the walk that begins first in each session.
void keep_first_of_sessions(const sequence::Timeline& timeline, const Window& sessions, std::vector<FunnelWalk>& walks);
bool walk_clickhouse(const Run& run, const WalkPlan& plan, FunnelWalk& walk);
bool walk_clickhouse_once(const Run& run, const WalkPlan& plan, FunnelWalk& walk);

// walk_ordered of a plain plan over marks; row k is step k, and entries that do not count have no mark in row 0.
bool is_plain(const WalkPlan& plan);
bool walk_marks(const sequence::Timeline& timeline, sequence::Marks marks, const WalkPlan& plan, FunnelWalk& walk);

}  // namespace throughline::measure
