// Throughline's own rules, ordered and strict: each entry takes, step by step, the first event that can be the next.
//
// All entries are followed at once. At any time the walks that stand at one step are alike but for their entries, and
// of them the newest entry has the longest time left; so one pass with one number per step finds how far anybody gets
// and when (`furthest`). A later entry never stands further than an earlier one that still walks. So the earliest of
// those that get furthest gets there at that very event, and is the first whose window reaches it (`earliest`); only
// where an exclusion or a foreign event ended that one's walk is the next tried.
#include <algorithm>
#include <limits>
#include <optional>

#include "measure/funnel/walk.h"

namespace throughline::measure {
namespace {

constexpr std::size_t kNone = ~std::size_t{0};
constexpr std::size_t kNoStep = 31;

struct Furthest {
  std::size_t step = 0, hit = kNone;  // the last step taken, and by which event
  bool is_open = false;
};

// Where walks stand, by the last step they took, with the time of the newest entry among them.
struct Standing {
  StepSet levels = 0;
  std::array<std::int64_t, kMostSteps> newest;
};

// Moves each walk on that this event lets move on. The levels that somebody came to.
StepSet advance(Standing& standing, StepSet steps, std::int64_t time, const WalkPlan& plan) {
  StepSet arrived = 0;
  // From the last step down: a walk uses an event once, and of several steps for the furthest.
  for (StepSet left = steps & ~bit(0); left != 0;) {
    const std::size_t step = highest(left);
    left ^= bit(step);
    const StepSet from = standing.levels & plan.sources[step];
    if (from == 0) continue;
    const std::int64_t entry = standing.newest[lowest(from)];  // who is less far came later
    standing.levels &= ~from;                                  // gone on, or too late for ever
    if (!plan.holds(entry, time)) continue;
    standing.newest[step] = entry;
    arrived |= bit(step);
  }
  return arrived;
}

Furthest furthest(const Run& run, const WalkPlan& plan) {
  Furthest found;
  Standing standing;
  for (std::size_t i = 0; i < run.hits.size(); ++i) {
    const std::int64_t time = run.time(i);
    const StepSet steps = run.steps(i, plan);
    if (plan.is_strict && i > 0 && run.hits[i].position != run.hits[i - 1].position + 1) standing.levels = 0;
    const StepSet arrived = advance(standing, steps, time, plan);
    standing.levels &= plan.is_strict ? 0 : ~plan.excluded_levels(run.hits[i]);
    standing.levels |= arrived;
    if ((steps & bit(0)) != 0) {
      standing.newest[0] = time;
      standing.levels |= bit(0);
      if (found.hit == kNone) found.hit = i;
    }
    if (arrived != 0 && highest(arrived) > found.step) found = {.step = highest(arrived), .hit = i};
    if (found.step + 1 == plan.steps) return found;
  }
  if (plan.is_strict && !run.hits.empty() && run.hits.back().position + 1 != run.timeline.size()) return found;
  for (StepSet left = standing.levels; left != 0; left &= left - 1)
    found.is_open = found.is_open || plan.may_hold(standing.newest[lowest(left)]);
  return found;
}

// The walk that begins with hits[entry], as far as hits[last].
void follow(const Run& run, const WalkPlan& plan, std::size_t entry, std::size_t last, FunnelWalk& walk) {
  walk.taken = 0;
  walk.entry = run.hits[entry].position;
  walk.take(0, run.hits[entry].position);
  for (std::size_t i = entry + 1; i <= last; ++i) {
    if (plan.is_strict && run.hits[i].position != run.hits[i - 1].position + 1) return;
    const std::size_t level = walk.reached - 1;
    const StepSet next = run.steps(i, plan) & plan.targets[level];
    if (next != 0) {
      walk.take(highest(next), run.hits[i].position);
    } else if (plan.is_strict || (plan.excluded_levels(run.hits[i]) & bit(level)) != 0) {
      return;
    }
  }
}

void earliest(const Run& run, const WalkPlan& plan, const Furthest& found, FunnelWalk& walk) {
  const std::int64_t time = run.time(found.hit);
  for (std::size_t i = 0; i <= found.hit; ++i) {
    if ((run.steps(i, plan) & bit(0)) == 0 || !plan.holds(run.time(i), time)) continue;
    follow(run, plan, i, found.hit, walk);
    if (walk.reached == found.step + 1) return;
  }
}

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min() / 4;

// The same for plain plans where each event can be one step: without branches, because what comes next in a timeline
// cannot be foreseen. Nothing where an event can be several steps.
std::optional<Furthest> furthest_plain(const Run& run, const WalkPlan& plan) {
  // newest[k + 1]: the newest entry of walks that stand at step k; newest[0]: that of the walk that begins now.
  std::array<std::int64_t, kNoStep + 2> newest;
  std::fill_n(newest.begin(), plan.steps + 2, kNever);
  newest[kNoStep] = kNever;
  std::int64_t best = -1;
  std::size_t hit = kNone;
  StepSet several = 0;
  for (std::size_t i = 0; i < run.hits.size(); ++i) {
    const StepSet steps = run.steps(i, plan);
    several |= steps & (steps - 1);
    const std::int64_t time = run.hits[i].time;
    const std::size_t step = lowest(steps | bit(kNoStep));
    newest[0] = time;
    const std::int64_t entry = newest[step];
    const bool arrives = plan.is_within(entry, time);
    newest[step] = kNever;
    newest[step + 1] = arrives ? entry : newest[step + 1];
    const bool is_further = arrives && static_cast<std::int64_t>(step) > best;
    best = is_further ? static_cast<std::int64_t>(step) : best;
    hit = is_further ? i : hit;
  }
  if (several != 0) return std::nullopt;
  if (hit == kNone) return Furthest{};
  const auto step = static_cast<std::size_t>(best);
  const std::int64_t latest = *std::max_element(newest.begin() + 1, newest.begin() + 1 + plan.steps);
  return Furthest{.step = step, .hit = hit, .is_open = step + 1 < plan.steps && plan.may_go_on(latest)};
}

}  // namespace

bool is_plain(const WalkPlan& plan) {
  return plan.window == nullptr && !plan.is_strict && plan.exclusions.empty() && plan.optional == 0 &&
         plan.within < -kNever;
}

bool walk_ordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  const std::optional<Furthest> plain = is_plain(plan) ? furthest_plain(run, plan) : std::nullopt;
  const Furthest found = plain ? *plain : furthest(run, plan);
  if (found.hit == kNone) return false;
  earliest(run, plan, found, walk);
  walk.is_open = found.is_open;
  return true;
}

}  // namespace throughline::measure
