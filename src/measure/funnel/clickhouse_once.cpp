// ClickHouse 26.5's windowFunnel with strict_once: no event fulfils two conditions of one chain. Held against the
// engine itself by bench/funnel_semantics.cpp.
//
// The engine keeps every chain there is. Here each level keeps its newest entry, which is enough: a chain can only meet
// an event twice within one instant. So what an instant adds to a chain is a run of consecutive steps that have
// different events to stand for them: a matching, looked for along augmenting paths (Kuhn 1955). Events of an instant
// that fulfil the same conditions are alike and counted together.
#include <algorithm>

#include "measure/funnel/clickhouse.h"

namespace throughline::measure {
namespace {

struct Alike {
  StepSet steps;
  std::vector<std::uint32_t> positions;
};

// Which kind of event stands for which step, for steps first to last.
class Matching {
 public:
  Matching(const std::vector<Alike>& kinds, std::size_t step, std::size_t kind) : kinds_(kinds) {
    kind_of_[step] = kind;
    fixed_ = step;
    left_.assign(kinds.size(), 0);
    for (std::size_t k = 0; k < kinds.size(); ++k) left_[k] = kinds[k].positions.size();
    --left_[kind];
    matched_ = bit(step);
  }
  // Finds an event for one step more, moving others where that helps.
  bool add(std::size_t step) {
    std::vector<char> visited(kinds_.size(), 0);
    if (!place(step, visited)) return false;
    matched_ |= bit(step);
    return true;
  }
  // Writes the events of the steps matched.
  void write(std::array<std::uint32_t, kMostSteps>& at) const {
    std::vector<std::size_t> used(kinds_.size(), 0);
    for (StepSet left = matched_; left != 0; left &= left - 1) {
      const std::size_t step = lowest(left);
      at[step] = kinds_[kind_of_[step]].positions[used[kind_of_[step]]++];
    }
  }

 private:
  bool place(std::size_t step, std::vector<char>& visited) {
    for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
      if ((kinds_[kind].steps & bit(step)) == 0 || visited[kind] != 0) continue;
      visited[kind] = 1;
      if (left_[kind] > 0) {
        --left_[kind];
        kind_of_[step] = kind;
        return true;
      }
      for (StepSet others = matched_ & ~bit(fixed_); others != 0; others &= others - 1) {
        if (kind_of_[lowest(others)] == kind && place(lowest(others), visited)) {
          kind_of_[step] = kind;
          return true;
        }
      }
    }
    return false;
  }

  const std::vector<Alike>& kinds_;
  std::vector<std::size_t> left_;
  std::array<std::size_t, kMostSteps> kind_of_{};
  std::size_t fixed_;
  StepSet matched_;
};

struct Chain {
  std::int64_t entry;
  std::array<std::uint32_t, kMostSteps> at;
};

class Chains {
 public:
  Chains(const WalkPlan& plan, FunnelWalk& walk) : plan_(plan), walk_(walk) { walk_.reached = 0; }
  bool has_begun() const { return (set_ & 1) != 0; }
  bool is_open() const;
  // False: nothing after this moment is looked at.
  bool add_moment(const Run& run, const Moment& now);

 private:
  void sort_by_kind(const Run& run, const Moment& now);
  bool add(std::size_t step, std::size_t kind);
  void extend(std::size_t step, std::size_t kind);
  void reach(std::size_t step, std::int64_t entry, const std::array<std::uint32_t, kMostSteps>& at);

  const WalkPlan& plan_;
  FunnelWalk& walk_;
  StepSet set_ = 0, set_before_ = 0;               // now, and before this moment
  std::array<Chain, kMostSteps> chains_, before_;  // likewise
  std::int64_t time_ = 0;
  std::vector<Alike> kinds_;
  std::vector<std::size_t> kind_of_row_;
};

void Chains::sort_by_kind(const Run& run, const Moment& now) {
  kinds_.clear();
  kind_of_row_.clear();
  for (std::size_t i = now.begin; i < now.end; ++i) {
    const StepSet steps = run.steps(i, plan_);
    auto kind = std::ranges::find(kinds_, steps, &Alike::steps);
    if (kind == kinds_.end()) kind = kinds_.insert(kind, {.steps = steps, .positions = {}});
    kind->positions.push_back(run.hits[i].position);
    kind_of_row_.push_back(static_cast<std::size_t>(kind - kinds_.begin()));
  }
}

void Chains::reach(std::size_t step, std::int64_t entry, const std::array<std::uint32_t, kMostSteps>& at) {
  if ((set_ & bit(step)) == 0 || chains_[step].entry < entry) chains_[step] = {entry, at};
  set_ |= bit(step);
  if (step < walk_.reached) return;
  walk_.reached = step + 1;
  walk_.taken = first_steps(step + 1);
  walk_.at = at;
  walk_.entry = at[0];
}

// The newest chain to which this moment adds the steps up to `step`, the last of them by an event of this kind.
void Chains::extend(std::size_t step, std::size_t kind) {
  Matching matching(kinds_, step, kind);
  Chain found{};
  bool is_found = false;
  for (std::size_t first = step;; --first) {
    const bool is_whole = first == 0;
    if (is_whole || ((set_before_ & bit(first - 1)) != 0 && plan_.holds(before_[first - 1].entry, time_))) {
      if (!is_whole) found = before_[first - 1];
      if (is_whole) found.entry = time_;
      matching.write(found.at);
      is_found = true;
    }
    // With strict_increase a chain takes one event of an instant.
    if (is_whole || plan_.strict_increase || !matching.add(first - 1)) break;
  }
  if (is_found) reach(step, found.entry, found.at);
}

bool Chains::add(std::size_t step, std::size_t kind) {
  if (step > 0) {
    if (plan_.strict_deduplication && (set_ & bit(step)) != 0) return false;
    if ((set_ & bit(step - 1)) == 0) return !plan_.is_strict || !has_begun() || plan_.allow_reentry;
  }
  extend(step, kind);
  return walk_.reached < plan_.steps;
}

bool Chains::add_moment(const Run& run, const Moment& now) {
  sort_by_kind(run, now);
  time_ = run.time(now.begin);
  set_before_ = set_;
  for (StepSet left = set_; left != 0; left &= left - 1) before_[lowest(left)] = chains_[lowest(left)];
  for (std::size_t step = 0; step < plan_.steps; ++step) {
    StepSet seen = 0;  // one event of a kind stands for all, but for those who mind a repetition
    for (const std::size_t kind : kind_of_row_) {
      if ((kinds_[kind].steps & bit(step)) == 0) continue;
      const bool is_repeated = kind < kMostSteps && (seen & bit(kind)) != 0;
      if (is_repeated && !plan_.strict_deduplication) continue;
      if (kind < kMostSteps) seen |= bit(kind);
      if (!add(step, kind)) return false;
    }
  }
  return true;
}

bool Chains::is_open() const {
  for (std::size_t step = 0; step + 1 < plan_.steps; ++step)
    if ((set_ & bit(step)) != 0 && plan_.may_hold(chains_[step].entry)) return walk_.reached < plan_.steps;
  return false;
}

}  // namespace

bool walk_clickhouse_once(const Run& run, const WalkPlan& plan, FunnelWalk& walk) {
  Chains chains(plan, walk);
  Moment before{};
  bool is_going = true;
  for (std::size_t i = 0; i < run.hits.size() && is_going; i = before.end) {
    const Moment now = moment(run, plan, i, i == 0 ? nullptr : &before);
    is_going = !(chains.has_begun() && is_broken_by_others(run, plan, now)) && chains.add_moment(run, now);
    before = now;
  }
  walk.is_open = is_going && chains.is_open() && !is_followed_by_others(run, plan);
  return walk.reached > 0;
}

}  // namespace throughline::measure
