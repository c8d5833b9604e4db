#include "measure/metric/business_hours.h"

#include <gtest/gtest.h>

namespace throughline::measure {
namespace {

using namespace std::chrono_literals;

model::Schedule office(std::string_view zone) {
  model::Schedule schedule;
  schedule.zone = *Zone::find(zone);
  for (std::size_t day = 0; day < 5; ++day) schedule.week[day] = {{9 * 60, 17 * 60}};
  return schedule;
}

std::int64_t at(std::chrono::year_month_day day, Duration time) {
  return micros(Instant(std::chrono::sys_days(day)) + time);
}

constexpr std::int64_t kHour = 3'600'000'000;

TEST(BusinessHours, NightsWeekendsAndHolidaysDoNotCount) {
  using namespace std::chrono;
  model::Schedule schedule = office("UTC");
  const std::int64_t friday = at(2025y / 5 / 2, 16h), monday = at(2025y / 5 / 5, 10h);
  EXPECT_EQ(BusinessHours(schedule, friday, monday).between(friday, monday), 2 * kHour);
  schedule.holidays = {2025y / 5 / 5};
  EXPECT_EQ(BusinessHours(schedule, friday, monday).between(friday, monday), kHour);
  const std::int64_t saturday = at(2025y / 5 / 3, 8h), sunday = at(2025y / 5 / 4, 20h);
  EXPECT_EQ(BusinessHours(schedule, saturday, sunday).between(saturday, sunday), 0);
  EXPECT_EQ(BusinessHours(schedule, friday, monday).between(friday, friday), 0);
}

TEST(BusinessHours, AreThoseOfTheZoneAlsoWhenClocksChange) {
  using namespace std::chrono;
  // Berlin is at UTC+1 before 30 March 2025 and at UTC+2 behind it.
  const model::Schedule schedule = office("Europe/Berlin");
  const std::int64_t friday = at(2025y / 3 / 28, 15h), monday = at(2025y / 3 / 31, 8h);
  EXPECT_EQ(BusinessHours(schedule, friday, monday).between(friday, monday), 2 * kHour);
  model::Schedule nights = office("Europe/Berlin");
  nights.week[6] = {{0, 6 * 60}};  // the Sunday that has no 02:00 to 03:00
  const std::int64_t begin = at(2025y / 3 / 29, 12h), end = at(2025y / 3 / 30, 12h);
  EXPECT_EQ(BusinessHours(nights, begin, end).between(begin, end), 5 * kHour);
}

}  // namespace
}  // namespace throughline::measure
