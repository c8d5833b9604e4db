#include "sequence/calendar.h"

#include <cassert>

namespace throughline::sequence {
namespace {

Instant after(const Zone& zone, Interval interval, Instant start) {
  const Instant next = zone.advance(start, interval, 1);
  // An hour that began when clocks moved by half an hour ends at the next full clock hour.
  if (interval == Interval::Hour) {
    const Instant full = zone.floor(next, interval);
    if (start < full && full < next && zone.floor(full, interval) == full) return full;
  }
  return next;
}

}  // namespace

Calendar::Calendar(const Zone& zone, Interval interval, std::int64_t first, std::int64_t last, int every) {
  Instant start = zone.floor(from_micros(first), interval);
  starts_.push_back(micros(start));
  while (starts_.back() <= last) {
    for (int joined = 0; joined < every; ++joined) start = after(zone, interval, start);
    starts_.push_back(micros(start));
  }
  per_micro_ = static_cast<double>(size()) / static_cast<double>(starts_.back() - starts_.front());
  // Guesses ascend with times: the first and the last instant of an interval have the least and the greatest of it.
  is_even_ = true;
  for (std::size_t at = 0; at < size(); ++at)
    is_even_ = is_even_ && guess_of(starts_[at]) + 1 >= at && guess_of(starts_[at + 1] - 1) <= at + 1;
}

std::size_t Calendar::moved(std::size_t guess, std::int64_t time) const {
  assert(!starts_.empty() && starts_.front() <= time && time < starts_.back());
  while (time < starts_[guess]) --guess;
  while (starts_[guess + 1] <= time) ++guess;
  return guess;
}

std::size_t Calendar::index_after(std::int64_t time, std::size_t near) const {
  assert(near + 1 < starts_.size() && starts_[near] <= time && time < starts_.back());
  return time < starts_[near + 2] ? near + 1 : index(time);
}

}  // namespace throughline::sequence
