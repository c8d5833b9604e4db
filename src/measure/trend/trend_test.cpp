#include "measure/trend/trend.h"

#include <gtest/gtest.h>
#include <map>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::By;

Instant utc(int month, int day, int hour = 0) {
  using namespace std::chrono;
  return Instant(sys_days(year(2025) / month / day)) + hours(hour);
}

model::Event open(std::string who, Instant time, std::string channel = "web") {
  return {.time = time,
          .name = "open",
          .channel = std::move(channel),
          .identities = {{model::IdentityKind::UserId, std::move(who)}}};
}

model::Answer answer(const std::vector<model::Event>& events, const std::optional<By>& by = {},
                     std::string_view zone = "UTC") {
  model::Question asked;
  asked.ask = model::Question::Trend{};
  if (by) asked.by = {*by};
  asked.zone = *Zone::find(zone);
  return *trend(asked, {}, **sequence::Snapshot::build(sequence::from_events(events)));
}

// "2025-01 2 2; " for group, people, events.
std::string text(const model::Answer& answer) {
  std::string all;
  for (const model::Row& row : answer.rows) {
    all += std::get<std::string>(row[0].second.value) + " " +
           std::to_string(std::get<std::int64_t>(row[1].second.value)) + " " +
           std::to_string(std::get<std::int64_t>(row[2].second.value)) + "; ";
  }
  return all;
}

By by_day() {
  return {.kind = By::Kind::Calendar, .property = {}, .interval = Interval::Day};
}

TEST(Trend, TheExampleOfTheHeader) {
  const model::Answer got = answer({open("ana", utc(1, 30)), open("ben", utc(1, 31)), open("ana", utc(3, 2))});
  EXPECT_EQ(text(got), "2025-01 2 2; 2025-02 0 0; 2025-03 1 1; ");
  EXPECT_EQ(got.rows[0][0].first, "month");
  EXPECT_EQ(got.counts, (std::vector<std::pair<std::string, std::int64_t>>{{"people", 2}, {"events", 3}}));
  EXPECT_EQ(got.notes, std::vector<std::string>{"the data end inside the last month: it is not complete"});
}

TEST(Trend, SplitsByChannel) {
  EXPECT_EQ(text(answer({open("ana", utc(1, 1)), open("ana", utc(1, 2)), open("ben", utc(1, 2), "app")},
                        By{.kind = By::Kind::Channel})),
            "app 1 1; web 1 2; ");
}

// 30 March 2025 in Berlin has 23 hours: from 29 March 23:00 to 30 March 22:00 UTC. 26 October has 25.
TEST(Trend, LocalDaysFollowTheClock) {
  EXPECT_EQ(text(answer({open("ana", utc(3, 29, 22)), open("ana", utc(3, 29, 23)), open("ana", utc(3, 30, 21)),
                         open("ana", utc(3, 30, 22))},
                        by_day(), "Europe/Berlin")),
            "2025-03-29 1 1; 2025-03-30 1 2; 2025-03-31 1 1; ");
  EXPECT_EQ(text(answer({open("ana", utc(10, 25, 22)), open("ana", utc(10, 26, 22)), open("ana", utc(10, 26, 23))},
                        by_day(), "Europe/Berlin")),
            "2025-10-26 1 2; 2025-10-27 1 1; ");
  EXPECT_EQ(text(answer({open("ana", utc(3, 9, 5)), open("ana", utc(3, 10, 3)), open("ana", utc(3, 10, 4))}, by_day(),
                        "America/New_York")),
            "2025-03-09 1 2; 2025-03-10 1 1; ");
  EXPECT_EQ(text(answer({open("ana", utc(10, 4, 13)), open("ana", utc(10, 4, 14)), open("ana", utc(10, 5, 12)),
                         open("ana", utc(10, 5, 13))},
                        by_day(), "Australia/Lord_Howe")),
            "2025-10-04 1 1; 2025-10-05 1 2; 2025-10-06 1 1; ");
}

TEST(Trend, TheRepeatedHourOfAutumnIsTwoHours) {
  const By hours{.kind = By::Kind::Calendar, .property = {}, .interval = Interval::Hour};
  EXPECT_EQ(text(answer({open("ana", utc(10, 26, 0)), open("ana", utc(10, 26, 1)), open("ana", utc(10, 26, 2))}, hours,
                        "Europe/Berlin")),
            "2025-10-26 02:00 +02:00 1 1; 2025-10-26 02:00 +01:00 1 1; 2025-10-26 03:00 1 1; ");
}

TEST(Trend, BehindAMonthStandItsPeople) {
  model::Question asked;
  asked.ask = model::Question::Trend{};
  asked.behind = {.group = {"2025-03"}, .outcome = ""};
  const auto snapshot = *sequence::Snapshot::build(
      sequence::from_events({open("ana", utc(1, 30)), open("ben", utc(1, 31)), open("ana", utc(3, 2))}));
  EXPECT_EQ(trend(asked, {}, *snapshot)->rows.size(), 1u);
  asked.behind->group = {"2025-04"};
  EXPECT_EQ(trend(asked, {}, *snapshot).error().code, "question.unknown-group");
}

TEST(Trend, NothingAtAllIsNoData) {
  EXPECT_EQ(answer({}).status, "no-data");
}

}  // namespace
}  // namespace throughline::measure
