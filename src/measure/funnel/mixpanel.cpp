// Mixpanel's rules, as its documentation describes them (funnels-advanced, funnels-faq: uniques, specific and any
// order, with anchors). One entry, the first; a window from it; two seconds in which consecutive steps are interchangeable. What the
// documentation leaves open is decided here and said in docs/reference/funnel.md.
#include <algorithm>

#include "measure/funnel/unordered.h"
#include "measure/funnel/walk.h"

namespace throughline::measure {
namespace {

constexpr std::int64_t kGrace = 2'000'000;  // microseconds
constexpr std::size_t kNone = ~std::size_t{0};

struct Attempt {
  FunnelWalk walk;
  std::array<std::size_t, kMostSteps> hits;  // those used, by step
  bool is_ended = false;                     // by an exclusion

  bool uses(std::size_t hit) const {
    return std::find(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(walk.reached), hit) !=
           hits.begin() + static_cast<std::ptrdiff_t>(walk.reached);
  }
  void take(const Run& run, std::size_t hit) {
    hits[walk.reached] = hit;
    walk.take(walk.reached, run.hits[hit].position);
  }
};

// The first event that is the next step, from two seconds before the last one on.
std::size_t next_hit(const Run& run, const WalkPlan& plan, const Attempt& attempt) {
  const std::size_t before = attempt.hits[attempt.walk.reached - 1];
  std::size_t i = before;
  while (i > 0 && run.time(before) - run.time(i - 1) <= kGrace) --i;
  for (; i < run.hits.size() && plan.holds(run.time(attempt.hits[0]), run.time(i)); ++i) {
    if ((run.hits[i].matched & bit(attempt.walk.reached)) != 0 && !attempt.uses(i)) return i;
    if (i > before && (plan.excluded_levels(run.hits[i]) & bit(attempt.walk.reached - 1)) != 0) return kNone;
  }
  return kNone;
}

void go(const Run& run, const WalkPlan& plan, std::size_t entry, Attempt& attempt) {
  attempt.walk.reached = 0;
  attempt.walk.taken = 0;
  attempt.walk.entry = run.hits[entry].position;
  attempt.take(run, entry);
  while (attempt.walk.reached < plan.steps) {
    const std::size_t hit = next_hit(run, plan, attempt);
    if (hit == kNone) break;
    attempt.take(run, hit);
  }
  attempt.is_ended = false;
  for (std::size_t i = attempt.hits[attempt.walk.reached - 1] + 1; i < run.hits.size(); ++i)
    attempt.is_ended |= (plan.excluded_levels(run.hits[i]) & bit(attempt.walk.reached - 1)) != 0;
}

bool is_entry(const Run& run, const WalkPlan& plan, std::size_t i) {
  return (run.steps(i, plan) & bit(0)) != 0;
}

}  // namespace

bool walk_mixpanel(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  Attempt attempt;
  bool is_any = false;
  for (std::size_t i = 0; i < run.hits.size(); ++i) {
    if (!is_entry(run, plan, i)) continue;
    go(run, plan, i, attempt);
    // Of attempts that arrive with one event the newest counts, of others the one that gets further, or there first.
    if (!is_any || attempt.walk.reached > walk.reached ||
        (attempt.walk.reached == walk.reached && walk.reached > 1 &&
         attempt.walk.at[walk.reached - 1] == walk.at[walk.reached - 1]))
      walk = attempt.walk;
    walk.is_open = walk.reached < plan.steps && !attempt.is_ended && plan.may_hold(run.time(i));
    is_any = true;
    if (!plan.optimized_reentry) break;
  }
  return is_any;
}

bool walk_mixpanel_unordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  if (plan.optimized_reentry) return walk_unordered(run, plan, walk);
  for (std::size_t i = 0; i < run.hits.size(); ++i) {
    if (run.may_begin[i] == 0 || (run.hits[i].matched & plan.open_after(0)) == 0) continue;
    const bool is_going = follow_unordered(run, plan, i, walk);
    walk.is_open = is_going && walk.reached < plan.steps && plan.may_hold(run.time(i));
    return true;
  }
  return false;
}

}  // namespace throughline::measure
