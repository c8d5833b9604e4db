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

Calendar::Calendar(const Zone& zone, Interval interval, std::int64_t first, std::int64_t last) {
  Instant start = zone.floor(from_micros(first), interval);
  starts_.push_back(micros(start));
  while (starts_.back() <= last) {
    start = after(zone, interval, start);
    starts_.push_back(micros(start));
  }
}

std::size_t Calendar::index(std::int64_t time) const {
  assert(!starts_.empty() && starts_.front() <= time && time < starts_.back());
  return static_cast<std::size_t>(std::ranges::upper_bound(starts_, time) - starts_.begin()) - 1;
}

}  // namespace throughline::sequence
