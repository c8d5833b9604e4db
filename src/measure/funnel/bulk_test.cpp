// Funnels counted in bulk are those counted walk by walk, whoever walks how long and however they are split.
#include "measure/funnel/bulk.h"

#include <gtest/gtest.h>
#include <random>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Question;

// Some accounts have one event, some more of each step than a lane holds. Several events stand at one instant.
std::shared_ptr<sequence::Snapshot> snapshot_of(std::size_t accounts) {
  std::mt19937_64 random(accounts);
  std::vector<model::Event> events;
  for (std::size_t account = 0; account < accounts; ++account) {
    std::int64_t minutes = static_cast<std::int64_t>(random() % 100'000);
    const std::string home = "channel " + std::to_string(random() % 3);
    for (std::size_t left = 1 + random() % (random() % 20 == 0 ? 400 : 30); left > 0; --left) {
      minutes += static_cast<std::int64_t>(random() % 3 * (random() % 500));
      events.push_back({.time = from_micros(minutes * 60'000'000),
                        .name = "name " + std::to_string(random() % 6),
                        .channel = random() % 4 == 0 ? "channel " + std::to_string(random() % 3) : home,
                        .account = "account " + std::to_string(account),
                        .properties = {{"plan", std::to_string(random() % 2)}}});
    }
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(events)));
}

struct Given {
  std::string name;
  std::vector<std::size_t> steps;  // numbers of names; 9: the one of step 1, with the plan "1"
  std::int64_t hours = 24;
  std::vector<model::By> by;
  bool has_period = false, has_where = false;
  std::optional<model::StepSpan> time_to_convert;
};

model::AnyOf step_of(std::size_t number) {
  if (number != 9) return {{.event = "name " + std::to_string(number)}};
  return {{.event = "name 0", .where = model::property_is("plan", {"1"})}};
}

Question question_of(const Given& given) {
  Question::Funnel asked{.within = std::chrono::hours(given.hours), .time_to_convert = given.time_to_convert};
  for (const std::size_t step : given.steps) asked.steps.push_back(step_of(step));
  Question question{.ask = asked, .counting = {.kind = model::SubjectKind::Account}, .by = given.by};
  if (given.has_period) {
    question.from = from_micros(std::int64_t{50'000} * 60'000'000);
    question.to = from_micros(std::int64_t{80'000} * 60'000'000);
  }
  if (given.has_where) question.where = model::property_is("plan", {"0"});
  return question;
}

class FunnelBulkTest : public testing::TestWithParam<Given> {};

TEST_P(FunnelBulkTest, IsTheWalksOneByOne) {
  const auto snapshot = snapshot_of(4000);
  const Question question = question_of(GetParam());
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  const auto kernel = *FunnelKernel::compile(std::get<Question::Funnel>(question.ask), *snapshot, frame);
  ASSERT_TRUE(kernel.takes_bulk(frame));
  const auto expected = sequence::fold_units(frame, kernel, 1, true);
  ASSERT_GT(expected.begin()->second.reached(0), 100);
  for (const unsigned threads : {1U, 3U}) {
    const auto states = sequence::fold(frame, kernel, threads, true);
    ASSERT_EQ(states.size(), expected.size());
    for (const auto& [group, counts] : expected) EXPECT_EQ(states.at(group).save(), counts.save()) << group;
  }
}

const model::By kByChannel{.kind = model::By::Kind::Channel};
const model::By kByPlan{.kind = model::By::Kind::Property, .property = "plan"};
const model::By kByMonth{.kind = model::By::Kind::Calendar};

INSTANTIATE_TEST_SUITE_P(
    All, FunnelBulkTest,
    testing::Values(
        Given{.name = "Plain", .steps = {0, 1, 2, 3}}, Given{.name = "OneEventTwice", .steps = {0, 0, 1}, .hours = 6},
        Given{.name = "Narrowed", .steps = {9, 1, 0}, .hours = 200},
        Given{.name = "LongWindow", .steps = {0, 1, 2, 3, 4, 5}, .hours = 100'000},
        Given{.name = "NoTime", .steps = {0, 1}, .hours = 0},
        Given{.name = "TimeToConvert", .steps = {0, 1, 2}, .time_to_convert = model::StepSpan{.from = 2, .to = 3}},
        Given{.name = "Period", .steps = {0, 1, 2}, .has_period = true},
        Given{.name = "PeriodAndFilter", .steps = {0, 1, 2}, .has_period = true, .has_where = true},
        Given{.name = "ByChannel", .steps = {0, 1, 2}, .by = {kByChannel}},
        Given{.name = "ByPlanAndMonth", .steps = {0, 1, 2}, .by = {kByPlan, kByMonth}, .has_where = true},
        Given{.name = "ByMonthOfAPeriod",
              .steps = {0, 1, 2},
              .by = {kByMonth},
              .has_period = true,
              .time_to_convert = model::StepSpan{.from = 1, .to = 2}}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace throughline::measure
