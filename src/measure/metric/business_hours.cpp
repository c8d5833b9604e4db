#include "measure/metric/business_hours.h"

#include <algorithm>

namespace throughline::measure {

namespace {

// A clock reading that a change of clocks skips is the first one after it.
std::int64_t instant_of(const Zone& zone, LocalTime local) {
  constexpr auto kStep = std::chrono::minutes(15);
  Result<Instant> instant = zone.to_instant(local);
  for (int step = 0; !instant && step < 12; ++step) instant = zone.to_instant(local += kStep);
  return instant ? micros(*instant) : 0;
}

}  // namespace

BusinessHours::BusinessHours(const model::Schedule& schedule, std::int64_t begin, std::int64_t end) {
  using std::chrono::days;
  auto day = std::chrono::floor<days>(schedule.zone.to_local(from_micros(begin)));
  const auto last = std::chrono::floor<days>(schedule.zone.to_local(from_micros(end)));
  std::int64_t worked = 0;
  for (; day <= last; day += days(1)) {
    const std::chrono::year_month_day date(day);
    if (std::ranges::binary_search(schedule.holidays, date)) continue;
    for (const model::Schedule::Hours& hours : schedule.week[std::chrono::weekday(day).iso_encoding() - 1]) {
      const std::int64_t from = instant_of(schedule.zone, day + std::chrono::minutes(hours.from));
      const std::int64_t to = instant_of(schedule.zone, day + std::chrono::minutes(hours.to));
      if (to <= from) continue;
      shifts_.push_back({from, to, worked});
      worked += to - from;
    }
  }
}

std::int64_t BusinessHours::before(std::int64_t time) const {
  const auto next = std::ranges::upper_bound(shifts_, time, {}, &Shift::from);
  if (next == shifts_.begin()) return 0;
  const Shift& shift = *std::prev(next);
  return shift.worked + std::min(time, shift.to) - shift.from;
}

}  // namespace throughline::measure
