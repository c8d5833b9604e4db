// lanes.h: the walks of walk_marks() (walk.h), several at once: each has a lane of a vector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "measure/funnel/walk.h"

namespace throughline::measure {

// What is walked: some subjects' marked rows (sequence/marked_rows.h). A subject whose entries are of several groups has
// a lane for each.
struct LaneRows {
  // A subject of more cannot have a lane.
  static constexpr std::uint32_t kMost = 63;
  std::vector<const std::uint64_t*> marks;  // by step
  const std::int64_t* times = nullptr;
  // By lane: where the subject's rows begin, how many they are, and which of them are entries, of which there is one.
  std::vector<std::uint32_t> begins, sizes;
  std::vector<std::uint64_t> entries;

  std::size_t size() const { return sizes.size(); }
  void clear();
  void add(std::uint32_t begin, std::uint32_t size, std::uint64_t own_entries);
};

// By lane; with room behind the last.
struct LaneWalks {
  std::vector<std::int64_t> reached;             // how many steps, 1 or more
  std::vector<std::int64_t> is_open;             // 0 or 1
  std::vector<std::vector<std::int64_t>> after;  // by step but the first: if it was reached, microseconds since step 0

  // From one step to a later one, which was reached.
  std::int64_t between(std::size_t lane, std::size_t from, std::size_t to) const {
    return after[to][lane] - (from == 0 ? 0 : after[from][lane]);
  }
};

// Of a plain plan. `rows` is filled up to whole vectors.
void walk_lanes(LaneRows& rows, const WalkPlan& plan, LaneWalks& walks);

// What some walks come to.
struct LaneCounts {
  std::vector<std::int64_t> reached;             // by step: how many
  std::vector<std::vector<std::int64_t>> after;  // by step but the first: the times of those, and more behind them
  std::int64_t open = 0;
};
// Of the first `count` walks.
void count_lanes(const LaneWalks& walks, std::size_t count, LaneCounts& counts);

}  // namespace throughline::measure
