#include "measure/funnel/window.h"

#include <algorithm>
#include <fmt/format.h>

namespace throughline::measure {
namespace {

using Unit = model::FunnelWindow::Unit;
using std::chrono::days;
using std::chrono::floor;

constexpr Duration kInstant{1};  // nothing is shorter

struct Length {
  int shortest, longest;  // days
};
Length length_of(Unit unit) {
  switch (unit) {
    case Unit::Day:
      return {1, 1};
    case Unit::Week:
      return {7, 7};
    case Unit::Month:
      return {28, 31};
    case Unit::Quarter:
      return {89, 92};
    default:
      return {365, 366};
  }
}

// So many units later; a day that its month does not have is the end of that month.
LocalTime later(LocalTime reading, Unit unit, int count) {
  const auto day = floor<days>(reading);
  if (unit == Unit::Day || unit == Unit::Week) return reading + days(count * (unit == Unit::Week ? 7 : 1));
  const int months = count * (unit == Unit::Month ? 1 : unit == Unit::Quarter ? 3 : 12);
  const std::chrono::year_month_day date(day);
  const auto month = date.year() / date.month() + std::chrono::months(months);
  if ((month / date.day()).ok()) return std::chrono::local_days(month / date.day()) + (reading - day);
  return std::chrono::local_days(month / std::chrono::last) + days(1) - kInstant;
}

// The first instant that `is_it`, from which on all are up to `to`.
template <class Is>
Instant first(Instant from, Instant to, const Is& is_it) {
  while (to - from > kInstant) {
    const Instant middle = from + (to - from) / 2;
    (is_it(middle) ? to : from) = middle;
  }
  return to;
}

// The latest reading that the clock has shown by then.
LocalTime latest_reading(Instant instant, const Zone& zone) {
  const LocalTime reading = zone.to_local(instant);
  const auto before = zone.to_instant(reading);
  if (!before || *before == instant) return reading;
  const auto offset = [&](Instant at) { return zone.to_local(at).time_since_epoch() - at.time_since_epoch(); };
  const Instant back = first(*before, instant, [&](Instant at) { return offset(at) == offset(instant); });
  return zone.to_local(back - kInstant);
}

// The first instant at which the clock shows this or a later reading.
Instant instant_of(LocalTime reading, const Zone& zone) {
  if (const auto found = zone.to_instant(reading)) return *found;
  for (days back{1};; ++back) {
    const auto before = zone.to_instant(reading - back);
    if (before) return first(*before, *before + back, [&](Instant at) { return zone.to_local(at) >= reading; });
  }
}

}  // namespace

std::string to_text(const model::FunnelWindow& window, const Zone& zone) {
  if (window.unit == Unit::Time) return throughline::to_text(window.time);
  const std::string_view unit = model::kFunnelUnits[static_cast<std::size_t>(window.unit)];
  const std::string_view many = window.count == 1 ? "" : "s";
  return window.unit == Unit::Session ? fmt::format("{} session{}", window.count, many)
                                      : fmt::format("{} calendar {}{} ({})", window.count, unit, many, zone.name());
}

Window::Window(const model::FunnelWindow& asked, Zone zone) : asked_(asked), zone_(std::move(zone)) {
  if (is_of_sessions()) return;
  const auto [shortest, longest] = length_of(asked.unit);
  // Whatever the clocks do in between: they have skipped a day, not two.
  surely_ = Duration(days(asked.count * shortest - 2)).count();
  hardly_ = Duration(days(asked.count * longest + 2)).count();
}

void Window::cut(const sequence::Timeline& timeline) {
  starts_.clear();
  last_ = 0;
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    const std::int64_t time = timeline.time(position);
    if (starts_.empty() || time - last_ > model::kSessionPause.count()) starts_.push_back(time);
    last_ = time;
  }
}

std::size_t Window::session(std::int64_t time) const {
  const auto after = std::ranges::upper_bound(starts_, time) - starts_.begin();
  // Behind the last event another session begins once the pause is too long.
  return static_cast<std::size_t>(after) + (time - last_ > model::kSessionPause.count() ? 1 : 0);
}

bool Window::holds(std::int64_t entry, std::int64_t time) const {
  if (is_of_sessions()) return session(time) - session(entry) < static_cast<std::size_t>(asked_.count);
  if (time - entry <= surely_) return true;
  if (time - entry >= hardly_) return false;
  const LocalTime wanted = later(latest_reading(from_micros(entry), zone_), asked_.unit, asked_.count);
  return from_micros(time) <= instant_of(wanted, zone_);
}

}  // namespace throughline::measure
