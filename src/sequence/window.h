// window.h: columns of some neighbouring timelines unpacked, for kernels that look at every event.
//
//     Window window({.times = true, .names = true});
//     window.look_at(piece, begin, end);
//     window.timeline(place).time(position)          read from memory that was just written, not from packed bits
//
// What was not asked for is read from the segment, as ever. Cost: a nanosecond for each event and column.
#pragma once

#include <cstdint>
#include <vector>

#include "sequence/columns.h"

namespace throughline::sequence {

// What a kernel reads of nearly every event.
struct Reads {
  bool times = false, names = false;
};

class Window {
 public:
  explicit Window(Reads reads) : reads_(reads) {}

  // Places `begin` up to, not including, `end` of a piece. The piece outlives the timelines.
  void look_at(const Piece& piece, std::size_t begin, std::size_t end);
  // Valid until the next look.
  Timeline timeline(std::size_t place) const {
    const std::size_t skipped = piece_->segment->offsets[place] - first_row_;
    return Timeline(*piece_, place, reads_.times ? times_.data() + skipped : nullptr,
                    reads_.names ? names_.data() + skipped : nullptr);
  }

 private:
  Reads reads_;
  const Piece* piece_ = nullptr;
  std::size_t first_row_ = 0;
  std::vector<std::int64_t> times_;
  std::vector<Code> names_;
};

}  // namespace throughline::sequence
