#include "base/zone.h"

#include <algorithm>
#include <array>
#include <date/tz.h>
#include <fmt/format.h>
#include <vector>

namespace throughline {
namespace {

constexpr std::array<std::pair<std::string_view, Interval>, 6> kIntervals{{{"hour", Interval::Hour},
                                                                           {"day", Interval::Day},
                                                                           {"week", Interval::Week},
                                                                           {"month", Interval::Month},
                                                                           {"quarter", Interval::Quarter},
                                                                           {"year", Interval::Year}}};

using Days = date::local_days;

Days floor_days(LocalTime local) {
  return Days(std::chrono::floor<std::chrono::days>(local.time_since_epoch()));
}

}  // namespace

Result<Interval> parse_interval(std::string_view text) {
  std::vector<std::string> known;
  for (const auto& [name, interval] : kIntervals) {
    if (name == text) return interval;
    known.emplace_back(name);
  }
  return fail("interval.unknown", fmt::format("no interval is called \"{}\"", text),
              did_you_mean(text, known, "write hour, day, week, month, quarter or year"));
}

std::string_view to_text(Interval interval) {
  return kIntervals[static_cast<size_t>(interval)].first;
}

struct Zone::Impl {
  const date::time_zone* zone;
  // The offset in force at an instant. Questions ask in time order, so the last answer nearly always serves again.
  const date::sys_info& info(Instant instant) const {
    struct Last {
      const date::time_zone* zone = nullptr;
      date::sys_info info;
    };
    thread_local Last last;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    if (last.zone != zone || seconds < last.info.begin || seconds >= last.info.end) {
      last.zone = zone;
      last.info = zone->get_info(seconds);
    }
    return last.info;
  }
};

Result<Zone> Zone::find(std::string_view name) {
  try {
    return Zone(std::make_shared<const Impl>(Impl{date::locate_zone(std::string(name))}));
  } catch (const std::runtime_error&) {
    std::vector<std::string> known;
    for (const auto& zone : date::get_tzdb().zones) known.emplace_back(zone.name());
    return fail("zone.unknown", fmt::format("no time zone is called \"{}\"", name),
                did_you_mean(name, known, "use an IANA name such as Europe/Berlin"));
  }
}

Zone Zone::utc() {
  static const Zone zone = *find("UTC");
  return zone;
}

std::string_view Zone::name() const {
  return impl_->zone->name();
}

LocalTime Zone::to_local(Instant instant) const {
  return LocalTime(instant.time_since_epoch() + impl_->info(instant).offset);
}

Result<Instant> Zone::to_instant(LocalTime local, bool* was_ambiguous) const {
  if (was_ambiguous != nullptr) *was_ambiguous = false;
  // Most readings are far from any change of offset: the offset found by reading them as UTC serves on both sides.
  const Instant as_utc(local.time_since_epoch());
  const date::sys_info near = impl_->info(as_utc);
  const Instant guess = as_utc - near.offset;
  constexpr std::chrono::hours kMargin(26);
  if (near.begin + kMargin < std::chrono::floor<std::chrono::seconds>(as_utc) &&
      std::chrono::floor<std::chrono::seconds>(as_utc) + kMargin < near.end) {
    return guess;
  }
  const date::local_time<Duration> reading(local.time_since_epoch());
  const date::local_info info =
      impl_->zone->get_info(date::local_seconds(std::chrono::floor<std::chrono::seconds>(reading.time_since_epoch())));
  if (info.result == date::local_info::nonexistent) {
    return fail("time.nonexistent",
                fmt::format("this local time does not exist in {}: clocks went forward over it", name()));
  }
  if (info.result == date::local_info::ambiguous && was_ambiguous != nullptr) *was_ambiguous = true;
  return as_utc - info.first.offset;
}

namespace {

// The first instant of a local day. Where midnight itself is skipped (some zones change at 00:00), the day begins
// later.
Instant start_of(const date::time_zone* zone, Days day) {
  const date::local_info info = zone->get_info(date::local_seconds(day));
  const Instant as_utc(day.time_since_epoch());
  if (info.result == date::local_info::nonexistent) return Instant(info.second.begin);
  return as_utc - info.first.offset;
}

Days floor_to(Days day, Interval interval) {
  const date::year_month_day date(day);
  switch (interval) {
    case Interval::Week:
      return day - (date::weekday(day) - date::Monday);
    case Interval::Month:
      return Days(date.year() / date.month() / 1);
    case Interval::Quarter:
      return Days(date.year() / date::month((unsigned(date.month()) - 1) / 3 * 3 + 1) / 1);
    case Interval::Year:
      return Days(date.year() / 1 / 1);
    default:
      return day;
  }
}

}  // namespace

Instant Zone::floor(Instant instant, Interval interval) const {
  const LocalTime local = to_local(instant);
  if (interval == Interval::Hour) {
    // Clock hours are counted in elapsed time inside one offset, so the repeated hour of autumn is two hours.
    // An hour that a change of the clocks cuts short begins with the change.
    const auto into = local.time_since_epoch() - std::chrono::floor<std::chrono::hours>(local.time_since_epoch());
    return std::max(instant - into, Instant(impl_->info(instant).begin));
  }
  return start_of(impl_->zone, floor_to(floor_days(local), interval));
}

Instant Zone::advance(Instant interval_start, Interval interval, int steps) const {
  if (interval == Interval::Hour) return interval_start + std::chrono::hours(steps);
  Days day = floor_days(to_local(interval_start));
  const date::year_month_day date(day);
  switch (interval) {
    case Interval::Day:
      day += std::chrono::days(steps);
      break;
    case Interval::Week:
      day += std::chrono::days(7 * steps);
      break;
    default: {
      const int months = interval == Interval::Month ? steps : interval == Interval::Quarter ? 3 * steps : 12 * steps;
      day = Days((date.year() / date.month() + date::months(months)) / 1);
    }
  }
  return start_of(impl_->zone, day);
}

namespace {

// "+02:00", behind a wall clock's reading that was twice; "" behind all others.
std::string which_of_two(const date::time_zone* zone, LocalTime local, std::chrono::seconds offset) {
  const date::local_info info =
      zone->get_info(date::local_seconds(std::chrono::floor<std::chrono::seconds>(local.time_since_epoch())));
  if (info.result != date::local_info::ambiguous) return "";
  const auto minutes = std::chrono::floor<std::chrono::minutes>(std::chrono::abs(offset)).count();
  return fmt::format(" {}{:02}:{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace

std::string Zone::label(Instant interval_start, Interval interval) const {
  const LocalTime local = to_local(interval_start);
  const date::year_month_day date(floor_days(local));
  const int year = int(date.year());
  const unsigned month = unsigned(date.month()), day = unsigned(date.day());
  switch (interval) {
    case Interval::Hour: {
      const auto minutes =
          std::chrono::floor<std::chrono::minutes>(local.time_since_epoch() - floor_days(local).time_since_epoch())
              .count();
      return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}{}", year, month, day, minutes / 60, minutes % 60,
                         which_of_two(impl_->zone, local, impl_->info(interval_start).offset));
    }
    case Interval::Month:
      return fmt::format("{:04}-{:02}", year, month);
    case Interval::Quarter:
      return fmt::format("{:04}-Q{}", year, (month - 1) / 3 + 1);
    case Interval::Year:
      return fmt::format("{:04}", year);
    default:
      return fmt::format("{:04}-{:02}-{:02}", year, month, day);
  }
}

}  // namespace throughline
