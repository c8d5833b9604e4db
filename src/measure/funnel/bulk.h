// bulk.h: everybody's walks of a plain funnel at once, split or not, without a unit for each.
//
// Of each stretch only the rows that are a step are looked at, and eight walk together (lanes.h). Who has more such rows
// than a lane holds walks alone.
#pragma once

#include <utility>
#include <vector>

#include "measure/funnel/lanes.h"
#include "measure/funnel/walks.h"
#include "sequence/many_times.h"
#include "sequence/marked_rows.h"

namespace throughline::measure {

class FunnelBulk {
 public:
  // Both outlive it; kernel.takes_bulk(frame).
  FunnelBulk(const FunnelKernel& kernel, const sequence::Frame& frame);

  void add(const sequence::Stretch& stretch);
  sequence::States<FunnelKernel> finish();

 private:
  // Where a lane's walk counts.
  struct Counts {
    sequence::GroupKey group;  // kEverybody: in no group
    bool of_everybody;
  };
  void add_subject(const sequence::Stretch& stretch, std::size_t place, std::uint32_t begin, std::uint32_t size);
  void add_groups(const sequence::Stretch& stretch, std::size_t place, std::uint32_t begin, std::uint32_t size,
                  std::uint64_t entries);
  void walk_alone(const sequence::Stretch& stretch, std::size_t place, std::uint32_t begin, std::uint32_t size);
  // In its subject's timeline, of a marked row.
  std::size_t position(const sequence::Stretch& stretch, std::size_t place, std::size_t marked) const;
  void count_all(std::size_t lanes);
  void count_groups();

  const FunnelKernel* kernel_;
  const sequence::Frame* frame_;
  sequence::MarkedRows marked_;
  LaneRows rows_;
  LaneWalks walks_;
  LaneCounts counts_;
  std::vector<Counts> counted_;  // by lane, of what is split
  std::vector<std::pair<sequence::GroupKey, std::uint64_t>> of_groups_;
  std::vector<sequence::Hit> hits_;
  sequence::UnitReader<FunnelKernel> units_;
  sequence::GroupStates<FunnelKernel> states_;
  std::vector<std::int64_t> reached_;       // by step, not split
  std::vector<sequence::ManyTimes> after_;  // by step, not split
  std::vector<std::int64_t> between_;
  std::int64_t open_ = 0;
};

}  // namespace throughline::measure
