// Mixpanel's totals: somebody may enter again once the walk before has ended, by its last step, by the end of its
// window, or by an exclusion. What ended it begins nothing itself.
#include <algorithm>

#include "measure/funnel/walk.h"

namespace throughline::measure {
namespace {

std::size_t hit_at(const Run& run, std::uint32_t position) {
  return static_cast<std::size_t>(std::ranges::lower_bound(run.hits, position, {}, &sequence::Hit::position) -
                                  run.hits.begin());
}

// The first hit that may begin another walk.
std::size_t end_of(const Run& run, const WalkPlan& plan, const FunnelWalk& walk) {
  const auto used = std::span(walk.at).first(walk.reached);
  const std::size_t entry = hit_at(run, static_cast<std::uint32_t>(walk.entry));
  const std::size_t unused = hit_at(run, *std::ranges::max_element(used)) + 1;
  if (walk.reached == plan.steps) return unused;
  std::size_t next = hit_at(run, walk.at[walk.reached - 1]) + 1;
  for (; next < run.hits.size() && plan.holds(run.time(entry), run.time(next)); ++next)
    if ((plan.excluded_levels(run.hits[next]) & bit(walk.reached - 1)) != 0) return std::max(next + 1, unused);
  return std::max(next, unused);
}

}  // namespace

void walk_totals(Walker walker, const Run& run, const WalkPlan& plan, std::vector<FunnelWalk>& walks) {
  for (std::size_t begin = 0; begin < run.hits.size();) {
    const Run rest{run.timeline, run.hits.subspan(begin), run.may_begin.subspan(begin)};
    FunnelWalk walk;
    if (!walker(rest, plan, walk)) return;
    begin += end_of(rest, plan, walk);
    walks.push_back(walk);
  }
}

}  // namespace throughline::measure
