#include <gtest/gtest.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/parallel.h"
#include "base/zone.h"

namespace throughline {
namespace {

using namespace std::chrono_literals;

Instant utc(int year, unsigned month, unsigned day, Duration clock = {}) {
  return Instant(std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day))) +
         clock;
}

TEST(Error, ShowsPlaceCaretNotesAndHelp) {
  const Error error{.code = "mapping.unknown-column",
                    .message = "no column is called \"nmae\"",
                    .place = {.name = "sources/web.yaml", .line = 3, .column = 7, .source = "name: nmae", .width = 4},
                    .notes = {"the file has 3 columns"},
                    .help = "did you mean \"name\"?"};
  EXPECT_EQ(to_text(error),
            "error[mapping.unknown-column]: no column is called \"nmae\"\n"
            "  sources/web.yaml:3:7\n"
            "    name: nmae\n"
            "          ^^^^\n"
            "  note: the file has 3 columns\n"
            "  help: did you mean \"name\"?\n");
}

TEST(Nearest, FindsSlipsAndNothingFarAway) {
  EXPECT_EQ(nearest("purchse", {"purchase", "pay"}), "purchase");
  EXPECT_EQ(nearest("nmae", {"name", "time"}), "name");
  EXPECT_EQ(nearest("zebra", {"purchase", "pay"}), "");
}

TEST(Duration, ReadsAndWritesBack) {
  EXPECT_EQ(*parse_duration("1h30m"), Duration(90min));
  EXPECT_EQ(to_text(*parse_duration("36h")), "1d12h");
  EXPECT_EQ(to_text(*parse_duration("14d")), "2w");
  EXPECT_EQ(to_text(*parse_duration("8d")), "8d");
  for (const char* text : {"", "7", "d", "-1d", "7 d", "999999999999w"}) {
    EXPECT_EQ(parse_duration(text).error().code, "duration.unreadable") << text;
  }
}

TEST(Zone, SpringDayHas23HoursAndAGap) {
  const Zone berlin = *Zone::find("Europe/Berlin");
  const Instant day = berlin.floor(utc(2025, 3, 30, 12h), Interval::Day);
  EXPECT_EQ(to_iso(day), "2025-03-29T23:00:00Z");
  EXPECT_EQ(berlin.advance(day, Interval::Day, 1) - day, Duration(23h));
  const LocalTime gap(utc(2025, 3, 30, 2h + 30min).time_since_epoch());
  EXPECT_EQ(berlin.to_instant(gap).error().code, "time.nonexistent");
}

TEST(Zone, AutumnOverlapMeansTheFirst) {
  const Zone berlin = *Zone::find("Europe/Berlin");
  bool ambiguous = false;
  const LocalTime twice(utc(2025, 10, 26, 2h + 30min).time_since_epoch());
  EXPECT_EQ(to_iso(*berlin.to_instant(twice, &ambiguous)), "2025-10-26T00:30:00Z");
  EXPECT_TRUE(ambiguous);
}

TEST(Zone, MidnightThatIsSkippedStartsLater) {
  const Zone cairo = *Zone::find("Africa/Cairo");  // 2024-04-26 began at 01:00
  const Instant day = cairo.floor(utc(2024, 4, 26, 12h), Interval::Day);
  EXPECT_EQ(to_iso(day), "2024-04-25T22:00:00Z");
}

TEST(Zone, HourThatAHalfHourChangeCutsShortBeginsWithTheChange) {
  const Zone lord_howe = *Zone::find("Australia/Lord_Howe");  // 2025-04-06 02:00 became 01:30, at 15:00 UTC
  EXPECT_EQ(to_iso(lord_howe.floor(utc(2025, 4, 5, 15h + 10min), Interval::Hour)), "2025-04-05T15:00:00Z");
  EXPECT_EQ(to_iso(lord_howe.floor(utc(2025, 4, 5, 14h + 50min), Interval::Hour)), "2025-04-05T14:00:00Z");
}

TEST(Zone, AnHourThatBeginsTwiceHasItsOffset) {
  const auto hour = [](const char* zone, Instant instant) {
    const Zone found = *Zone::find(zone);
    return found.label(found.floor(instant, Interval::Hour), Interval::Hour);
  };
  EXPECT_EQ(hour("Europe/Berlin", utc(2025, 10, 25, 23h + 10min)), "2025-10-26 01:00");
  EXPECT_EQ(hour("Europe/Berlin", utc(2025, 10, 26, 10min)), "2025-10-26 02:00 +02:00");
  EXPECT_EQ(hour("Europe/Berlin", utc(2025, 10, 26, 1h + 10min)), "2025-10-26 02:00 +01:00");
  EXPECT_EQ(hour("Europe/Berlin", utc(2025, 10, 26, 2h + 10min)), "2025-10-26 03:00");
  EXPECT_EQ(hour("America/St_Johns", utc(2025, 11, 2, 4h)), "2025-11-02 01:00 -02:30");
  EXPECT_EQ(hour("America/St_Johns", utc(2025, 11, 2, 5h)), "2025-11-02 01:00 -03:30");
  // 02:00 became 01:30: the first hour from one is whole, the second is its later half.
  EXPECT_EQ(hour("Australia/Lord_Howe", utc(2025, 4, 5, 14h + 50min)), "2025-04-06 01:00");
  EXPECT_EQ(hour("Australia/Lord_Howe", utc(2025, 4, 5, 15h + 10min)), "2025-04-06 01:30 +10:30");
}

TEST(Zone, UnknownNameGetsHelp) {
  const auto zone = Zone::find("Europe/Berln");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.error().code, "zone.unknown");
  EXPECT_EQ(zone.error().help, "did you mean \"Europe/Berlin\"?");
}

TEST(Zone, WeeksMonthsQuarters) {
  const Zone zone = Zone::utc();
  EXPECT_EQ(zone.label(zone.floor(utc(2025, 1, 1), Interval::Week), Interval::Week), "2024-12-30");
  EXPECT_EQ(zone.label(zone.floor(utc(2025, 5, 31), Interval::Quarter), Interval::Quarter), "2025-Q2");
  EXPECT_EQ(zone.label(zone.advance(utc(2025, 1, 1), Interval::Month, 13), Interval::Month), "2026-02");
}

TEST(Hasher, FieldsKeepTheirEdges) {
  EXPECT_NE(Hasher().field("ab").field("c").finish(), Hasher().field("a").field("bc").finish());
  EXPECT_EQ(Hasher().bytes("ab").bytes("c").finish(), fingerprint("abc"));
  EXPECT_NE(Hasher("0123456789abcdef").bytes("abc").finish(), fingerprint("abc"));
}

TEST(Parallel, SlicesCoverTheRangeOnce) {
  std::vector<int> seen(10, 0);
  parallel_slices(10, 3, [&](unsigned, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) ++seen[i];
  });
  EXPECT_EQ(seen, std::vector<int>(10, 1));
}

}  // namespace
}  // namespace throughline
