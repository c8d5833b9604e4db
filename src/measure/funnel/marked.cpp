// Throughline's own rules for a plain ordered funnel, over marks: times are read only of what could be a walk.
//
//     carts   1 0 0 1 0 0      the pay at 4: the newest walk to it begins with the cart at 3; if even that one is too
//     pays    0 0 0 0 1 0      old, every other is
//
// The earliest event at which a walk comes to the furthest step is found by trying, from the last step down, each event
// of that step with the newest walk that leads to it: step by step back, the nearest event before. What is found is the
// walk that ordered.cpp finds.
#include "measure/funnel/walk.h"

namespace throughline::measure {
namespace {

using sequence::Marks;
using sequence::Timeline;

constexpr std::size_t kNone = Marks::kNone;

// How many steps follow each other whatever the time, and where the walk from the first entry comes to each.
std::size_t walk_without_window(Marks marks, const WalkPlan& plan, FunnelWalk& walk) {
  std::size_t at = marks.first(0), step = 0;
  for (; at != kNone; at = marks.next(step, at)) {
    walk.at[step] = static_cast<std::uint32_t>(at);
    if (++step == plan.steps) break;
  }
  return step;
}

// The newest entry from which a walk can come to this event of this step. There is one.
std::size_t newest_entry(Marks marks, std::size_t step, std::size_t at) {
  while (step > 0) at = marks.previous(--step, at);
  return at;
}

// The earliest entry in time for `end`, not after `newest`, which is in time.
std::size_t earliest_entry(const Timeline& timeline, Marks marks, const WalkPlan& plan, std::int64_t end,
                           std::size_t newest) {
  const std::size_t first = marks.first(0);
  if (plan.is_within(timeline.time(first), end)) return first;
  for (std::size_t entry = newest;; newest = entry) {
    entry = marks.previous(0, newest);
    if (!plan.is_within(timeline.time(entry), end)) return newest;
  }
}

// The entry of the walk that first comes to this step, kNone if none does.
std::size_t entry_to(const Timeline& timeline, Marks marks, const WalkPlan& plan, std::size_t step,
                     std::size_t first_try) {
  std::size_t tried = kNone;
  for (std::size_t at = first_try; at != kNone; at = marks.next(step, at)) {
    const std::size_t newest = newest_entry(marks, step, at);
    if (newest == tried) continue;  // was too old for an earlier event
    tried = newest;
    const std::int64_t end = timeline.time(at);
    if (plan.is_within(timeline.time(newest), end)) return earliest_entry(timeline, marks, plan, end, newest);
  }
  return kNone;
}

}  // namespace

bool walk_marks(const Timeline& timeline, Marks marks, const WalkPlan& plan, FunnelWalk& walk) {
  const std::size_t steps = walk_without_window(marks, plan, walk);
  if (steps == 0) return false;
  walk.reached = 1;
  walk.entry = walk.at[0];
  for (std::size_t step = steps; --step > 0;) {
    const std::size_t entry = entry_to(timeline, marks, plan, step, walk.at[step]);
    if (entry == kNone) continue;
    walk.reached = step + 1;
    walk.entry = entry;
    walk.at[0] = static_cast<std::uint32_t>(entry);
    for (std::size_t next = 1; next <= step; ++next)
      walk.at[next] = static_cast<std::uint32_t>(marks.next(next, walk.at[next - 1]));
    break;
  }
  walk.anchor = walk.entry;
  walk.taken = first_steps(walk.reached);
  walk.is_open = walk.reached < plan.steps && plan.may_go_on(timeline.time(marks.last(0)));
  return true;
}

}  // namespace throughline::measure
