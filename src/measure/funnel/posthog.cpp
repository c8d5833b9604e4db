// PostHog's rules, as its funnel-udf describes them (steps.rs, unordered_steps.rs). Each step remembers the newest
// entry that came to it and by which events; a new first step takes the place of the one before, the first event that
// is the next step counts, and what an exclusion taints is only got rid of by getting as far once more.
#include <algorithm>

#include "measure/funnel/walk.h"

namespace throughline::measure {
namespace {

// Levels are steps from 1 here: level 0 is whoever has not begun.
struct Entered {
  std::int64_t start;
  bool is_tainted;
  StepSet taken;
};
using Events = std::array<std::uint32_t, kMostSteps>;  // of each step taken

// What one event does.
struct Doing {
  std::uint32_t position;
  std::int64_t time;
  StepSet steps;
  StepSet excludes;     // bit l: walks whose last step is l
  bool is_among_other;  // events of the same instant that are other steps
  bool operator==(const Doing& other) const { return steps == other.steps && excludes == other.excludes; }
};

class Attempts {
 public:
  explicit Attempts(const WalkPlan& plan) : plan_(plan) {}

  void forget() { set_ = 0; }
  void begin_moment(std::int64_t time) {
    entered_[0] = {.start = time, .is_tainted = false, .taken = 0};
    set_ |= 1;
  }
  void process(const Doing& doing);
  bool is_complete() const { return is_set(plan_.steps); }
  bool finish(FunnelWalk& walk) const;

 private:
  bool is_set(std::size_t level) const { return (set_ >> level & 1) != 0; }
  // The level that an event comes from that leads to `level`, over optional steps that are missing; `level` if none.
  std::size_t source(std::size_t level, std::int64_t time) const;
  bool is_there(std::size_t level, std::size_t from) const {
    return is_set(level) && entered_[level].start == entered_[from].start;
  }
  void exclude(std::size_t level, std::int64_t time);
  void reach(std::size_t level, const Doing& doing);
  bool uses(std::size_t from, std::uint32_t position) const;

  const WalkPlan& plan_;
  std::uint32_t set_ = 0;
  std::array<Entered, kMostSteps + 1> entered_;
  std::array<Events, kMostSteps + 1> at_;  // by level
  std::size_t furthest_ = 0;
  Entered best_;
  Events best_at_;
};

std::size_t Attempts::source(std::size_t level, std::int64_t time) const {
  for (std::size_t from = level; from-- > 0;) {
    if (is_set(from) && plan_.holds(entered_[from].start, time)) return from;
    if (from == 0 || (plan_.optional & bit(from - 1)) == 0) break;
  }
  return level;
}

void Attempts::exclude(std::size_t level, std::int64_t time) {
  const std::size_t from = source(level, time);
  if (from == level || is_there(level, from) || entered_[from].is_tainted) return;
  entered_[from].is_tainted = true;
  if (furthest_ == from && plan_.holds(best_.start, time)) best_.is_tainted = true;
}

bool Attempts::uses(std::size_t from, std::uint32_t position) const {
  for (StepSet left = entered_[from].taken & ~plan_.optional; left != 0; left &= left - 1)
    if (at_[from][lowest(left)] == position) return true;
  return false;
}

void Attempts::reach(std::size_t level, const Doing& doing) {
  const std::size_t from = source(level, doing.time);
  if (from == level || is_there(level, from)) return;
  if (doing.is_among_other && uses(from, doing.position)) return;
  Entered next = entered_[from];
  next.taken |= bit(level - 1);
  const auto come_to = [&](Events& at) {
    std::copy_n(at_[from].begin(), from, at.begin());
    at[level - 1] = doing.position;
  };
  if (!next.is_tainted) {
    entered_[level] = next;
    come_to(at_[level]);
    set_ |= std::uint32_t{1} << level;
  }
  if (level > furthest_ || (level == furthest_ && best_.is_tainted)) {
    furthest_ = level;
    best_ = next;
    come_to(best_at_);
  }
}

void Attempts::process(const Doing& doing) {
  for (StepSet left = doing.excludes; left != 0; left ^= bit(highest(left))) exclude(highest(left) + 2, doing.time);
  for (StepSet left = doing.steps; left != 0; left ^= bit(highest(left))) reach(highest(left) + 1, doing);
  if (plan_.is_strict && !doing.is_among_other) set_ &= doing.steps << 1 | 1;
}

bool Attempts::finish(FunnelWalk& walk) const {
  if (furthest_ == 0 || best_.is_tainted) return false;
  walk.taken = best_.taken;
  std::copy_n(best_at_.begin(), furthest_, walk.at.begin());
  walk.reached = furthest_;
  walk.entry = walk.at[0];
  walk.is_open = false;
  for (std::size_t level = 1; level < plan_.steps && furthest_ < plan_.steps; ++level)
    walk.is_open |= is_set(level) && !entered_[level].is_tainted && plan_.may_hold(entered_[level].start);
  return true;
}

Doing doing_of(const Run& run, const WalkPlan& plan, std::size_t i) {
  return {.position = run.hits[i].position,
          .time = run.time(i),
          .steps = run.steps(i, plan),
          .excludes = plan.excluded_levels(run.hits[i]),
          .is_among_other = false};
}

// Events of one instant that are different steps: each step once per event, in the order of steps; what is excluded,
// and what else happened, is not looked at.
void process_by_step(const Run& run, const WalkPlan& plan, const Moment& now, Attempts& attempts) {
  for (std::size_t step = 0; step < plan.steps; ++step) {
    for (std::size_t i = now.begin; i < now.end; ++i) {
      Doing doing = doing_of(run, plan, i);
      if ((doing.steps & bit(step)) == 0) continue;
      doing.steps = bit(step);
      doing.excludes = 0;
      doing.is_among_other = true;
      attempts.process(doing);
    }
  }
}

bool is_all_alike(const Run& run, const WalkPlan& plan, const Moment& now) {
  const bool is_with_foreign = plan.is_strict && now.events > now.end - now.begin;
  const Doing first = doing_of(run, plan, now.begin);
  if (is_with_foreign && (first.steps | first.excludes) != 0) return false;
  for (std::size_t i = now.begin + 1; i < now.end; ++i)
    if (!(doing_of(run, plan, i) == first)) return false;
  return true;
}

}  // namespace

bool walk_posthog(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  Attempts attempts(plan);
  Moment before{};
  for (std::size_t i = 0; i < run.hits.size() && !attempts.is_complete(); i = before.end) {
    const Moment now = moment(run, plan, i, i == 0 ? nullptr : &before);
    if (plan.is_strict && now.is_after_others) attempts.forget();
    attempts.begin_moment(run.time(i));
    if (is_all_alike(run, plan, now)) {
      for (std::size_t hit = now.begin; hit < now.end; ++hit) attempts.process(doing_of(run, plan, hit));
    } else {
      process_by_step(run, plan, now, attempts);
    }
    before = now;
  }
  return attempts.finish(walk);
}

}  // namespace throughline::measure
