// Throughline's own rules, in any order: from each event that is a step, how many different steps are done in time.
//
// Where no event can be two steps a sliding window finds the best entry in one pass. Where one can, each entry is
// followed by itself: it then depends on the walk what an event serves for.
#include "measure/funnel/unordered.h"

#include <algorithm>

namespace throughline::measure {
namespace {

constexpr std::size_t kNone = ~std::size_t{0};

// The first hit from which most steps lie in one window.
std::size_t best_entry(const Run& run, const WalkPlan& plan) {
  std::array<std::uint32_t, kMostSteps> times{};
  StepSet present = 0;
  std::size_t best = kNone, end = 0;
  int most = 0;
  for (std::size_t i = 0; i < run.hits.size(); ++i) {
    for (; end < run.hits.size() && plan.holds(run.time(i), run.time(end)); ++end) {
      const std::size_t step = lowest(run.hits[end].matched);
      ++times[step];
      present |= bit(step);
    }
    if (run.may_begin[i] != 0 && std::popcount(present) > most) {
      most = std::popcount(present);
      best = i;
    }
    const std::size_t step = lowest(run.hits[i].matched);
    if (--times[step] == 0) present &= ~bit(step);
  }
  return best;
}

bool is_entry(const Run& run, const WalkPlan& plan, std::size_t i) {
  return run.may_begin[i] != 0 && (run.hits[i].matched & plan.open_after(0)) != 0;
}

void try_each_entry(const Run& run, const WalkPlan& plan, FunnelWalk& best) {
  FunnelWalk walk;
  for (std::size_t i = 0; i < run.hits.size() && best.reached < plan.steps; ++i) {
    if (!is_entry(run, plan, i)) continue;
    follow_unordered(run, plan, i, walk);
    if (walk.reached > best.reached) best = walk;
  }
}

}  // namespace

bool follow_unordered(const Run& run, const WalkPlan& plan, std::size_t entry, FunnelWalk& walk) {
  walk.taken = 0;
  walk.reached = 0;
  walk.entry = run.hits[entry].position;
  StepSet missing = plan.all();
  for (std::size_t i = entry; i < run.hits.size() && plan.holds(run.time(entry), run.time(i)); ++i) {
    const StepSet serves = run.hits[i].matched & missing & plan.open_after(walk.reached);
    if (serves != 0) {
      missing ^= bit(lowest(serves));
      walk.take(walk.reached, run.hits[i].position);
      if (missing == 0) return true;
    } else if (plan.is_exclusion(run.hits[i])) {
      return false;
    }
  }
  return true;
}

bool walk_unordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  std::size_t newest = run.hits.size();
  while (newest > 0 && !is_entry(run, plan, newest - 1)) --newest;
  if (newest == 0) return false;
  --newest;
  const bool is_open = plan.may_hold(run.time(newest)) && follow_unordered(run, plan, newest, walk);
  walk.reached = 0;
  if (std::ranges::all_of(run.hits, [](const sequence::Hit& hit) { return std::has_single_bit(hit.matched); }) &&
      plan.exclusions.empty() && plan.anchored == 0) {
    follow_unordered(run, plan, best_entry(run, plan), walk);
  } else {
    try_each_entry(run, plan, walk);
  }
  walk.is_open = is_open && walk.reached < plan.steps;
  return true;
}

}  // namespace throughline::measure
