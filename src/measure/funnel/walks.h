// walks.h: how far each person walks a list of steps, in order, within a time. The kernel of the funnel.
//
// Steps cart, pay; within one hour:
//     ana   cart 10:00   pay  10:40                 1  reaches 2, after 40 minutes
//     ben   cart 10:00   pay  11:00:01              2  reaches 1: a second late (11:00:00 would have done)
//     cy    pay  10:00   cart 10:05                 3  reaches 1: order matters
//     dia   cart 10:00   cart 10:50   pay 11:30     4  reaches 2 with the entry of 10:50: each cart is an entry
// Counted: at step 1 four, at step 2 two.
//
// Semantics "throughline":
//  - Every event of step 1 is an entry. From it the walk takes, step by step, the first event after the one before.
//  - The window runs from the entry; its last instant is included. Later steps may lie behind the asked period.
//  - A walk uses an event once: steps cart, cart need two carts. Events between steps do not matter.
//  - Events of one instant follow the sender's counter, then columns.h: cart and pay at one instant without counters
//    are in the order of their names.
//  - Each person counts once per group, with the walk that reached furthest, of equal ones the earliest.
//
// Cost: one pass per step over each timeline, no allocation; a state keeps one number per person and step reached.
// Left out: strict order, exclusions, steps in any order; the semantics of other products.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/question.h"
#include "sequence/fold.h"
#include "sequence/match.h"

namespace throughline::measure {

inline constexpr std::size_t kMostSteps = 30;

// One walk. Positions are in the timeline.
struct FunnelWalk {
  std::size_t anchor = 0;  // the event of step 1
  std::size_t entry = 0;   // the same
  std::size_t reached = 0;
  std::array<std::size_t, kMostSteps> at{};  // the event of each step reached
  bool is_open = false;                      // not at the last step, and the window ends after the data
};

class FunnelCounts {
 public:
  explicit FunnelCounts(std::size_t steps = 0) : after_(steps) {}

  void add(const sequence::Timeline& timeline, const FunnelWalk& walk);
  void merge(const FunnelCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<FunnelCounts> load(std::string_view bytes);

  std::size_t steps() const { return after_.size(); }
  // Steps count from 0 here. Who reached it at least.
  std::int64_t reached(std::size_t step) const { return static_cast<std::int64_t>(after_[step].size()); }
  std::vector<std::int64_t> sorted_times(std::size_t step) const;  // microseconds from step 1
  std::int64_t open = 0;

 private:
  std::vector<std::vector<std::int64_t>> after_;  // by step: the times of those who reached it, in any order
};

class FunnelKernel {
 public:
  using Unit = FunnelWalk;
  using State = FunnelCounts;

  // `data_end` is Frame::data_end(). Errors: funnel.too-few-steps, funnel.too-many-steps, and those of Match::compile
  // with the place "/steps/N".
  static Result<FunnelKernel> compile(const std::vector<model::AnyOf>& steps, Duration within,
                                      sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                      std::int64_t data_end);
  // For definitions: a step whose event never happened is reached by nobody.
  static Result<FunnelKernel> compile_lenient(const std::vector<model::AnyOf>& steps, Duration within,
                                              sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                              std::int64_t data_end);

  std::size_t steps() const { return steps_.size(); }
  State empty() const { return FunnelCounts(steps_.size()); }
  bool prefers(const FunnelWalk& candidate, const FunnelWalk& kept) const { return candidate.reached > kept.reached; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    FunnelWalk walk;  // kept from entry to entry: what a later entry's walk takes is never earlier
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (!steps_[0](timeline, position)) continue;
      go(timeline, position, walk);
      emit(walk);
    }
  }

 private:
  static Result<FunnelKernel> compile(const std::vector<model::AnyOf>& steps, Duration within,
                                      sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                      std::int64_t data_end, bool lenient);
  void go(const sequence::Timeline& timeline, std::size_t entry, FunnelWalk& walk) const;

  std::vector<sequence::Match> steps_;
  std::int64_t within_ = 0;
  std::int64_t data_end_ = 0;
};

}  // namespace throughline::measure
