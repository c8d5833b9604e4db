#include "measure/score/score.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sequence/fold.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using sequence::Snapshot;

// One answer per row: who, hour, properties.
struct Answered {
  std::string who;
  int hour;
  model::Properties properties;
};

std::shared_ptr<Snapshot> snapshot_of(const std::vector<Answered>& answers) {
  std::vector<model::Event> events;
  for (const auto& [who, hour, properties] : answers) {
    model::Event event;
    event.time = Instant{std::chrono::sys_days(std::chrono::year(2025) / 3 / 3)} + std::chrono::hours(hour);
    event.name = "answered";
    event.identities = {{model::IdentityKind::UserId, who}};
    event.properties = properties;
    event.properties.emplace_back("survey", std::string("s"));
    events.push_back(std::move(event));
  }
  return *Snapshot::build(sequence::from_events(std::move(events)));
}

model::MetricDefinition metric(model::MetricKind kind, double low, double high) {
  model::MetricDefinition result;
  result.name = "m";
  result.kind = kind;
  result.survey = "s";
  result.scale_low = low;
  result.scale_high = high;
  return result;
}

ScoreTally tally(const std::vector<Answered>& answers, const model::MetricDefinition& metric) {
  const auto snapshot = snapshot_of(answers);
  model::Question question;
  const auto frame = sequence::Frame::make(question, model::Catalogue(), *snapshot);
  const auto reader = ResponseReader::compile(metric, *snapshot, frame->columns());
  const auto states = metric.once_per_person ? sequence::fold(*frame, LastScoreKernel(*reader), 2)
                                             : sequence::fold(*frame, EveryScoreKernel(*reader), 2);
  return states.empty() ? ScoreTally() : states.begin()->second;
}

model::Properties score(double value) {
  return {{"score", value}};
}

TEST(Score, APersonCountsOnceWithTheLastScoreUnlessEveryAnswerIsAsked) {
  auto nps = metric(model::MetricKind::Nps, 0, 10);
  const std::vector<Answered> answers{
      {"ana", 1, score(3)}, {"ana", 5, score(9)}, {"ana", 7, {{"verbatim", std::string("fine")}}}, {"bo", 2, score(7)}};
  const auto last = tally(answers, nps).nps();
  EXPECT_EQ(last.promoters, 1);
  EXPECT_EQ(last.passives, 1);
  EXPECT_EQ(last.detractors, 0);
  nps.once_per_person = false;
  EXPECT_EQ(tally(answers, nps).nps().n(), 3);
  EXPECT_EQ(tally(answers, nps).missing, 1);
}

TEST(Score, AnInvitationIsNoAnswer) {
  auto nps = metric(model::MetricKind::Nps, 0, 10);
  nps.once_per_person = false;
  const ScoreTally tallied = tally({{"ana", 1, {}}, {"ana", 5, score(9)}}, nps);
  EXPECT_EQ(tallied.missing, 0);
  EXPECT_EQ(tallied.nps().n(), 1);
}

TEST(Score, WhatIsOutsideTheScaleIsCountedAndInNoFigure) {
  auto nps = metric(model::MetricKind::Nps, 0, 10);
  nps.once_per_person = false;
  const auto found = tally({{"a", 1, score(11)},
                            {"b", 1, score(-1)},
                            {"c", 1, score(8.5)},
                            {"d", 1, {{"score", std::string("ten")}}},
                            {"e", 1, score(10)}},
                           nps);
  EXPECT_EQ(found.out_of_scale, 4);
  EXPECT_EQ(found.n(), 1);
}

TEST(Score, BestBoxesAndTheBestThirdFollowTheScaleAndItsDirection) {
  const std::vector<Answered> one_to_five{
      {"a", 1, score(1)}, {"b", 1, score(2)}, {"c", 1, score(4)}, {"d", 1, score(5)}};
  auto csat = metric(model::MetricKind::Csat, 1, 5);
  EXPECT_EQ(tally(one_to_five, csat).best_boxes(csat).successes, 2);
  EXPECT_EQ(tally(one_to_five, csat).best_third(csat).successes, 2);
  csat.higher_is_better = false;
  EXPECT_TRUE(is_best_box(2000, csat));
  EXPECT_FALSE(is_best_box(4000, csat));
  const auto ces = metric(model::MetricKind::Ces, 1, 7);
  EXPECT_TRUE(is_best_third(5000, ces));
  EXPECT_FALSE(is_best_third(4999, ces));
}

TEST(Score, MeansAreExact) {
  const auto csat = metric(model::MetricKind::Csat, 1, 5);
  EXPECT_DOUBLE_EQ(
      tally({{"a", 1, score(5)}, {"b", 1, score(4)}, {"c", 1, score(3)}, {"d", 1, score(2)}}, csat).summary().mean,
      3.5);
}

TEST(Score, SusReadsItemsScoresOpenOnesAsThreeAndRefusesBadOnes) {
  const auto items = [](const std::vector<std::optional<int>>& values) {
    model::Properties properties;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i]) properties.emplace_back("item_" + std::to_string(i + 1), std::int64_t{*values[i]});
    }
    return properties;
  };
  const auto sus = metric(model::MetricKind::Sus, 0, 100);
  const auto found = tally({{"a", 1, items({4, 1, 5, 2, 5, 1, 4, 2, 3, 1})},
                            {"b", 1, items({3, 3, 3, 3, 3, 3, 3, 3, 3, {}})},
                            {"c", 1, items({6, 1, 5, 2, 5, 1, 4, 2, 3, 1})},
                            {"d", 1, score(67.5)}},
                           sus);
  EXPECT_EQ(found.counts, (std::map<std::int64_t, std::int64_t>{{50000, 1}, {67500, 1}, {85000, 1}}));
  EXPECT_EQ(found.imputed_items, 1);
}

RC_GTEST_PROP(ScoreLaw, MergingInAnyGroupingGivesTheSameBytes,
              (const std::vector<std::pair<std::uint8_t, std::uint8_t>>& given, unsigned cut)) {
  const auto snapshot = snapshot_of({{"ana", 1, {}}});
  const sequence::Timeline timeline(snapshot->by_person(), 0);
  ScoreTally whole, left, right;
  const std::size_t middle = given.empty() ? 0 : cut % (given.size() + 1);
  for (std::size_t i = 0; i < given.size(); ++i) {
    Response response;
    response.verdict = static_cast<Verdict>(given[i].second % 3);
    response.score = given[i].first;
    response.imputed = given[i].second % 2;
    whole.add(timeline, response);
    (i < middle ? left : right).add(timeline, response);
  }
  ScoreTally back = right;
  back.merge(left);
  left.merge(right);
  RC_ASSERT(left.save() == whole.save());
  RC_ASSERT(back == whole);
  RC_ASSERT(*ScoreTally::load(whole.save()) == whole);
}

}  // namespace
}  // namespace throughline::measure
