#include "measure/lifecycle/lifecycle.h"

#include <gtest/gtest.h>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

Instant utc(int month, int day, int hour = 0) {
  using namespace std::chrono;
  return Instant(sys_days(year(2025) / month / day)) + hours(hour);
}

model::Event visit(std::string who, Instant time) {
  return {.time = time, .name = "visit", .identities = {{model::IdentityKind::UserId, std::move(who)}}};
}

// The header's example: weeks from Monday, 6 January 2025.
const std::vector<model::Event> kExample{visit("ana", utc(1, 6)), visit("ana", utc(1, 13)), visit("ana", utc(1, 27)),
                                         visit("ben", utc(1, 7)), visit("zoe", utc(1, 20)), visit("zoe", utc(1, 28)),
                                         visit("zoe", utc(2, 3))};

model::Question weekly() {
  model::Question asked;
  asked.ask = model::Question::Lifecycle{.events = {}, .interval = Interval::Week};
  return asked;
}

// "active new returning resurrecting dormant; " per row, "-" where it is not known yet.
std::string text(const model::Answer& answer) {
  std::string all;
  for (const model::Row& row : answer.rows) {
    for (std::size_t column = 1; column < 6; ++column) {
      const auto* count = std::get_if<std::int64_t>(&row[column].second.value);
      all += (count == nullptr ? "-" : std::to_string(*count)) + (column == 5 ? "; " : " ");
    }
  }
  return all;
}

model::Answer answer(const model::Question& asked, const std::vector<model::Event>& events = kExample) {
  return *lifecycle(asked, {}, **sequence::Snapshot::build(sequence::from_events(events)));
}

TEST(Lifecycle, TheExampleOfTheHeader) {
  const model::Answer got = answer(weekly());
  EXPECT_EQ(text(got), "2 2 0 0 0; 1 0 1 0 1; 1 1 0 0 1; 2 0 1 1 0; 1 0 1 0 -; ");
  EXPECT_EQ(std::get<std::string>(got.rows[4].back().second.value), "open");
}

TEST(Lifecycle, WhatWasBeforeThePeriodIsKnown) {
  model::Question asked = weekly();
  asked.from = utc(1, 22);  // a Wednesday: the week is taken whole
  asked.to = utc(1, 23);
  const model::Answer got = answer(asked);
  EXPECT_EQ(text(got), "1 1 0 0 1; ");
  EXPECT_EQ(got.notes[1], "weeks that the period cuts are taken whole");
  asked.to = utc(1, 21);
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(kExample));
  EXPECT_EQ(lifecycle(asked, {}, *snapshot).error().code, "question.backwards");
}

TEST(Lifecycle, BehindAStateStandItsPeople) {
  const auto count = [](std::string group, std::string outcome) {
    model::Question asked = weekly();
    asked.behind = {.group = group.empty() ? std::vector<std::string>() : std::vector{std::move(group)},
                    .outcome = std::move(outcome)};
    return answer(asked).rows.size();
  };
  EXPECT_EQ(count("", "dormant"), 2u);
  EXPECT_EQ(count("2025-01-13", "dormant"), 1u);
  EXPECT_EQ(count("", "active:2025-01-27"), 2u);
  EXPECT_EQ(count("2025-02-03", "dormant"), 0u);  // ana may still come
}

TEST(Lifecycle, NothingAtAllIsNoData) {
  EXPECT_EQ(answer(weekly(), {}).status, "no-data");
}

}  // namespace
}  // namespace throughline::measure
