// calendar.h: the calendar intervals of a zone over a stretch of time.
//
//     days of Europe/Berlin, 2025-03-29 to 2025-03-31:   start 0: 28 March 23:00 UTC, 24 hours
//                                                        start 1: 29 March 23:00 UTC, 23 hours (clocks go forward)
//                                                        start 2: 30 March 22:00 UTC, 24 hours
//
// Where clocks move by half an hour (Australia/Lord_Howe), the clock hours beside the change have 30 minutes.
// Cost: one calendar computation per interval when built. An interval is found by a guess from their mean length, which
// is off by one where they are about as long, and moved until it is right.
#pragma once

#include <algorithm>
#include <cstdint>
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
  // The interval that holds `time`, which lies between `first` and `last`. Without branches where intervals are about as
  // long: which of two neighbours holds a time cannot be foreseen.
  std::size_t index(std::int64_t time) const {
    std::size_t guess = guess_of(time);
    guess -= time < starts_[guess] ? 1 : 0;
    guess += starts_[guess + 1] <= time ? 1 : 0;
    return is_even_ ? guess : moved(guess, time);
  }
  // The same where `near`, at or before it, is known: cheap when times are asked for in order.
  std::size_t index(std::int64_t time, std::size_t near) const {
    return time < starts_[near + 1] ? near : index_after(time, near);
  }

 private:
  std::size_t guess_of(std::int64_t time) const {
    const auto guess = static_cast<std::size_t>(static_cast<double>(time - starts_.front()) * per_micro_);
    return std::min(guess, starts_.size() - 2);
  }
  std::size_t moved(std::size_t guess, std::int64_t time) const;
  std::size_t index_after(std::int64_t time, std::size_t near) const;

  double per_micro_ = 0;              // intervals
  bool is_even_ = false;              // no guess is off by more than one
  std::vector<std::int64_t> starts_;  // one more than there are intervals: each ends where the next begins
};

}  // namespace throughline::sequence
