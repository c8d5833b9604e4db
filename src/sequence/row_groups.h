// row_groups.h: the group of each row of a stretch, for kernels whose units are single events.
//
//     by month, from 1 March        rows    28 Feb 23:00   1 March 08:00   2 April 10:00
//                                   groups  none           0               1
//
// Cost: a nanosecond or two a row for intervals, channels and touchpoints; a look-up for each row where a property, a
// filter or a segment is asked about.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sequence/frame.h"
#include "sequence/marks.h"
#include "sequence/stretch.h"

namespace throughline::sequence {

// keys[row] becomes `none` where marks do not have the row.
void keep_marked(const MarkWords& marks, std::uint32_t none, std::span<std::uint32_t> keys);

class RowGroups {
 public:
  // Falls every row into one group at most, of which there are not too many for a table?
  static bool tells(const Frame& frame);

  // The frame, of which tells() is true, outlives it.
  explicit RowGroups(const Frame& frame) : frame_(&frame), none_(static_cast<std::uint32_t>(frame.groups())) {}

  // Groups are below; it stands for a row that does not count, or lies on no timeline.
  std::uint32_t none() const { return none_; }
  // By row of the stretch, the first being 0. Valid until the next call; may be changed.
  std::span<std::uint32_t> of(const Stretch& stretch);

 private:
  void leave_out(const Stretch& stretch, std::span<std::uint32_t> keys) const;

  const Frame* frame_;
  std::uint32_t none_;
  std::vector<std::int64_t> times_;
  std::vector<std::uint32_t> keys_;
};

}  // namespace throughline::sequence
