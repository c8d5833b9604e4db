// Answers by cell, by item and by quality: what is kept of them, and that it survives being saved.
#include <gtest/gtest.h>

#include "measure/score/item_tally.h"
#include "measure/score/score.h"
#include "measure/score/weighed.h"
#include "sequence/fold.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using Answers = std::vector<std::pair<std::string, model::Properties>>;  // who, what; a minute apart

struct Asked {
  std::shared_ptr<sequence::Snapshot> snapshot;
  model::Catalogue catalogue;
  sequence::Frame frame;

  static Asked of(const Answers& answers) {
    std::vector<model::Event> events;
    Instant time{std::chrono::sys_days(std::chrono::year(2025) / 3 / 3)};
    for (const auto& [who, properties] : answers) {
      model::Event& event = events.emplace_back();
      event.time = time += std::chrono::minutes(1);
      event.name = "answered";
      event.identities = {{model::IdentityKind::UserId, who}};
      event.properties = properties;
      event.properties.emplace_back("survey", std::string("s"));
    }
    auto snapshot = *sequence::Snapshot::build(sequence::from_events(std::move(events)));
    auto frame = *sequence::Frame::make(model::Question(), model::Catalogue(), *snapshot);
    return {std::move(snapshot), {}, std::move(frame)};
  }
  ResponseReader reader(const model::MetricDefinition& metric) {
    return *ResponseReader::compile(metric, *snapshot, frame.columns());
  }
};

model::MetricDefinition metric(model::MetricKind kind) {
  model::MetricDefinition result;
  result.name = "m";
  result.kind = kind;
  result.survey = "s";
  result.scale_low = 1;
  result.scale_high = 5;
  return result;
}

TEST(Cells, HoldThePeopleWhoShareAValueInEveryMargin) {
  auto asked = Asked::of({{"ana", {{"score", 5}, {"side", std::string("n")}, {"sex", std::string("f")}}},
                          {"ben", {{"score", 3}, {"side", std::string("s")}, {"sex", std::string("m")}}},
                          {"ben", {{"score", 4}, {"side", std::string("s")}, {"sex", std::string("m")}}},
                          {"cy", {{"score", 2}, {"side", std::string("e")}, {"sex", std::string("m")}}},
                          {"dia", {{"score", 2}, {"sex", std::string("m")}}}});
  const model::Weighting weighting{.margins = {{"side", {{"n", .5}, {"s", .5}}}, {"sex", {{"f", .5}, {"m", .5}}}}};
  const auto cells = Cells::compile(weighting, asked.catalogue, asked.frame, *asked.snapshot);
  ASSERT_TRUE(cells);
  const ResponseReader reader = asked.reader(metric(model::MetricKind::Csat));
  const auto last = sequence::fold(asked.frame, CellKernel<true>(reader, *cells), 2);
  const CellTally& tally = last.begin()->second;
  EXPECT_EQ(tally.people(0), 1);  // n, f
  EXPECT_EQ(tally.people(3), 1);  // s, m: ben's last answer
  EXPECT_EQ(tally.counts.at(3).at(4000), 1);
  EXPECT_EQ(tally.people(Cells::kNone), 2);  // no target for e; no side
  EXPECT_EQ(cells->categories(3), (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(*CellTally::load(tally.save()), tally);
  EXPECT_EQ(CellTally::load("x").error().code, "state.broken");
  const auto every = sequence::fold(asked.frame, CellKernel<false>(reader, *cells), 2);
  EXPECT_EQ(every.begin()->second.people(3), 2);
}

TEST(Items, OfAnswersThatHaveAllOfThem) {
  auto asked = Asked::of({{"ana", {{"item_1", 6}, {"item_2", 5}}},
                          {"ben", {{"item_1", 7}, {"item_2", 7}}},
                          {"cy", {{"item_1", 7}}},                    // one is open: no score
                          {"dia", {{"score", 50}}},                   // a score, no items
                          {"eve", {{"item_1", 8}, {"item_2", 1}}}});  // on no scale
  const ResponseReader reader = asked.reader(metric(model::MetricKind::UmuxLite));
  const auto states = sequence::fold(asked.frame, ItemKernel<true>(reader), 2);
  const ItemTally& tally = states.begin()->second;
  ASSERT_EQ(tally.items.size(), 2u);
  EXPECT_EQ(summary_of(tally.items[0]).mean, 6.5);
  EXPECT_EQ(summary_of(tally.totals).n, 2);
  EXPECT_EQ(summary_of(tally.totals).mean, 12.5);
  EXPECT_EQ(*ItemTally::load(tally.save()), tally);
}

TEST(Quality, FlagsBelongToTheAnswer) {
  Answers answers;
  for (int i = 0; i < 120; ++i)
    answers.push_back({"p" + std::to_string(i), {{"score", 4}, {"seconds", 50 + i % 20}, {"ip", i}}});
  answers.push_back({"quick", {{"score", 1}, {"seconds", 2}, {"ip", 0}}});
  auto asked = Asked::of(answers);
  auto csat = metric(model::MetricKind::Csat);
  csat.quality = model::ResponseQuality{.duration = "seconds", .duplicates = {"ip"}, .exclude = {"speeding"}};
  const ResponseReader reader = asked.reader(csat);
  ASSERT_TRUE(reader.quality()->fastest());
  EXPECT_GT(*reader.quality()->fastest(), 2);
  EXPECT_LT(*reader.quality()->fastest(), 50);
  QualityCounts counts;
  ScoreTally tally;
  for (std::size_t person = 0; person < asked.frame.columns().subjects(); ++person) {
    const sequence::Timeline timeline(asked.frame.columns(), person);
    reader.each(timeline, [&](const Response& response) {
      counts.add(response.flags);
      tally.add(timeline, response);
    });
  }
  EXPECT_EQ(counts.answers, 121);
  EXPECT_EQ(counts.speeding, 1);
  EXPECT_EQ(counts.duplicates, 2);  // both who share an ip
  EXPECT_EQ(counts.flagged, 2);
  EXPECT_EQ(tally.poor, 1);
  EXPECT_EQ(tally.n(), 120);
  EXPECT_EQ(*QualityCounts::load(counts.save()), counts);
  EXPECT_EQ(*ScoreTally::load(tally.save()), tally);
}

TEST(Quality, FewDurationsTellNobodyToBeFast) {
  auto asked = Asked::of({{"ana", {{"score", 4}, {"seconds", 60}}}, {"ben", {{"score", 4}, {"seconds", 1}}}});
  auto csat = metric(model::MetricKind::Csat);
  csat.quality = model::ResponseQuality{.duration = "seconds", .exclude = {"speeding"}};
  EXPECT_FALSE(asked.reader(csat).quality()->fastest());
  csat.quality->fastest = 10;
  const auto states = sequence::fold(asked.frame, EveryScoreKernel(asked.reader(csat)), 1);
  EXPECT_EQ(states.begin()->second.n(), 1);
}

}  // namespace
}  // namespace throughline::measure
