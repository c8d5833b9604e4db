// calendar.h: the calendar intervals of a zone over a stretch of time.
//
//     days of Europe/Berlin, 2025-03-29 to 2025-03-31:   start 0: 28 March 23:00 UTC, 24 hours
//                                                        start 1: 29 March 23:00 UTC, 23 hours (clocks go forward)
//                                                        start 2: 30 March 22:00 UTC, 24 hours
//
// Where clocks move by half an hour (Australia/Lord_Howe), the clock hours beside the change have 30 minutes.
// Cost: one calendar computation per interval when built. Time is cut into cells no longer than any interval, each of
// which knows the interval that it begins in: that one or the next holds a time, and which is found without branches,
// because it cannot be foreseen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/zone.h"

namespace throughline::sequence {

class Calendar {
 public:
  Calendar() = default;
  // From the interval that holds `first` to the one that holds `last`, both included, in microseconds.
  // `every` joins so many intervals into one, from the one that holds `first` on.
  Calendar(const Zone& zone, Interval interval, std::int64_t first, std::int64_t last, int every = 1);

  std::size_t size() const { return starts_.empty() ? 0 : starts_.size() - 1; }
  std::int64_t start(std::size_t index) const { return starts_[index]; }
  std::int64_t end(std::size_t index) const { return starts_[index + 1]; }
  // Do intervals hold both instants, and so all between them?
  bool holds(std::int64_t first, std::int64_t last) const {
    return size() > 0 && starts_.front() <= first && last < starts_.back();
  }
  // The interval that holds `time`, which lies between `first` and `last`.
  std::size_t index(std::int64_t time) const {
    const auto begun_in =
        static_cast<std::size_t>(cells_[static_cast<std::size_t>((time - starts_.front()) >> cell_bits_)]);
    return begun_in + (starts_[begun_in + 1] <= time ? 1 : 0);
  }
  // The same where `near`, at or before it, is known: cheap when times are asked for in order.
  std::size_t index(std::int64_t time, std::size_t near) const {
    return time < starts_[near + 1] ? near : index_after(time, near);
  }
  // The interval of each time; of those before or after all, the first or the last, and 0 where there is none.
  void read(std::span<const std::int64_t> times, std::span<std::uint32_t> indices) const;

 private:
  std::size_t index_after(std::int64_t time, std::size_t near) const;

  int cell_bits_ = 0;                 // a cell lasts 2^cell_bits_ microseconds
  std::vector<std::int64_t> cells_;   // the interval that holds the cell's first instant
  std::vector<std::int64_t> starts_;  // one more than there are intervals: each ends where the next begins
};

}  // namespace throughline::sequence
