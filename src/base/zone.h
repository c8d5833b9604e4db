// zone.h: civil time. Local times, calendar intervals, daylight-saving gaps and overlaps, from the system's tzdata.
//
// Europe/Berlin, 2025-03-30: 02:30 does not exist (to_instant says so); the calendar day has 23 hours, and
// floor(Day) of any instant in it is the instant of its local midnight.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/instant.h"

namespace throughline {

enum class Interval { Hour, Day, Week, Month, Quarter, Year };

// "hour", "day", "week" (from Monday), "month", "quarter", "year". Errors: interval.unknown.
Result<Interval> parse_interval(std::string_view text);
std::string_view to_text(Interval interval);

// One time zone. Cheap to copy; safe to use from many threads.
class Zone {
 public:
  // An IANA name ("Europe/Berlin", "UTC"). Errors: zone.unknown, with the nearest name as help.
  static Result<Zone> find(std::string_view name);
  static Zone utc();

  std::string_view name() const;

  LocalTime to_local(Instant instant) const;

  // What a wall clock's reading means. A reading that never was (spring gap): time.nonexistent.
  // One that was twice (autumn overlap) means its first occurrence; `was_ambiguous` says so when it is given.
  Result<Instant> to_instant(LocalTime local, bool* was_ambiguous = nullptr) const;

  // The start of the calendar interval that holds `instant`, and the start of the `steps`-th interval after it.
  Instant floor(Instant instant, Interval interval) const;
  Instant advance(Instant interval_start, Interval interval, int steps) const;

  // "2025-03-30 14:00", "2025-03" and the like: how an interval's start is written in answers. No two intervals have
  // one label: an hour that begins twice has its offset, "2025-10-26 02:00 +02:00" and "2025-10-26 02:00 +01:00".
  std::string label(Instant interval_start, Interval interval) const;

 private:
  struct Impl;
  explicit Zone(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace throughline
