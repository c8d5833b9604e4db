// Mixpanel's sessions: somebody may enter once in each session, with the first event that begins a walk there.
#include <algorithm>

#include "measure/funnel/walk.h"

namespace throughline::measure {

void walk_sessions(Walker walker, const Run& run, const WalkPlan& plan, const Window& sessions,
                   std::vector<FunnelWalk>& walks) {
  std::vector<std::uint8_t> may_begin(run.hits.size());
  const std::span marks(may_begin);
  for (std::size_t begin = 0, end = 0; begin < run.hits.size(); begin = end) {
    const std::size_t session = sessions.session(run.time(begin));
    while (end < run.hits.size() && sessions.session(run.time(end)) == session) ++end;
    const auto given = run.may_begin.subspan(begin, end - begin);
    if (std::ranges::find(given, 1) == given.end()) continue;
    std::ranges::copy(given, marks.begin() + static_cast<std::ptrdiff_t>(begin));
    FunnelWalk walk;
    if (walker({run.timeline, run.hits.subspan(begin), marks.subspan(begin)}, plan, walk)) walks.push_back(walk);
    std::ranges::fill(marks.subspan(begin, end - begin), 0);
  }
}

void keep_first_of_sessions(const sequence::Timeline& timeline, const Window& sessions,
                            std::vector<FunnelWalk>& walks) {
  const auto session = [&](const FunnelWalk& walk) { return sessions.session(timeline.time(walk.entry)); };
  std::ranges::sort(walks, {}, &FunnelWalk::entry);
  const auto more = std::ranges::unique(walks, {}, session);
  walks.erase(more.begin(), more.end());
}

}  // namespace throughline::measure
