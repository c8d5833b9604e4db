#include "measure/journey/journey.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "measure/journey/passage.h"
#include "sequence/fold.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Answer;
using model::Estimate;
using model::Question;
using model::Row;
using model::Rows;
using sequence::Snapshot;

Instant day(int number) {
  return Instant{std::chrono::sys_days(std::chrono::year(2025) / 1 / 1)} + std::chrono::days(number - 1);
}

struct Happened {
  std::string who;
  int day;
  std::string what;
  std::string channel = "web";
  model::Properties properties = {};
  std::string claim = {};
};

std::shared_ptr<Snapshot> snapshot_of(const std::vector<Happened>& happenings) {
  std::vector<model::Event> events;
  for (const auto& happened : happenings) {
    model::Event event;
    event.time = day(happened.day);
    event.sequence = static_cast<std::int64_t>(events.size());
    event.name = happened.what;
    event.channel = happened.channel;
    if (!happened.who.empty()) event.identities = {{model::IdentityKind::UserId, happened.who}};
    if (!happened.claim.empty()) event.objects = {{"claim", happened.claim}};
    event.properties = happened.properties;
    events.push_back(std::move(event));
  }
  return *Snapshot::build(sequence::from_events(std::move(events)));
}

model::AnyOf events(const std::string& name) {
  model::EventMatcher matcher;
  matcher.event = name;
  return {matcher};
}

model::StageDefinition stage(const std::string& name, const std::vector<std::string>& steps) {
  model::StageDefinition result;
  result.name = name;
  for (const std::string& step : steps) {
    auto& added = result.steps.emplace_back();
    added.name = step;
    added.events = events(step);
  }
  return result;
}

model::JourneyDefinition insure(const std::string& of = "person") {
  model::JourneyDefinition journey;
  journey.name = "insure";
  journey.of = of;
  journey.stages = {stage("Offer", {"offered"}), stage("Claim", {"called", "uploaded"}),
                    stage("Repair", {"visited", "repaired"})};
  journey.stages[1].metrics = {"effort", "nps"};
  journey.stages[1].steps[1].frictions = {{"refused", events("refused")}};
  journey.metrics = {"nps"};
  return journey;
}

model::Catalogue catalogue(const model::JourneyDefinition& journey) {
  const auto defined = [](model::DefinitionKind kind, const std::string& name, model::AnyDefinition meaning) {
    model::Definition definition;
    definition.kind = kind;
    definition.name = name;
    definition.meaning = std::move(meaning);
    return definition;
  };
  model::MetricDefinition effort, nps;
  effort.name = effort.survey = "effort";
  effort.kind = model::MetricKind::Ces;
  effort.scale_low = 1;
  effort.scale_high = 7;
  nps.name = nps.survey = "nps";
  nps.is_relationship = true;
  model::MetricDefinition sent;
  sent.name = "sent";
  sent.kind = model::MetricKind::TaskSuccess;
  sent.task = "send";
  model::TaskDefinition send;
  send.name = "send";
  send.title = "Send the documents";
  send.start = events("called");
  send.success = events("uploaded");
  send.error = events("refused");
  send.within = std::chrono::days(30);
  return model::Catalogue(
      {defined(model::DefinitionKind::Task, "send", send), defined(model::DefinitionKind::Metric, "sent", sent),
       defined(model::DefinitionKind::Journey, journey.name, journey),
       defined(model::DefinitionKind::Metric, "effort", effort), defined(model::DefinitionKind::Metric, "nps", nps)});
}

// The four people of passage.h; the data end on day 200.
std::vector<Happened> four() {
  return {{"ana", 1, "offered"},  {"ana", 20, "called", "phone"}, {"ana", 25, "uploaded"},
          {"bo", 150, "offered"}, {"cy", 1, "offered"},           {"cy", 120, "called"},
          {"di", 150, "offered"}, {"di", 160, "repaired"},        {"eve", 200, "slept"}};
}

Question asked() {
  Question question;
  question.ask = Question::Journey{"insure"};
  return question;
}

Answer ask(const std::vector<Happened>& happenings, const Question& question = asked(),
           const model::JourneyDefinition& definition = insure()) {
  const auto snapshot = snapshot_of(happenings);
  auto answer = journey(question, catalogue(definition), *snapshot);
  if (!answer) throw std::runtime_error(answer.error().message);
  return *std::move(answer);
}

template <class T>
const T& cell(const Row& row, std::string_view name) {
  for (const auto& [column, value] : row) {
    if (column == name) return std::get<T>(value.value);
  }
  throw std::runtime_error("no column " + std::string(name));
}

TEST(Journey, EverybodyWhoEnteredHasGoneOnLeftFinishedOrIsStillHere) {
  const Answer got = ask(four());
  ASSERT_EQ(got.rows.size(), 3u);
  const Row& offer = got.rows[0];
  EXPECT_EQ(cell<std::int64_t>(offer, "passages"), 4);
  EXPECT_EQ(cell<std::int64_t>(offer, "still_here"), 1);  // bo
  // Ana went on, cy came back after 119 days only; bo and di offered less than 90 days before the end: too early to tell.
  EXPECT_DOUBLE_EQ(*cell<Estimate>(offer, "went_on").value, .5);
  EXPECT_EQ(cell<Estimate>(offer, "went_on").n, 2);
  EXPECT_DOUBLE_EQ(*cell<Estimate>(offer, "left").value, .5);
  const auto& outcomes = cell<Rows>(offer, "outcomes");
  EXPECT_EQ(cell<std::int64_t>(outcomes[0], "passages"), 2);                // ana, di
  EXPECT_EQ(cell<std::int64_t>(outcomes[1], "passages"), 1);                // cy
  EXPECT_DOUBLE_EQ(*cell<Estimate>(offer, "to_next").value, 14.5 * 86400);  // 19 and 10 days
  const Row& claim = got.rows[1];
  EXPECT_EQ(cell<std::int64_t>(claim, "passages"), 2);
  EXPECT_DOUBLE_EQ(*cell<Estimate>(claim, "entered").value, .5);
  EXPECT_EQ(cell<std::int64_t>(claim, "still_here"), 1);      // cy
  EXPECT_DOUBLE_EQ(*cell<Estimate>(claim, "left").value, 1);  // ana
  EXPECT_DOUBLE_EQ(*cell<Estimate>(claim, "dwell").value, 5 * 86400);
  const Row& repair = got.rows[2];
  EXPECT_EQ(cell<std::int64_t>(repair, "finished"), 1);
  EXPECT_FALSE(cell<Estimate>(repair, "went_on").value);
  EXPECT_FALSE(cell<Estimate>(repair, "left").value);  // too early to tell
  EXPECT_EQ(got.counts[0], (std::pair<std::string, std::int64_t>{"passages", 4}));
}

TEST(Journey, AStageMayWaitLessLongThanTheJourney) {
  model::JourneyDefinition definition = insure();
  definition.stages[0].within = std::chrono::days(10);
  const Answer got = ask(four(), asked(), definition);
  // Ana called after 19 days: too late for this stage. Di went on after exactly 10 days. All are due.
  EXPECT_DOUBLE_EQ(*cell<Estimate>(got.rows[0], "went_on").value, .25);
  EXPECT_DOUBLE_EQ(*cell<Estimate>(got.rows[0], "left").value, .75);
  EXPECT_EQ(cell<std::int64_t>(got.rows[0], "still_here"), 0);
  EXPECT_EQ(cell<std::int64_t>(got.rows[1], "passages"), 2);
}

TEST(Journey, ThePeriodDecidesWhoEntersAndWhatFollowsIsReadBeyondIt) {
  Question january = asked();
  january.from = day(1);
  january.to = day(15);
  const Answer got = ask(four(), january);
  EXPECT_EQ(cell<std::int64_t>(got.rows[0], "passages"), 2);
  EXPECT_DOUBLE_EQ(*cell<Estimate>(got.rows[0], "went_on").value, .5);  // ana's call is on day 20
  EXPECT_EQ(cell<std::int64_t>(got.rows[1], "passages"), 0);
}

TEST(Journey, ChannelsStepsAndFrictionsCountPassages) {
  auto happenings = four();
  happenings.insert(happenings.end(), {{"ana", 26, "refused"}, {"ana", 27, "refused"}, {"cy", 121, "refused"}});
  const Answer got = ask(happenings);
  const Row& claim = got.rows[1];
  const auto& channels = cell<Rows>(claim, "channels");
  ASSERT_EQ(channels.size(), 2u);
  EXPECT_EQ(cell<std::string>(channels[0], "channel"), "web");
  EXPECT_EQ(cell<std::int64_t>(channels[0], "passages"), 2);
  const auto& upload = cell<Rows>(claim, "steps").at(1);
  EXPECT_EQ(cell<std::int64_t>(upload, "passages"), 1);
  const auto& step_friction = cell<Rows>(upload, "frictions").at(0);
  EXPECT_EQ(cell<std::int64_t>(step_friction, "passages"), 1);  // cy met it without taking the step
  EXPECT_EQ(cell<std::int64_t>(step_friction, "events"), 2);
  const auto& stage_friction = cell<Rows>(claim, "frictions").at(0);
  EXPECT_EQ(cell<std::int64_t>(stage_friction, "passages"), 2);
  EXPECT_EQ(cell<std::int64_t>(stage_friction, "events"), 3);
}

TEST(Journey, StagesHoldTransactionalScoresAndVoicesAndTheJourneyTheRelationship) {
  auto happenings = four();
  const auto said = [](const std::string& survey, double score, const std::string& text) {
    return model::Properties{{"survey", survey}, {"score", score}, {"verbatim", text}};
  };
  happenings.insert(happenings.end(), {{"ana", 30, "answered", "email", said("effort", 2, "Asked three times")},
                                       {"cy", 130, "answered", "email", said("effort", 6, "Quick")},
                                       {"cy", 140, "answered", "email", said("nps", 9, "Fine")}});
  const Answer got = ask(happenings);
  const auto& metrics = cell<Rows>(got.rows[1], "metrics");
  ASSERT_EQ(metrics.size(), 1u);
  EXPECT_DOUBLE_EQ(*cell<Estimate>(metrics[0], "value").value, 4);
  const auto& voices = cell<Rows>(got.rows[1], "verbatims");
  ASSERT_EQ(voices.size(), 2u);
  EXPECT_EQ(cell<std::string>(voices[0], "text"), "Quick");
  EXPECT_EQ(cell<double>(voices[1], "score"), 2);
  EXPECT_EQ(cell<Rows>(got.more, "metrics").size(), 1u);
  EXPECT_NE(std::ranges::find(got.notes, "\"nps\" is a relationship metric: it stands on the journey, not in a stage"),
            got.notes.end());
  EXPECT_NE(std::ranges::find(got.notes, "never occurred: refused, visited"), got.notes.end());
}

TEST(Journey, WhatWasSaidOfATouchpointStandsNotOnTheWhole) {
  model::JourneyDefinition definition = insure();
  definition.metrics.push_back("effort");
  auto happenings = four();
  happenings.push_back({"cy", 130, "answered", "email", {{"survey", std::string("effort")}, {"score", 6.0}}});
  const Answer got = ask(happenings, asked(), definition);
  EXPECT_EQ(cell<Rows>(got.more, "metrics").size(), 1u);  // nps alone
  EXPECT_NE(
      std::ranges::find(got.notes,
                        "\"effort\" is a transactional metric: it stands where people were asked, not on the journey"),
      got.notes.end());
}

TEST(Journey, AStepSaysOfItsTasksWhatItsMetricsDoNot) {
  model::JourneyDefinition definition = insure();
  definition.stages[1].steps[0].tasks = {"send"};
  definition.stages[1].steps[1].tasks = {"send"};
  definition.stages[1].steps[1].metrics = {"sent"};
  auto happenings = four();
  happenings.push_back({"cy", 121, "refused"});
  const Answer got = ask(happenings, asked(), definition);
  const auto& steps = cell<Rows>(got.rows[1], "steps");
  const auto& whole = cell<Rows>(steps[0], "tasks");
  ASSERT_EQ(whole.size(), 4u);
  EXPECT_EQ(cell<std::string>(whole[0], "task"), "send");
  EXPECT_EQ(cell<std::string>(whole[0], "title"), "Send the documents: success");
  EXPECT_EQ(cell<std::string>(whole[0], "kind"), "task_success");
  EXPECT_DOUBLE_EQ(*cell<Estimate>(whole[0], "value").value, .5);  // ana sent them after five days, cy never did
  EXPECT_EQ(cell<Estimate>(whole[0], "value").n, 2);
  EXPECT_EQ(cell<std::string>(whole[1], "kind"), "task_give_up");
  EXPECT_EQ(cell<std::string>(whole[2], "kind"), "task_time");
  EXPECT_NEAR(*cell<Estimate>(whole[2], "value").value, 5 * 86'400.0, 1e-3);
  EXPECT_EQ(cell<std::string>(whole[3], "kind"), "task_errors");
  EXPECT_DOUBLE_EQ(*cell<Estimate>(whole[3], "value").value, .5);
  const auto& rest = cell<Rows>(steps[1], "tasks");
  ASSERT_EQ(rest.size(), 3u);
  EXPECT_EQ(cell<std::string>(rest[0], "kind"), "task_give_up");
  EXPECT_TRUE(cell<Rows>(cell<Rows>(got.rows[0], "steps").at(0), "tasks").empty());
}

TEST(Journey, ATaskThatNobodyTriedSaysSo) {
  model::JourneyDefinition definition = insure();
  definition.stages[0].steps[0].tasks = {"send"};
  const Answer got = ask({{"bo", 150, "offered"}}, asked(), definition);
  const auto& tasks = cell<Rows>(cell<Rows>(got.rows[0], "steps").at(0), "tasks");
  ASSERT_EQ(tasks.size(), 4u);
  EXPECT_EQ(cell<std::string>(tasks[0], "status"), "no-data");
  EXPECT_FALSE(cell<Estimate>(tasks[0], "value").value);
}

TEST(Journey, ObjectsHaveOnePassageEachAndPeopleAreCountedApart) {
  const Answer got = ask({{"ana", 1, "called", "phone", {}, "c1"},
                          {"ana", 2, "called", "phone", {}, "c2"},
                          {"", 3, "visited", "system", {}, "c2"}},
                         asked(), insure("claim"));
  EXPECT_EQ(cell<std::int64_t>(got.rows[1], "passages"), 2);
  EXPECT_EQ(cell<std::int64_t>(got.rows[1], "people"), 1);
  EXPECT_EQ(cell<std::int64_t>(got.rows[2], "passages"), 1);
  EXPECT_EQ(cell<std::int64_t>(got.rows[2], "people"), 0);
}

TEST(Journey, BehindNamesThePeopleAndRefusesUnknownWords) {
  Question question = asked();
  question.behind = Question::Behind{{"Offer"}, "went_on", 100};
  EXPECT_EQ(ask(four(), question).rows.size(), 2u);
  const auto snapshot = snapshot_of(four());
  question.behind = Question::Behind{{"Ofer"}, "", 100};
  EXPECT_EQ(journey(question, catalogue(insure()), *snapshot).error().code, "journey.unknown-stage");
  question.behind = Question::Behind{{"Offer"}, "gone", 100};
  EXPECT_EQ(journey(question, catalogue(insure()), *snapshot).error().code, "journey.unknown-outcome");
}

// Outcomes add up to those who entered, steps never exceed their stage, and merging does not change a byte.
RC_GTEST_PROP(JourneyLaw, OutcomesAddUpAndMergingInAnyGroupingGivesTheSameBytes,
              (const std::vector<std::tuple<std::uint8_t, std::uint8_t, std::uint8_t>>& given)) {
  const std::vector<std::string> names{"offered", "called", "uploaded", "visited", "repaired", "refused", "slept"};
  std::vector<Happened> happenings{{"ana", 1, "slept"}};
  for (const auto& [who, when, what] : given)
    happenings.push_back({std::to_string(who % 7), 1 + when, names[what % names.size()]});
  const auto snapshot = snapshot_of(happenings);
  const auto definition = insure();
  const auto frame = sequence::Frame::make(asked(), catalogue(definition), *snapshot);
  const auto kernel = JourneyKernel::compile(definition, {}, *snapshot, *frame);
  const auto one = sequence::fold(*frame, *kernel, 1);
  const auto three = sequence::fold(*frame, *kernel, 3);
  if (one.empty()) return;
  const JourneyTally& tally = one.begin()->second;
  RC_ASSERT(tally.save() == three.begin()->second.save());
  RC_ASSERT(JourneyTally::load(tally.save())->save() == tally.save());
  for (const StageTally& each : tally.stages) {
    RC_ASSERT(each.stay.passages == each.went_on + each.left + each.still_here + each.finished);
    RC_ASSERT(each.stay.passages <= tally.passages);
    for (const StayTally& step : each.steps) RC_ASSERT(step.passages <= each.stay.passages);
  }
}

}  // namespace
}  // namespace throughline::measure
