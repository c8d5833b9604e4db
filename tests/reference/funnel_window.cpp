// How long a walk may take, worked out by looking at the clock again and again.
#include <algorithm>

#include "reference/funnel_walk.h"

namespace throughline::reference {
namespace {

using Unit = model::FunnelWindow::Unit;
using std::chrono::days;
using std::chrono::minutes;

// The latest reading that a clock in the zone has shown by then. Clocks are turned back on full minutes of UTC, at the
// most once in a day and by less than that.
LocalTime latest_reading(const Zone& zone, Instant until) {
  LocalTime latest = zone.to_local(until);
  for (Instant minute = std::chrono::floor<minutes>(until); until - minute < days(1); minute -= minutes(1))
    latest = std::max(latest, zone.to_local(minute - Duration(1)));
  return latest;
}

LocalTime later(LocalTime reading, Unit unit, int count) {
  const auto day = std::chrono::floor<days>(reading);
  if (unit == Unit::Day) return reading + days(count);
  if (unit == Unit::Week) return reading + days(7 * count);
  const std::chrono::year_month_day date(day);
  std::chrono::year_month month = date.year() / date.month();
  for (int left = count * (unit == Unit::Month ? 1 : unit == Unit::Quarter ? 3 : 12); left > 0; --left)
    month += std::chrono::months(1);
  std::chrono::local_days found = std::chrono::local_days(month / 1) + days(static_cast<unsigned>(date.day()) - 1);
  if (std::chrono::year_month_day(found).month() == month.month()) return found + (reading - day);
  while (std::chrono::year_month_day(found).day() != std::chrono::day(1)) found -= days(1);
  return found - Duration(1);
}

}  // namespace

Within window_of(const model::FunnelQuestion& asked, const Zone& zone, const Story& story) {
  if (asked.within.unit == Unit::Time)
    return [&](Instant entry, Instant time) { return time - entry <= asked.within.time; };
  if (asked.within.unit == Unit::Session) {
    return [&](Instant entry, Instant time) {
      int pauses = 0;
      for (std::size_t i = 1; i < story.events.size(); ++i) {
        const Instant before = story.events[i - 1].event.time, now = story.events[i].event.time;
        if (entry <= before && now <= time && now - before > minutes(30)) ++pauses;
      }
      return pauses < asked.within.count;
    };
  }
  return [&](Instant entry, Instant time) {
    if (time == entry) return true;
    const LocalTime wanted = later(latest_reading(zone, entry), asked.within.unit, asked.within.count);
    return latest_reading(zone, time - Duration(1)) < wanted;
  };
}

}  // namespace throughline::reference
