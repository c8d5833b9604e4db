// What a metric of answers tells besides its figure: weights, quality, spread, reliability, and its groups compared.
#include <gtest/gtest.h>

#include "measure/metric/metric.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Answer;
using model::Estimate;
using model::Row;

struct Said {
  std::string who, channel;
  model::Properties properties;
};

Answer ask(const std::vector<Said>& all, const model::MetricDefinition& metric, std::vector<model::By> by = {}) {
  std::vector<model::Event> events;
  Instant time{std::chrono::sys_days(std::chrono::year(2025) / 5 / 1)};
  for (const Said& said : all) {
    model::Event& event = events.emplace_back();
    event.time = time += std::chrono::minutes(1);
    event.name = "answered";
    event.channel = said.channel;
    event.identities = {{model::IdentityKind::UserId, said.who}};
    event.properties = said.properties;
    event.properties.emplace_back("survey", std::string("s"));
  }
  model::Definition definition;
  definition.kind = model::DefinitionKind::Metric;
  definition.name = "m";
  definition.meaning = metric;
  model::Question question;
  question.ask = model::Question::Metric{"m"};
  question.by = std::move(by);
  auto snapshot = *sequence::Snapshot::build(sequence::from_events(std::move(events)));
  const auto answer = measure::metric(question, model::Catalogue({definition}), *snapshot);
  EXPECT_TRUE(answer) << answer.error().message;
  return answer ? *answer : Answer();
}

model::MetricDefinition metric(model::MetricKind kind, std::string variant = {}) {
  model::MetricDefinition result;
  result.name = "m";
  result.kind = kind;
  result.variant = std::move(variant);
  result.survey = "s";
  result.scale_low = kind == model::MetricKind::Nps ? 0 : 1;
  result.scale_high = kind == model::MetricKind::Nps ? 10 : 5;
  return result;
}

template <class T>
const T& cell(const Row& row, std::string_view name) {
  for (const auto& [column, value] : row)
    if (column == name) return std::get<T>(value.value);
  throw std::runtime_error("no column " + std::string(name));
}

Said of(const std::string& who, const std::string& side, int score, const std::string& channel = "web") {
  return {who, channel, {{"score", score}, {"side", side}}};
}

const std::vector<Said> kTown{of("ana", "north", 5),        of("ben", "south", 1),       of("cy", "south", 1, "app"),
                              of("dia", "south", 4, "app"), of("eve", "east", 5, "app"), of("fay", "south", 2, "app")};

model::MetricDefinition weighted(model::MetricDefinition metric) {
  metric.weighting = model::Weighting{.margins = {{"side", {{"north", 2.0 / 3}, {"south", 1.0 / 3}}}}};
  return metric;
}

TEST(Weighted, EachAnswerCountsForThoseItStandsFor) {
  const Answer answer = ask(kTown, weighted(metric(model::MetricKind::Csat, "top_two_box")));
  const Row& row = answer.rows.at(0);
  const auto& value = cell<Estimate>(row, "value");
  EXPECT_NEAR(*value.value, .75, 1e-9);
  EXPECT_EQ(value.n, 5);
  EXPECT_LT(*value.low, .75);
  EXPECT_GT(*value.high, .75);
  EXPECT_EQ(*cell<Estimate>(row, "unweighted").value, .5);
  EXPECT_NEAR(cell<double>(row, "effective_n"), 25 / (100.0 / 9 + 4 * 25.0 / 144), 1e-6);
  EXPECT_NEAR(*cell<Estimate>(row, "mean").value, 4, 1e-6);
  const Row& told = cell<Row>(answer.more, "weighting");
  EXPECT_EQ(cell<std::int64_t>(told, "weighed"), 5);
  EXPECT_EQ(cell<std::int64_t>(told, "left_out"), 1);
  EXPECT_TRUE(cell<bool>(told, "converged"));
  EXPECT_NEAR(cell<double>(told, "highest_weight"), 10.0 / 3, 1e-6);
  EXPECT_NEAR(cell<double>(told, "lowest_weight"), 5.0 / 12, 1e-6);
}

TEST(Weighted, AGroupHasTheWeightsOfEverybody) {
  const Answer answer =
      ask(kTown, weighted(metric(model::MetricKind::Csat, "top_two_box")), {{.kind = model::By::Kind::Channel}});
  ASSERT_EQ(answer.rows.size(), 2u);
  EXPECT_NEAR(*cell<Estimate>(answer.rows[0], "value").value, 1.0 / 3, 1e-9);
  EXPECT_NEAR(*cell<Estimate>(answer.rows[1], "value").value, (10.0 / 3) / (10.0 / 3 + 5.0 / 12), 1e-6);
}

TEST(Weighted, WhereNobodyAnsweredThereIsNoValueButAReason) {
  auto nobody = metric(model::MetricKind::Csat, "top_two_box");
  nobody.weighting = model::Weighting{.margins = {{"side", {{"north", .5}, {"west", .5}}}}};
  const Answer answer = ask(kTown, nobody);
  EXPECT_EQ(answer.status, "no-data");
  EXPECT_NE(answer.reason.find("nobody is in category"), std::string::npos) << answer.reason;
  EXPECT_FALSE(cell<Estimate>(answer.rows.at(0), "value").value);
  nobody.weighting->margins[0].property = "never heard of";
  EXPECT_EQ(ask(kTown, nobody).status, "no-data");
}

TEST(Quality, IsToldAndLeftOutWhereTheMetricSaysSo) {
  std::vector<Said> all;
  for (int i = 0; i < 10; ++i)
    all.push_back({"p" + std::to_string(i), "web", {{"score", 4}, {"a", 4}, {"b", i % 2 ? 4 : 5}, {"seconds", 60}}});
  all.push_back({"quick", "web", {{"score", 1}, {"a", 2}, {"b", 1}, {"seconds", 3}}});
  auto csat = metric(model::MetricKind::Csat, "mean");
  csat.quality = model::ResponseQuality{.straight_lining = {"a", "b"}, .duration = "seconds", .fastest = 10};
  const Answer told = ask(all, csat);
  EXPECT_EQ(cell<Estimate>(told.rows.at(0), "value").n, 11);
  const Row& quality = cell<Row>(told.more, "quality");
  EXPECT_EQ(cell<std::int64_t>(quality, "flagged"), 6);
  EXPECT_EQ(cell<Estimate>(quality, "without_flagged").n, 5);
  csat.quality->exclude = {"speeding"};
  const Answer without = ask(all, csat);
  EXPECT_EQ(cell<Estimate>(without.rows.at(0), "value").n, 10);
  EXPECT_EQ(*cell<Estimate>(without.rows.at(0), "value").value, 4);
  const auto& left_out = cell<model::Rows>(without.more, "left_out");
  ASSERT_EQ(left_out.size(), 1u);
  EXPECT_EQ(cell<std::string>(left_out[0], "reason"), "poor quality");
}

TEST(Details, SpreadAndReliability) {
  std::vector<Said> all;
  for (int i = 0; i < 8; ++i)
    all.push_back({"p" + std::to_string(i), "web", {{"item_1", 1 + i % 7}, {"item_2", 1 + (i * i) % 7}}});
  const Answer answer = ask(all, metric(model::MetricKind::UmuxLite));
  const Row& spread = cell<Row>(answer.more, "spread");
  EXPECT_EQ(cell<std::int64_t>(spread, "n"), 8);
  EXPECT_GE(cell<double>(spread, "median"), cell<double>(spread, "lower_quartile"));
  EXPECT_GT(cell<double>(spread, "standard_deviation"), 0);
  const Row& reliability = cell<Row>(answer.more, "reliability");
  EXPECT_EQ(cell<Estimate>(reliability, "alpha").n, 8);
  EXPECT_EQ(cell<model::Rows>(reliability, "items").size(), 2u);
}

TEST(Groups, AreHeldAgainstOneAnother) {
  std::vector<Said> all;
  const auto add = [&](const std::string& channel, int satisfied, int of) {
    for (int i = 0; i < of; ++i)
      all.push_back({channel + std::to_string(i), channel, {{"score", i < satisfied ? 5 : 1}}});
  };
  add("app", 80, 100);
  add("phone", 30, 100);
  add("web", 78, 100);
  const Answer answer = ask(all, metric(model::MetricKind::Csat, "top_two_box"), {{.kind = model::By::Kind::Channel}});
  const Row& spread = cell<Row>(answer.more, "heterogeneity");
  EXPECT_FALSE(cell<bool>(spread, "consistent"));
  EXPECT_GT(cell<double>(spread, "i2"), .9);
  const auto& differences = cell<model::Rows>(answer.more, "differences");
  ASSERT_EQ(differences.size(), 3u);
  EXPECT_EQ(cell<std::string>(differences[0], "less"), "phone");
  EXPECT_EQ(cell<std::string>(differences[0], "verdict"), "better");  // app than phone
  EXPECT_EQ(cell<std::string>(differences[1], "verdict"), "cannot_tell");
  EXPECT_EQ(cell<std::string>(differences[2], "verdict"), "worse");  // phone than web
  EXPECT_NEAR(*cell<Estimate>(differences[0], "difference").value, .5, 1e-12);
  EXPECT_GE(cell<double>(differences[1], "p_adjusted"), cell<double>(differences[1], "p"));
}

}  // namespace
}  // namespace throughline::measure
