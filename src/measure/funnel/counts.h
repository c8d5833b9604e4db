// counts.h: the funnel's state: of everybody who walks, how far and how long after the entry.
//
// Cost: a histogram per step (times.h), and one number per person for the two steps whose time is asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "measure/funnel/lanes.h"
#include "measure/funnel/walk.h"
#include "sequence/times.h"

namespace throughline::measure {

class FunnelCounts {
 public:
  // Two steps, from 0, between which times are kept. The same one twice: none are.
  struct Between {
    std::size_t from = 0, to = 0;
  };
  FunnelCounts() = default;
  FunnelCounts(std::size_t steps, Between between)
      : reached_(steps, 0), after_(steps, sequence::Times(sequence::Times::kManyExact)), between_(between) {}

  void add(const sequence::Timeline& timeline, const FunnelWalk& walk);
  void add(const LaneWalks& walks, std::size_t lane);
  // So many more who reached a step, and the times that they took; and between the two steps, microseconds.
  void add(std::size_t step, std::int64_t reached, const sequence::Times& after);
  void add_between(std::span<const std::int64_t> times);
  void merge(const FunnelCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<FunnelCounts> load(std::string_view bytes);

  std::size_t steps() const { return reached_.size(); }
  // Steps count from 0 here. Who took it: with optional steps a later one may have been taken by more.
  std::int64_t reached(std::size_t step) const { return reached_[step]; }
  const sequence::Times& after(std::size_t step) const { return after_[step]; }  // microseconds from step 1; not of it
  std::vector<std::int64_t> sorted_between() const;                              // microseconds, of who took both steps
  std::int64_t open = 0;

 private:
  std::vector<std::int64_t> reached_;   // by step
  std::vector<sequence::Times> after_;  // by step: the times of those who reached it; none of step 1
  Between between_;
  std::vector<std::int64_t> between_times_;
};

}  // namespace throughline::measure
