#include "measure/funnel/walk.h"

namespace throughline::measure {

void WalkPlan::connect() {
  for (std::size_t step = 1; step < steps; ++step) {
    sources[step] = 0;
    for (std::size_t from = step; from-- > 0;) {
      sources[step] |= bit(from);
      if ((optional & bit(from)) == 0) break;
    }
    for (std::size_t from = 0; from < step; ++from)
      if ((sources[step] & bit(from)) != 0) targets[from] |= bit(step);
  }
}

// Between two anchors any order goes; an anchor is the only one at its place.
StepSet WalkPlan::open_after(std::size_t reached) const {
  if (anchored == 0) return all();
  if ((anchored & bit(reached)) != 0) return bit(reached);
  const StepSet before = anchored & first_steps(reached), behind = anchored & ~first_steps(reached);
  const std::size_t from = before == 0 ? 0 : highest(before) + 1, to = behind == 0 ? steps : lowest(behind);
  return first_steps(to) & ~first_steps(from);
}

Moment moment(const Run& run, const WalkPlan& plan, std::size_t begin, const Moment* before) {
  const std::int64_t time = run.time(begin);
  Moment now{.begin = begin, .end = begin + 1};
  while (now.end < run.hits.size() && run.time(now.end) == time) ++now.end;
  if (!plan.is_strict) return now;
  const sequence::Timeline& timeline = run.timeline;
  std::size_t first = run.hits[begin].position, last = run.hits[now.end - 1].position;
  while (first > 0 && timeline.time(first - 1) == time) --first;
  while (last + 1 < timeline.size() && timeline.time(last + 1) == time) ++last;
  now.events = last + 1 - first;
  now.is_after_others = before != nullptr && first > 0 && timeline.time(first - 1) != run.time(before->end - 1);
  return now;
}

}  // namespace throughline::measure
