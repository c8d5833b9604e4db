#include "decide/scorecard.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "decide/scorecard_parts.h"
#include "sequence/from_events.h"

namespace throughline::decide {
namespace {

using model::Answer;
using model::Estimate;
using model::Row;
using model::Rows;

Instant day(int number) {
  return Instant{std::chrono::sys_days(std::chrono::year(2025) / 1 / 1)} + std::chrono::days(number - 1);
}

model::AnyOf events(const std::string& name) {
  model::EventMatcher matcher;
  matcher.event = name;
  return {matcher};
}

model::Definition defined(model::DefinitionKind kind, const std::string& name, model::AnyDefinition meaning) {
  model::Definition definition;
  definition.kind = kind;
  definition.name = name;
  definition.meaning = std::move(meaning);
  return definition;
}

model::Catalogue catalogue() {
  model::MetricDefinition effort, success;
  effort.name = effort.survey = "effort";
  effort.kind = model::MetricKind::Ces;
  effort.scale_low = 1;
  effort.scale_high = 7;
  success.name = "sent";
  success.kind = model::MetricKind::TaskSuccess;
  success.discipline = model::Discipline::UX;
  success.task = "send";
  model::TaskDefinition send;
  send.name = "send";
  send.start = events("started");
  send.success = events("accepted");
  model::JourneyDefinition journey;
  journey.name = "claim";
  auto& stage = journey.stages.emplace_back();
  stage.name = "Claim";
  stage.metrics = {"effort"};
  auto& step = stage.steps.emplace_back();
  step.name = "Send";
  step.events = events("started");
  step.tasks = {"send"};
  step.metrics = {"sent"};
  step.frictions = {{"refused", events("refused")}, {"slow", events("slow")}};
  return model::Catalogue({defined(model::DefinitionKind::Metric, "effort", effort),
                           defined(model::DefinitionKind::Metric, "sent", success),
                           defined(model::DefinitionKind::Task, "send", send),
                           defined(model::DefinitionKind::Journey, "claim", journey)});
}

// Forty people send documents in the period, every second is refused and finds it hard; ten did in the period before.
std::shared_ptr<sequence::Snapshot> snapshot() {
  std::vector<model::Event> happened;
  const auto add = [&](const std::string& who, Instant when, const std::string& what,
                       std::optional<double> score = {}) {
    model::Event event;
    event.time = when;
    event.name = what;
    event.channel = "web";
    event.identities = {{model::IdentityKind::UserId, who}};
    if (score) event.properties = {{"survey", std::string("effort")}, {"score", *score}};
    happened.push_back(std::move(event));
  };
  using std::chrono::minutes;
  for (int i = 0; i < 40; ++i) {
    const std::string who = "now" + std::to_string(i);
    const Instant when = day(150) + std::chrono::hours(i);
    const bool is_refused = i % 2 == 0;
    add(who, when, "started");
    if (is_refused) add(who, when + minutes(1), "refused");
    if (i == 1) add(who, when + minutes(1), "slow");
    if (!is_refused) add(who, when + minutes(2), "accepted");
    add(who, when + minutes(90), "answered", (is_refused ? 2.0 : 6.0) + (i % 4 == 0 ? 1 : 0));
  }
  for (int i = 0; i < 10; ++i) {
    const std::string who = "then" + std::to_string(i);
    add(who, day(60), "started");
    add(who, day(60) + minutes(2), "accepted");
    add(who, day(60) + minutes(90), "answered", i % 2 == 0 ? 6.0 : 7.0);
  }
  return *sequence::Snapshot::build(sequence::from_events(std::move(happened)));
}

template <class T>
const T& cell(const Row& row, std::string_view name) {
  for (const auto& [column, value] : row) {
    if (column == name) return std::get<T>(value.value);
  }
  throw std::runtime_error("no column " + std::string(name));
}

Answer card() {
  auto answer = scorecard({}, {}, Zone::utc(), "", catalogue(), *snapshot());
  if (!answer) throw std::runtime_error(answer.error().message);
  return *std::move(answer);
}

TEST(Scorecard, ReadsEachMetricNowAndBeforeWithTheChangesInterval) {
  const Answer got = card();
  const Row effort = cell<Rows>(got.more, "cx").at(0);
  EXPECT_NEAR(*cell<Estimate>(effort, "value").value, 4.25, 1e-12);
  EXPECT_NEAR(*cell<Estimate>(effort, "before").value, 6.5, 1e-12);
  const auto& change = cell<Row>(effort, "change");
  EXPECT_NEAR(*cell<Estimate>(change, "value").value, -2.25, 1e-12);
  EXPECT_TRUE(cell<bool>(change, "clear"));
  EXPECT_TRUE(cell<bool>(change, "worse"));
  EXPECT_FALSE(cell<Rows>(effort, "trend").empty());
  EXPECT_EQ(cell<Rows>(got.more, "ux").size(), 1u);
}

TEST(Scorecard, RanksFrictionsByReachBesideTheOutcomeOfThoseReached) {
  const Answer got = card();
  ASSERT_EQ(got.rows.size(), 3u);
  const Row& first = got.rows[0];
  EXPECT_EQ(cell<std::string>(first, "what"), "refused");
  EXPECT_EQ(cell<std::int64_t>(first, "reached"), 20);
  EXPECT_EQ(cell<std::int64_t>(first, "of"), 40);
  EXPECT_EQ(cell<std::int64_t>(first, "rank_high"), 1);  // clearly ahead of the second
  EXPECT_NEAR(*cell<Estimate>(first, "difference").value, -3.5, 1e-12);
  EXPECT_EQ(cell<std::string>(got.rows[1], "status"), "too-few-people");  // one person is no comparison
  EXPECT_EQ(cell<std::string>(got.rows[2], "side"), "works");
  EXPECT_EQ(cell<std::string>(got.rows[2], "what"), "send");
}

TEST(Scorecard, StagesShowBothDisciplines) {
  const Answer got = card();
  const auto& stages = cell<Rows>(got.more, "stages");
  ASSERT_EQ(stages.size(), 1u);
  EXPECT_EQ(cell<Rows>(stages[0], "ux").size(), 1u);
  EXPECT_EQ(cell<Rows>(stages[0], "cx").size(), 1u);
  EXPECT_EQ(cell<std::int64_t>(stages[0], "passages"), 40);
}

TEST(Scorecard, WithoutEventsItSaysSo) {
  const auto empty = *sequence::Snapshot::build(sequence::from_events({}));
  EXPECT_EQ(scorecard({}, {}, Zone::utc(), "", catalogue(), *empty)->status, "no-data");
}

TEST(Scorecard, APeriodThatEndsBeforeItBeginsIsAnErrorAndOneAfterTheDataIsNot) {
  const auto with_data = snapshot();
  const Instant last = *with_data->last();
  const auto backwards = scorecard(last, last, Zone::utc(), "", catalogue(), *with_data);
  ASSERT_FALSE(backwards);
  EXPECT_EQ(backwards.error().code, "question.backwards");
  EXPECT_TRUE(scorecard(last + std::chrono::days(9), {}, Zone::utc(), "", catalogue(), *with_data));
}

// Newcombe 1998: 56/70 against 48/80.
TEST(ScorecardChange, SharesTakeNewcombeAndTheRestMover) {
  const Estimate a{.value = .8, .low = .7, .high = .9, .n = 70}, b{.value = .6, .low = .5, .high = .7, .n = 80};
  EXPECT_NEAR(*change(a, b, true).low, .0524, 1e-4);
  EXPECT_NEAR(*change(a, b, true).high, .3339, 1e-4);
  const Estimate ten{.value = 10, .low = 7, .high = 14, .n = 9}, four{.value = 4, .low = 1, .high = 8, .n = 9};
  EXPECT_NEAR(*change(ten, four, false).low, 6 - 5, 1e-12);   // 3 and 4
  EXPECT_NEAR(*change(ten, four, false).high, 6 + 5, 1e-12);  // 4 and 3
  EXPECT_FALSE(change(ten, Estimate(), false).value);
}

}  // namespace
}  // namespace throughline::decide
