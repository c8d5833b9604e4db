#include "measure/stickiness/stickiness.h"

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

const std::vector<model::Event> kExample{
    visit("ana", utc(5, 1)),    visit("ana", utc(5, 2)),    visit("ana", utc(5, 4)), visit("ben", utc(5, 2)),
    visit("ben", utc(5, 2, 9)), visit("zoe", utc(5, 1, 2)), visit("zoe", utc(5, 2))};

model::Answer answer(const std::vector<model::Event>& events, int at_least = 1) {
  model::Question asked;
  asked.ask = model::Question::Stickiness{.events = {}, .at_least = at_least};
  return *stickiness(asked, {}, **sequence::Snapshot::build(sequence::from_events(events)));
}

// "on exactly, on at least; " per number of intervals.
std::string text(const model::Answer& answer) {
  std::string all;
  for (const model::Row& row : answer.rows)
    all += std::to_string(std::get<std::int64_t>(row[1].second.value)) + ", " +
           std::to_string(std::get<std::int64_t>(row[3].second.value)) + "; ";
  return all;
}

TEST(Stickiness, TheExampleOfTheHeader) {
  EXPECT_EQ(text(answer(kExample)), "1, 3; 1, 2; 1, 1; 0, 0; ");
  EXPECT_EQ(text(answer(kExample, 2)), "1, 1; 0, 0; 0, 0; 0, 0; ");
  EXPECT_EQ(answer({}).status, "no-data");
}

// April 2025: Tuesday 1st to Wednesday 30th; whole weeks from the 7th, 14th, 21st. Ana on 10 days of them and on the
// 1st; ben on the 30th only. The mean of 11 / 30 and 1 / 30 has a t interval that reaches beyond 0 and 1.
TEST(Stickiness, RatiosOfAWholeMonth) {
  std::vector<model::Event> events{visit("ana", utc(4, 1)), visit("ben", utc(4, 30)), visit("zoe", utc(5, 2))};
  for (int day = 7; day < 17; ++day) events.push_back(visit("ana", utc(4, day)));
  const model::Answer got = answer(events);
  const auto& ratios = std::get<model::Rows>(got.more[0].second.value);
  ASSERT_EQ(ratios.size(), 1u);  // May is not whole
  const auto estimate = [&](std::size_t column) { return std::get<model::Estimate>(ratios[0][column].second.value); };
  EXPECT_EQ(std::get<std::string>(ratios[0][0].second.value), "2025-04");
  EXPECT_EQ(std::get<std::int64_t>(ratios[0][1].second.value), 2);
  EXPECT_DOUBLE_EQ(std::get<double>(ratios[0][2].second.value), 12.0 / 30);
  EXPECT_DOUBLE_EQ(*estimate(4).value, 12.0 / 60);
  EXPECT_EQ(estimate(4).n, 2);
  EXPECT_EQ(*estimate(4).low, 0);
  EXPECT_EQ(*estimate(4).high, 1);
  EXPECT_DOUBLE_EQ(*estimate(5).value, 2.0 / 6);
  EXPECT_DOUBLE_EQ(*estimate(6).value, 10.0 / 14);
  EXPECT_FALSE(estimate(6).low);
}

}  // namespace
}  // namespace throughline::measure
