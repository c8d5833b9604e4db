// PostHog's rules, in any order (funnel-udf, unordered_steps.rs): each step has a queue of the events that lie in the
// window behind the present one; how many queues hold something is how many steps are done. An exclusion empties all.
#include <algorithm>

#include "measure/funnel/walk.h"

namespace throughline::measure {
namespace {

struct Queued {
  std::uint32_t position;
  std::int64_t time;
  std::size_t step;
};

class Queues {
 public:
  explicit Queues(const WalkPlan& plan) : plan_(plan) {
    thread_local std::vector<Queued> kept;
    kept.clear();
    queued_ = &kept;
  }
  void clear() {
    first_ = queued_->size();
    lengths_.fill(0);
    present_ = 0;
  }
  void push(std::uint32_t position, std::int64_t time, StepSet steps);
  bool finish(FunnelWalk& walk) const;

 private:
  std::size_t least_recent(StepSet steps) const;
  void leave_behind(std::int64_t time);
  void keep_fronts();

  const WalkPlan& plan_;
  std::vector<Queued>* queued_;
  std::size_t first_ = 0;  // what still lies in the window
  std::array<std::uint32_t, kMostSteps> lengths_{};
  std::array<std::int64_t, kMostSteps> latest_{};
  StepSet present_ = 0;
  FunnelWalk best_;
};

// An event that can be several steps is the one that was last done longest ago.
std::size_t Queues::least_recent(StepSet steps) const {
  if (const StepSet missing = steps & ~present_; missing != 0) return lowest(missing);
  std::size_t found = lowest(steps);
  for (StepSet left = steps; left != 0; left &= left - 1)
    if (latest_[lowest(left)] < latest_[found]) found = lowest(left);
  return found;
}

void Queues::leave_behind(std::int64_t time) {
  for (; !plan_.holds((*queued_)[first_].time, time); ++first_) {
    const std::size_t step = (*queued_)[first_].step;
    if (--lengths_[step] == 0) present_ &= ~bit(step);
  }
}

void Queues::keep_fronts() {
  StepSet left = present_;
  best_.taken = 0;
  best_.reached = 0;
  for (std::size_t i = first_; left != 0; ++i) {
    if ((left & bit((*queued_)[i].step)) == 0) continue;
    left ^= bit((*queued_)[i].step);
    best_.take(best_.reached, (*queued_)[i].position);
  }
  best_.entry = best_.at[0];
}

void Queues::push(std::uint32_t position, std::int64_t time, StepSet steps) {
  const std::size_t step = least_recent(steps);
  queued_->push_back({position, time, step});
  ++lengths_[step];
  present_ |= bit(step);
  latest_[step] = time;
  leave_behind(time);
  if (static_cast<std::size_t>(std::popcount(present_)) > best_.reached) keep_fronts();
}

bool Queues::finish(FunnelWalk& walk) const {
  if (best_.reached == 0) return false;
  walk = best_;
  walk.is_open = walk.reached < plan_.steps && first_ < queued_->size() && plan_.may_hold(queued_->back().time);
  return true;
}

}  // namespace

bool walk_posthog_unordered(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  Queues queues(plan);
  const auto push_steps = [&](const Moment& now) {
    for (std::size_t i = now.begin; i < now.end; ++i) {
      const StepSet steps = plan.steps_of(run.hits[i]);
      if (steps != 0 && run.may_begin[i] != 0) queues.push(run.hits[i].position, run.time(i), steps);
    }
  };
  Moment before{};
  for (std::size_t i = 0; i < run.hits.size(); i = before.end) {
    const Moment now = moment(run, plan, i, i == 0 ? nullptr : &before);
    push_steps(now);
    const auto is_excluded = [&](const sequence::Hit& hit) { return plan.steps_of(hit) == 0; };
    if (std::any_of(run.hits.begin() + static_cast<std::ptrdiff_t>(now.begin),
                    run.hits.begin() + static_cast<std::ptrdiff_t>(now.end), is_excluded)) {
      queues.clear();
      if (now.end - now.begin > 1) push_steps(now);  // steps of an exclusion's instant stand on both sides of it
    }
    before = now;
  }
  return queues.finish(walk);
}

}  // namespace throughline::measure
