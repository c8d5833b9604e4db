// A trend counted in bulk is the trend counted event by event, also where a cell of the small table is full and where the
// period or the people are limited.
#include <gtest/gtest.h>
#include <random>

#include "measure/trend/trend.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::By;
using model::Question;

std::shared_ptr<sequence::Snapshot> snapshot_of(std::size_t accounts) {
  std::mt19937_64 random(accounts);
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < accounts; ++account) {
    for (std::size_t left = 1 + random() % 5; left > 0; --left) {
      events.push_back({.time = from_micros(static_cast<std::int64_t>(random() % 100'000'000) * 60'000),
                        .name = "name " + std::to_string(random() % 3),
                        .channel = random() % 3 == 0 ? "" : "channel " + std::to_string(random() % 3),
                        .account = "account " + std::to_string(account),
                        .properties = {{"plan", random() % 2 == 0 ? "gold" : "free"}}});
    }
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

struct Given {
  std::size_t accounts;
  std::vector<By> by;
  bool is_short = false, is_filtered = false;
};

class TrendBulkTest : public testing::TestWithParam<Given> {};

TEST_P(TrendBulkTest, IsTheTrendOfItsEvents) {
  const Given& given = GetParam();
  const auto snapshot = snapshot_of(given.accounts);
  Question question;
  question.ask = Question::Trend{};
  question.counting.kind = model::SubjectKind::Account;
  question.by = given.by;
  if (given.is_short) {
    question.from = from_micros(std::int64_t{20} * 86'400'000'000);
    question.to = from_micros(std::int64_t{50} * 86'400'000'000);
  }
  if (given.is_filtered) question.where = model::property_is("plan", {"gold"});
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  model::AnyOf events(2);
  events[0].event = "name 1";
  events[1].event = "name 2";
  const TrendKernel kernel(*sequence::Match::compile(events, *snapshot, frame.columns(), "trend"));
  ASSERT_TRUE(kernel.takes_bulk(frame));
  const auto expected = sequence::fold_units(frame, kernel, 1, true);
  ASSERT_GT(expected.size(), 1U);
  for (const unsigned threads : {1U, 3U}) {
    const auto states = sequence::fold(frame, kernel, threads, true);
    ASSERT_EQ(states.size(), expected.size());
    for (const auto& [key, counts] : expected) EXPECT_EQ(states.at(key).save(), counts.save()) << key;
  }
}

By by_channel() {
  return {.kind = By::Kind::Channel};
}
By by_week() {
  return {.kind = By::Kind::Calendar, .property = {}, .interval = Interval::Week};
}
By by_plan() {
  return {.kind = By::Kind::Property, .property = "plan"};
}

INSTANTIATE_TEST_SUITE_P(
    All, TrendBulkTest,
    testing::Values(Given{.accounts = 70'000, .by = {by_week()}},  // more than a cell tells apart
                    Given{.accounts = 900, .by = {by_channel()}},
                    Given{.accounts = 900, .by = {by_channel(), by_week()}},
                    Given{.accounts = 900, .by = {by_week(), by_plan()}, .is_short = true},
                    Given{.accounts = 900, .by = {by_plan()}, .is_short = true, .is_filtered = true}));

}  // namespace
}  // namespace throughline::measure
