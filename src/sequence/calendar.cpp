#include "sequence/calendar.h"

#include <algorithm>
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
}

std::size_t Calendar::index(std::int64_t time) const {
  assert(!starts_.empty() && starts_.front() <= time && time < starts_.back());
  return static_cast<std::size_t>(std::ranges::upper_bound(starts_, time) - starts_.begin()) - 1;
}

std::size_t Calendar::index_after(std::int64_t time, std::size_t near) const {
  assert(near + 1 < starts_.size() && starts_[near] <= time && time < starts_.back());
  if (time < starts_[near + 2]) return near + 1;
  const auto begin = starts_.begin() + static_cast<std::ptrdiff_t>(near) + 2;
  return static_cast<std::size_t>(std::upper_bound(begin, starts_.end(), time) - starts_.begin()) - 1;
}

}  // namespace throughline::sequence
