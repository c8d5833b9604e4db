// business_hours.h: how much of a time somebody was there.
//
//     mon-fri 09:00-17:00, from Friday 16:00 to Monday 10:00     2 h      one hour of Friday, one of Monday
//     … the Monday a holiday                                     1 h
//     from Saturday to Sunday                                    0
//
// Days are civil days of the schedule's zone: on the day of a change of clocks 09:00-17:00 has eight hours all the same,
// and hours that a change skips are none. Built for a span of time; before and behind it nobody is there.
// Cost: building, two steps per working day of the span; a question, a search in them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/instant.h"
#include "model/metric.h"

namespace throughline::measure {

class BusinessHours {
 public:
  // Covers [begin, end] in microseconds.
  BusinessHours(const model::Schedule& schedule, std::int64_t begin, std::int64_t end);
  // Microseconds of work from `from` to `to`, which is not before it.
  std::int64_t between(std::int64_t from, std::int64_t to) const { return before(to) - before(from); }

 private:
  std::int64_t before(std::int64_t time) const;

  struct Shift {
    std::int64_t from, to;
    std::int64_t worked;  // in all shifts before this one
  };
  std::vector<Shift> shifts_;  // ascending, apart
};

}  // namespace throughline::measure
