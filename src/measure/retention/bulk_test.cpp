// Cohorts counted in bulk are those counted member by member, whatever the brackets are and however long a timeline is.
#include "measure/retention/bulk.h"

#include <gtest/gtest.h>
#include <random>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Question;

// Over 80 days. Some accounts have one event, some more than a word has bits; several stand at one instant.
std::shared_ptr<sequence::Snapshot> snapshot_of(std::size_t accounts) {
  std::mt19937_64 random(accounts);
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < accounts; ++account) {
    const std::size_t count = 1 + random() % (random() % 20 == 0 ? 400 : 30);
    for (std::size_t left = count; left > 0; --left) {
      events.push_back({.time = from_micros(static_cast<std::int64_t>(random() % (80 * 24 * 6)) * 600'000'000),
                        .name = "name " + std::to_string(random() % 3),
                        .account = "account " + std::to_string(account),
                        .properties = {{"plan", std::to_string(random() % 2)}}});
    }
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

struct Given {
  std::string name;
  std::string start, returns;
  Interval interval = Interval::Week;
  int every = 1, periods = 8;
  std::vector<Question::Retention::Bracket> brackets;
  bool has_period = false, has_where = false;
};

Question question_of(const Given& given) {
  constexpr std::int64_t kDay = 86'400'000'000;
  Question::Retention asked{.start = {{.event = given.start}}, .returns = {{.event = given.returns}}};
  asked.interval = given.interval;
  asked.every = given.every;
  asked.periods = given.periods;
  asked.brackets = given.brackets;
  Question question{.ask = asked, .counting = {.kind = model::SubjectKind::Account}};
  if (given.has_period) {
    question.from = from_micros(10 * kDay);
    question.to = from_micros(45 * kDay);
  }
  if (given.has_where) question.where = model::property_is("plan", {"0"});
  return question;
}

class RetentionBulkTest : public testing::TestWithParam<Given> {};

TEST_P(RetentionBulkTest, IsTheMembersOneByOne) {
  const auto snapshot = snapshot_of(4000);
  const Question question = question_of(GetParam());
  const auto& asked = std::get<Question::Retention>(question.ask);
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  const auto match = [&](const model::AnyOf& events) {
    return *sequence::Match::compile(events, *snapshot, frame.columns(), "retention");
  };
  const RetentionKernel kernel(match(asked.start), match(asked.returns), frame, asked);
  ASSERT_TRUE(kernel.takes_bulk(frame));
  const auto expected = sequence::fold_units(frame, kernel, 1, false);
  ASSERT_GT(expected.at(0).memberships(), 100);
  for (const unsigned threads : {1U, 3U})
    EXPECT_EQ(sequence::fold(frame, kernel, threads).at(0).save(), expected.at(0).save()) << threads;
}

INSTANTIATE_TEST_SUITE_P(
    All, RetentionBulkTest,
    testing::Values(
        Given{.name = "Weeks", .start = "name 0", .returns = "name 1"},
        Given{.name = "TheSameEvent", .start = "name 0", .returns = "name 0"},
        Given{.name = "Days", .start = "name 0", .returns = "name 1", .interval = Interval::Day, .periods = 62},
        Given{.name = "JoinedWeeks", .start = "name 0", .returns = "name 1", .every = 2, .periods = 4},
        Given{.name = "Brackets",
              .start = "name 0",
              .returns = "name 1",
              .interval = Interval::Day,
              .brackets = {{0, 0}, {1, 3}, {7, 14}, {20, 20}}},
        Given{
            .name = "PeriodAndFilter", .start = "name 0", .returns = "name 1", .has_period = true, .has_where = true}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace throughline::measure
