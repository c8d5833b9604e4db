#include "sequence/calendar.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>

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
  std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < size(); ++i) shortest = std::min(shortest, end(i) - starts_[i]);
  cell_bits_ = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(shortest))) - 1;
  const std::int64_t cell = std::int64_t{1} << cell_bits_;
  std::size_t at = 0;
  for (std::int64_t begin = starts_.front(); begin < starts_.back(); begin += cell) {
    while (starts_[at + 1] <= begin) ++at;
    cells_.push_back(static_cast<std::int64_t>(at));
  }
}

std::size_t Calendar::index_after(std::int64_t time, std::size_t near) const {
  assert(near + 1 < starts_.size() && starts_[near] <= time && time < starts_.back());
  return time < starts_[near + 2] ? near + 1 : index(time);
}

}  // namespace throughline::sequence
