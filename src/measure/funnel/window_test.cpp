#include "measure/funnel/window.h"

#include <gtest/gtest.h>

#include "sequence/from_events.h"
#include "sequence/snapshot.h"

namespace throughline::measure {
namespace {

using Unit = model::FunnelWindow::Unit;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr auto day(int year, unsigned month, unsigned of_month) {
  return sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(of_month));
}

// Until `last`, included, and not an instant longer.
void expect_end(const Window& window, Instant entry, Instant last) {
  EXPECT_TRUE(window.holds(micros(entry), micros(last))) << to_iso(entry) << " " << to_iso(last);
  EXPECT_FALSE(window.holds(micros(entry), micros(last) + 1)) << to_iso(entry) << " " << to_iso(last);
}

TEST(FunnelWindow, MonthsEndAtTheSameReading) {
  const Window month({Unit::Month, 1}, Zone::utc());
  expect_end(month, day(2025, 1, 15) + hours(10), day(2025, 2, 15) + hours(10));
  expect_end(month, day(2025, 1, 31) + hours(10), day(2025, 3, 1) - Duration(1));
  expect_end(month, day(2024, 1, 30) + hours(10), day(2024, 3, 1) - Duration(1));
  expect_end(month, day(2024, 1, 29) + hours(10), day(2024, 2, 29) + hours(10));
  expect_end(Window({Unit::Quarter, 2}, Zone::utc()), day(2025, 8, 31), day(2026, 3, 1) - Duration(1));
  expect_end(Window({Unit::Year, 1}, Zone::utc()), day(2024, 2, 29), day(2025, 3, 1) - Duration(1));
  expect_end(Window({Unit::Week, 2}, Zone::utc()), day(2025, 1, 1), day(2025, 1, 15));
}

// Berlin's clocks skip 2:00 to 3:00 on 30 March (1:00 UTC), and show it twice on 26 October (0:00 and 1:00 UTC).
TEST(FunnelWindow, WhereClocksSkipOrRepeat) {
  const Window window({Unit::Day, 1}, *Zone::find("Europe/Berlin"));
  expect_end(window, day(2025, 3, 29) + hours(11), day(2025, 3, 30) + hours(10));
  // 2:30 never comes: at the jump.
  expect_end(window, day(2025, 3, 29) + minutes(90), day(2025, 3, 30) + hours(1));
  // 2:30 comes twice: at the first.
  expect_end(window, day(2025, 10, 25) + minutes(30), day(2025, 10, 26) + minutes(30));
  // Entries in the first hour of the two, and in the second: those count as its end.
  expect_end(window, day(2025, 10, 26) + minutes(30), day(2025, 10, 27) + minutes(90));
  expect_end(window, day(2025, 10, 26) + minutes(90), day(2025, 10, 27) + hours(2) - Duration(1));
}

TEST(FunnelWindow, WhoEntersLaterNeverHasLessTimeLeft) {
  for (const char* name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}) {
    const Window window({Unit::Day, 1}, *Zone::find(name));
    for (const Instant around : {Instant(day(2025, 4, 4)), Instant(day(2025, 10, 25)), Instant(day(2025, 11, 1))}) {
      for (Instant entry = around; entry < around + hours(72); entry += minutes(10)) {
        for (Instant time = entry + hours(22); time < entry + hours(26); time += minutes(10)) {
          if (!window.holds(micros(entry), micros(time))) continue;
          EXPECT_TRUE(window.holds(micros(entry + minutes(10)), micros(time))) << name << " " << to_iso(entry);
        }
      }
    }
  }
}

TEST(FunnelWindow, SessionsAreCutByPauses) {
  std::vector<model::Event> events;
  for (const int minute : {0, 30, 60, 91, 200}) {
    events.push_back(
        {.time = Instant(minutes(minute)), .name = "a", .identities = {{model::IdentityKind::UserId, "ana"}}});
  }
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(std::move(events)));
  Window window({Unit::Session, 2}, Zone::utc());
  window.cut(sequence::Timeline(snapshot->by_person(), 0));
  const auto holds = [&](int entry, int time) {
    return window.holds(Duration(minutes(entry)).count(), Duration(minutes(time)).count());
  };
  EXPECT_TRUE(holds(0, 60));
  EXPECT_TRUE(holds(0, 91));
  EXPECT_FALSE(holds(0, 200));
  EXPECT_TRUE(holds(91, 200));
  // Behind the last event: its session goes on for half an hour, then another may begin.
  EXPECT_TRUE(holds(91, 230));
  EXPECT_FALSE(holds(91, 231));
  EXPECT_TRUE(holds(200, 10'000));
}

}  // namespace
}  // namespace throughline::measure
