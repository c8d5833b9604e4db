// ClickHouse 26.5's windowFunnel, without strict_once (clickhouse_once.cpp). Held against the engine itself by
// bench/funnel_semantics.cpp.
//
// Events are taken by time and, within an instant, by condition; one event stands there once for each condition that it
// fulfils. Each level keeps the newest chain that came to it.
#include "measure/funnel/clickhouse.h"

#include <algorithm>

namespace throughline::measure {
namespace {

struct Chain {
  std::int64_t entry, last;  // times
  std::array<std::uint32_t, kMostSteps> at;
};

class Chains {
 public:
  Chains(const WalkPlan& plan, FunnelWalk& walk) : plan_(plan), walk_(walk) { walk_.reached = 0; }

  // One condition that one event fulfils. False: nothing after it is looked at.
  bool add(std::size_t step, std::uint32_t position, std::int64_t time);
  bool has_begun() const { return (set_ & 1) != 0; }
  bool is_open() const;

 private:
  void reach(std::size_t step, std::uint32_t position);

  const WalkPlan& plan_;
  FunnelWalk& walk_;
  StepSet set_ = 0;
  std::array<Chain, kMostSteps> chains_;
};

bool Chains::add(std::size_t step, std::uint32_t position, std::int64_t time) {
  if (step == 0) {
    chains_[0].entry = chains_[0].last = time;
    reach(0, position);
    return true;
  }
  if (plan_.strict_deduplication && (set_ & bit(step)) != 0) return false;
  if ((set_ & bit(step - 1)) == 0) return !plan_.is_strict || !has_begun() || plan_.allow_reentry;
  const Chain& before = chains_[step - 1];
  if (!plan_.holds(before.entry, time) || (plan_.strict_increase && before.last >= time)) return true;
  Chain& chain = chains_[step];
  chain.entry = before.entry;
  chain.last = time;
  std::copy_n(before.at.begin(), step, chain.at.begin());
  reach(step, position);
  return walk_.reached < plan_.steps;
}

void Chains::reach(std::size_t step, std::uint32_t position) {
  chains_[step].at[step] = position;
  set_ |= bit(step);
  if (step < walk_.reached) return;
  walk_.reached = step + 1;
  walk_.taken = first_steps(step + 1);
  walk_.at = chains_[step].at;
  walk_.entry = walk_.at[0];
}

bool Chains::is_open() const {
  for (std::size_t step = 0; step + 1 < plan_.steps; ++step)
    if ((set_ & bit(step)) != 0 && plan_.may_hold(chains_[step].entry)) return walk_.reached < plan_.steps;
  return false;
}

// The conditions of one instant, in their order.
bool add_moment(const Run& run, const WalkPlan& plan, const Moment& now, Chains& chains) {
  for (std::size_t step = 0; step < plan.steps; ++step) {
    for (std::size_t i = now.begin; i < now.end; ++i) {
      if ((run.steps(i, plan) & bit(step)) != 0 && !chains.add(step, run.hits[i].position, run.time(i))) return false;
    }
  }
  return true;
}

}  // namespace

bool is_broken_by_others(const Run& run, const WalkPlan& plan, const Moment& now) {
  std::size_t ours = 0;
  for (std::size_t i = now.begin; i < now.end; ++i) ours += run.steps(i, plan) != 0 ? 1 : 0;
  return plan.is_strict && (now.is_after_others || ours < now.events);
}

bool is_followed_by_others(const Run& run, const WalkPlan& plan) {
  return plan.is_strict && run.hits.back().position + 1 < run.timeline.size();
}

bool walk_clickhouse(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  Chains chains(plan, walk);
  Moment before{};
  bool is_going = true;
  for (std::size_t i = 0; i < run.hits.size() && is_going; i = before.end) {
    const Moment now = moment(run, plan, i, i == 0 ? nullptr : &before);
    // Events that fulfil no condition stand first in their instant.
    is_going = !(chains.has_begun() && is_broken_by_others(run, plan, now)) && add_moment(run, plan, now, chains);
    before = now;
  }
  walk.is_open = is_going && chains.is_open() && !is_followed_by_others(run, plan);
  return walk.reached > 0;
}

}  // namespace throughline::measure
