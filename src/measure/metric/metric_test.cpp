#include "measure/metric/metric.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Answer;
using model::Estimate;
using model::MetricKind;
using model::Question;
using sequence::Snapshot;

Instant day(int number) {
  return Instant{std::chrono::sys_days(std::chrono::year(2025) / 1 / 1)} + std::chrono::days(number - 1);
}

struct Happened {
  std::string who;
  Instant when;
  std::string what;
  model::Properties properties = {};
  std::string channel = {};
};

std::shared_ptr<Snapshot> snapshot_of(const std::vector<Happened>& happenings) {
  std::vector<model::Event> events;
  for (const auto& happened : happenings) {
    model::Event event;
    event.time = happened.when;
    event.name = happened.what;
    event.channel = happened.channel;
    event.identities = {{model::IdentityKind::UserId, happened.who}};
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

model::Definition defined(model::DefinitionKind kind, std::string name, model::AnyDefinition meaning) {
  model::Definition definition;
  definition.kind = kind;
  definition.name = std::move(name);
  definition.version = 3;
  definition.meaning = std::move(meaning);
  return definition;
}

model::MetricDefinition metric_of(MetricKind kind, const std::string& name) {
  model::MetricDefinition metric;
  metric.kind = kind;
  metric.name = name;
  metric.task = "pay";
  return metric;
}

model::Catalogue catalogue(const model::MetricDefinition& metric) {
  model::TaskDefinition pay;
  pay.name = "pay";
  pay.start = events("start");
  pay.success = events("paid");
  pay.error = events("refused");
  return model::Catalogue(
      {defined(model::DefinitionKind::Metric, metric.name, metric), defined(model::DefinitionKind::Task, "pay", pay)});
}

Question asked(const std::string& name) {
  Question question;
  question.ask = Question::Metric{name};
  return question;
}

template <class T>
const T& cell(const model::Row& row, std::string_view name) {
  for (const auto& [column, value] : row) {
    if (column == name) return std::get<T>(value.value);
  }
  throw std::runtime_error("no column " + std::string(name));
}
const Estimate& value(const model::Row& row) {
  return cell<Estimate>(row, "value");
}

// `count` people answer with this score; their names begin with the channel.
void answer(std::vector<Happened>& to, int count, double score, const std::string& channel) {
  const auto begin = static_cast<int>(to.size());
  for (int i = 0; i < count; ++i) {
    to.push_back({channel + std::to_string(begin + i),
                  day(2),
                  "answered",
                  {{"survey", std::string("nps")}, {"score", score}},
                  channel});
  }
}

std::shared_ptr<Snapshot> hundred_answers() {
  std::vector<Happened> answers;
  answer(answers, 50, 9, "web");
  answer(answers, 30, 8, "web");
  answer(answers, 20, 2, "phone");
  answers.push_back({"x", day(3), "answered", {{"survey", std::string("nps")}, {"score", 11.0}}, "web"});
  answers.push_back(
      {"y", day(3), "answered", {{"survey", std::string("nps")}, {"verbatim", std::string("fine")}}, "web"});
  return snapshot_of(answers);
}

model::MetricDefinition nps() {
  auto metric = metric_of(MetricKind::Nps, "nps");
  metric.survey = "nps";
  return metric;
}

TEST(Metric, NpsWithItsAdjustedIntervalAndWhatIsLeftOut) {
  const auto snapshot = hundred_answers();
  const auto got = metric(asked("nps"), catalogue(nps()), *snapshot);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->status, "ok");
  EXPECT_EQ(got->definition.version, 3);
  ASSERT_EQ(got->rows.size(), 1u);
  EXPECT_DOUBLE_EQ(*value(got->rows[0]).value, 30);
  EXPECT_NEAR(*value(got->rows[0]).low, 14.0511, 1e-4);
  EXPECT_NEAR(*value(got->rows[0]).high, 44.2013, 1e-4);
  EXPECT_EQ(cell<std::int64_t>(got->rows[0], "promoters"), 50);
  EXPECT_EQ(got->counts.front(), (std::pair<std::string, std::int64_t>{"people", 100}));
  EXPECT_EQ(got->notes[0], "left out: 1 answer without a score");
  EXPECT_EQ(got->notes[1], "left out: 1 answer with a score outside 0 to 10");
}

TEST(Metric, SplitByChannelEachRowStandsForItself) {
  const auto snapshot = hundred_answers();
  auto question = asked("nps");
  question.by = {{.kind = model::By::Kind::Channel}};
  auto definition = nps();
  definition.minimum_n = 30;
  const auto got = metric(question, catalogue(definition), *snapshot);
  ASSERT_EQ(got->rows.size(), 2u);
  for (const model::Row& row : got->rows) {
    if (cell<std::string>(row, "channel") == "phone") {
      EXPECT_EQ(cell<std::string>(row, "status"), "too-few-people");
      EXPECT_FALSE(value(row).value);
      EXPECT_EQ(value(row).n, 20);
    } else {
      EXPECT_DOUBLE_EQ(*value(row).value, 62.5);
    }
  }
  EXPECT_EQ(got->status, "ok");
  EXPECT_EQ(got->counts.front().second, 100);
}

TEST(Metric, NobodyGivesNoDataAndNeverZero) {
  const auto snapshot = hundred_answers();
  auto question = asked("nps");
  question.from = day(40);
  question.to = day(50);
  const auto got = metric(question, catalogue(nps()), *snapshot);
  EXPECT_EQ(got->status, "no-data");
  EXPECT_EQ(got->reason, "nobody gave a score in this period");
  ASSERT_EQ(got->rows.size(), 1u);
  EXPECT_FALSE(value(got->rows[0]).value);
}

TEST(Metric, BehindGivesThePeopleOfAGroupAndAnOutcome) {
  const auto snapshot = hundred_answers();
  auto question = asked("nps");
  question.behind = Question::Behind{{}, "detractor", 100};
  EXPECT_EQ(metric(question, catalogue(nps()), *snapshot)->rows.size(), 20u);
  question.by = {{.kind = model::By::Kind::Channel}};
  question.behind = Question::Behind{{"web"}, "", 7};
  const auto got = metric(question, catalogue(nps()), *snapshot);
  EXPECT_EQ(got->rows.size(), 7u);
  EXPECT_TRUE(cell<std::string>(got->rows[0], "person").starts_with("p_"));
  question.behind = Question::Behind{{}, "detracter", 7};
  EXPECT_EQ(metric(question, catalogue(nps()), *snapshot).error().code, "metric.unknown-outcome");
}

TEST(Metric, CsatGivesTheShareOfTheTwoBestBoxesAndTheMean) {
  std::vector<Happened> answers;
  for (int i = 0; i < 15; ++i)
    answers.push_back({"p" + std::to_string(i), day(2), "rated", {{"score", i < 11 ? 4.0 : 1.0}}});
  auto csat = metric_of(MetricKind::Csat, "csat");
  csat.event = events("rated");
  csat.scale_low = 1;
  csat.scale_high = 5;
  const auto got = metric(asked("csat"), catalogue(csat), *snapshot_of(answers));
  EXPECT_NEAR(*value(got->rows[0]).low, .4805, 1e-4);
  EXPECT_NEAR(*value(got->rows[0]).high, .8910, 1e-4);
  EXPECT_NEAR(*cell<Estimate>(got->rows[0], "mean").value, 3.2, 1e-12);
  EXPECT_EQ(got->units[0].second, "share");
}

std::shared_ptr<Snapshot> six_payments(const std::vector<int>& seconds) {
  std::vector<Happened> happened;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    const std::string who = "p" + std::to_string(i);
    happened.push_back({who, day(2), "start"});
    if (i == 0) happened.push_back({who, day(2) + std::chrono::milliseconds(1), "refused"});
    happened.push_back({who, day(2) + std::chrono::seconds(seconds[i]), "paid"});
  }
  happened.push_back({"late", day(3), "start"});
  return snapshot_of(happened);
}

TEST(Metric, TaskTimeIsTheGeometricMeanBelowTwentyFiveAndTheMedianFromThere) {
  const auto definition = metric_of(MetricKind::TaskTime, "time");
  const auto few = metric(asked("time"), catalogue(definition), *six_payments({55, 65, 75, 62, 45, 135}));
  EXPECT_NEAR(*value(few->rows[0]).value, 68.2411, 1e-4);
  EXPECT_NEAR(*value(few->rows[0]).low, 46.0051, 1e-3);
  EXPECT_EQ(cell<std::string>(few->rows[0], "middle"), "geometric mean");
  std::vector<int> thirty;
  for (int i = 1; i <= 30; ++i) thirty.push_back(i);
  const auto many = metric(asked("time"), catalogue(definition), *six_payments(thirty));
  EXPECT_DOUBLE_EQ(*value(many->rows[0]).value, 15.5);
  EXPECT_EQ(cell<std::string>(many->rows[0], "middle"), "median");
}

TEST(Metric, TaskSharesLeaveOpenAttemptsOut) {
  const auto snapshot = six_payments({55, 65, 75, 62, 45, 135});
  const auto success = metric(asked("s"), catalogue(metric_of(MetricKind::TaskSuccess, "s")), *snapshot);
  EXPECT_EQ(value(success->rows[0]).n, 6);
  EXPECT_DOUBLE_EQ(*value(success->rows[0]).value, 1);
  EXPECT_EQ(cell<std::int64_t>(success->rows[0], "open"), 1);
  const auto errors = metric(asked("e"), catalogue(metric_of(MetricKind::TaskErrors, "e")), *snapshot);
  EXPECT_DOUBLE_EQ(*value(errors->rows[0]).value, 1.0 / 7);
}

TEST(Metric, ChurnNamesItsReasons) {
  auto churn = metric_of(MetricKind::Churn, "churn");
  churn.customer = events("bought");
  churn.left = events("left");
  churn.reason = "why";
  churn.higher_is_better = false;
  const auto snapshot = snapshot_of({{"a", day(1), "bought"},
                                     {"a", day(40), "left", {{"why", std::string("price")}}},
                                     {"b", day(1), "bought"},
                                     {"b", day(41), "left", {{"why", std::string("price")}}},
                                     {"c", day(1), "bought"},
                                     {"c", day(42), "left"},
                                     {"d", day(1), "bought"},
                                     {"d", day(90), "looked"}});
  auto question = asked("churn");
  question.from = day(32);
  question.to = day(60);
  const auto got = metric(question, catalogue(churn), *snapshot);
  EXPECT_DOUBLE_EQ(*value(got->rows[0]).value, .75);
  const auto& reasons = cell<model::Rows>(got->more, "reasons");
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(cell<std::string>(reasons[0], "reason"), "price");
  EXPECT_EQ(cell<Estimate>(reasons[0], "share").n, 3);
  EXPECT_EQ(cell<std::string>(reasons[1], "reason"), "not given");
}

TEST(Metric, ConversionAndRetentionAreShares) {
  const auto snapshot = snapshot_of({{"a", day(2), "start"},
                                     {"a", day(3), "paid"},
                                     {"a", day(35), "start"},
                                     {"b", day(2), "start"},
                                     {"c", day(70), "start"}});
  auto conversion = metric_of(MetricKind::Conversion, "c");
  conversion.steps = {events("start"), events("paid")};
  const auto converted = metric(asked("c"), catalogue(conversion), *snapshot);
  ASSERT_TRUE(converted) << converted.error().message;
  EXPECT_EQ(cell<std::int64_t>(converted->rows[0], "converted"), 1);
  EXPECT_EQ(value(converted->rows[0]).n, 3);
  auto retention = metric_of(MetricKind::Retention, "r");
  retention.event = events("start");
  const auto returned = metric(asked("r"), catalogue(retention), *snapshot);
  ASSERT_TRUE(returned) << returned.error().message;
  EXPECT_EQ(value(returned->rows[0]).n, 2);  // c's next month is not over
  EXPECT_DOUBLE_EQ(*value(returned->rows[0]).value, .5);
}

TEST(Metric, AUsabilityScoreTakesPeopleTogether) {
  // Who is slow is unhappy, too: less is known than if time and satisfaction went apart.
  std::vector<Happened> happened;
  const std::vector<int> seconds{20, 30, 40, 50, 60, 70, 80, 90};
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    const std::string who = "p" + std::to_string(i);
    const Instant paid = day(2) + std::chrono::seconds(seconds[i]);
    happened.push_back({who, day(2), "start"});
    happened.push_back({who, paid, "paid"});
    const double score = i < 2 ? 5 : i < 5 ? 4 : i < 7 ? 3 : 2;
    happened.push_back(
        {who, paid + std::chrono::seconds(9), "said", {{"survey", std::string("ease")}, {"score", score}}});
  }
  happened.push_back({"late", day(3), "rest"});
  auto sum = metric_of(MetricKind::UsabilityScore, "sum");
  sum.survey = "ease";
  sum.scale_low = 1;
  sum.scale_high = 5;
  sum.time_limit = std::chrono::seconds(60);
  const auto got = metric(asked("sum"), catalogue(sum), *snapshot_of(happened));
  ASSERT_TRUE(got) << got.error().message;
  const model::Row& row = got->rows.at(0);
  const auto component = [&](const char* name) { return cell<Estimate>(row, name); };
  EXPECT_EQ(component("completion").value, 1);
  EXPECT_LT(*component("completion").low, .75);  // adjusted Wald of 8 of 8
  EXPECT_NEAR(*value(row).value, (1 + *component("within_time").value + *component("satisfied").value) / 3, 1e-12);
  EXPECT_EQ(value(row).n, 8);
  // The correlation lies between none and all: wider than the former, within the mean of the components' ends.
  double width = 0;
  for (const char* name : {"completion", "within_time", "satisfied"})
    width += (*component(name).high - *component(name).low) / 3;
  const double own = *value(row).high - *value(row).low;
  EXPECT_LT(own, width * 1.2);
  EXPECT_GT(own, width / std::sqrt(3));
  EXPECT_EQ(got->units.front().second, "share");
}

TEST(Metric, AUsabilityScoreOfNothingOrOfOneSaysWhy) {
  auto sum = metric_of(MetricKind::UsabilityScore, "sum");
  sum.time_limit = std::chrono::seconds(60);
  const auto status_of = [&](const std::vector<Happened>& happened) {
    const auto got = metric(asked("sum"), catalogue(sum), *snapshot_of(happened));
    return std::pair(got->status, got->reason);
  };
  EXPECT_EQ(status_of({{"a", day(1), "rest"}}),
            std::pair(std::string("no-data"), std::string("nobody finished an attempt in this period")));
  const std::vector<Happened> one{{"a", day(1), "start"}, {"a", day(1) + std::chrono::seconds(5), "paid"}};
  EXPECT_EQ(status_of(one).second,
            "no score, because within_time has none: this needs at least 2 values, and there is 1");
  std::vector<Happened> alike = one;
  alike.push_back({"b", day(1), "start"});
  alike.push_back({"b", day(1) + std::chrono::seconds(5), "paid"});
  EXPECT_EQ(status_of(alike).first, "no-data");
  EXPECT_NE(status_of(alike).second.find("all values are the same"), std::string::npos);
  sum.opportunities = 1;
  std::vector<Happened> wrong = one;
  for (int i = 1; i < 4; ++i) wrong.push_back({"a", day(1) + std::chrono::seconds(i), "refused"});
  wrong.push_back({"b", day(1), "start"});
  wrong.push_back({"b", day(1) + std::chrono::seconds(7), "paid"});
  EXPECT_EQ(status_of(wrong).second, "no score, because without_error has none: 3 errors in 2 opportunities");
}

TEST(Metric, ConversionByWaitHasATrendThatIsNoEffect) {
  std::vector<Happened> happened;
  for (int i = 0; i < 40; ++i) {
    const std::string who = "p" + std::to_string(i);
    const bool is_slow = i >= 20;
    const Instant answered =
        day(2) + (is_slow ? std::chrono::hours(3) : std::chrono::hours(0)) + std::chrono::minutes(1);
    happened.push_back({who, day(2), "asked"});
    happened.push_back({who, answered, "answered"});
    if (i % 20 < (is_slow ? 4 : 14)) happened.push_back({who, answered + std::chrono::hours(1), "bought"});
  }
  auto waits = metric_of(MetricKind::ConversionByWait, "w");
  waits.event = events("asked");
  waits.until = events("answered");
  waits.followed_by = events("bought");
  waits.brackets = {std::chrono::minutes(5), std::chrono::hours(1)};
  const auto got = metric(asked("w"), catalogue(waits), *snapshot_of(happened));
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_NEAR(*value(got->rows[0]).value, 18 / 40., 1e-12);
  const auto& trend = cell<model::Rows>(got->more, "trend").at(0);
  // 14/20 against 4/20: the z of two shares, .5 / sqrt(.45 · .55 · 2 / 20).
  EXPECT_NEAR(cell<double>(trend, "z"), -.5 / std::sqrt(.45 * .55 / 10), 1e-9);
  EXPECT_EQ(cell<std::string>(trend, "direction"), "falls");
  EXPECT_NE(got->notes.front().find("an association, not an effect"), std::string::npos);
  waits.brackets = {};  // nothing parts the waits
  const auto whole = metric(asked("w"), catalogue(waits), *snapshot_of(happened));
  EXPECT_EQ(cell<std::string>(cell<model::Rows>(whole->more, "trend").at(0), "reason"), "all waits lie in one bracket");
  EXPECT_EQ(cell<std::string>(cell<model::Rows>(whole->more, "by_wait").at(0), "wait"), "any");
}

TEST(Metric, AReadingHasTheContractsFields) {
  const auto snapshot = hundred_answers();
  auto scope = asked("something else");
  scope.by = {{.kind = model::By::Kind::Channel}};  // not used
  const auto reading = metric_reading("nps", scope, catalogue(nps()), *snapshot);
  ASSERT_TRUE(reading);
  EXPECT_EQ(cell<std::string>(*reading, "kind"), "nps");
  EXPECT_EQ(cell<std::string>(*reading, "unit"), "points");
  EXPECT_EQ(cell<std::string>(*reading, "counted"), "people");
  EXPECT_EQ(cell<std::string>(*reading, "status"), "ok");
  EXPECT_DOUBLE_EQ(*value(*reading).value, 30);
}

TEST(Metric, AReadingOfObjectsThatNoImportBroughtSaysSoInTheSameFields) {
  const auto snapshot = hundred_answers();
  auto of_claims = nps();
  of_claims.of = "claim";
  const auto known = metric_reading("nps", asked("nps"), catalogue(nps()), *snapshot);
  const auto reading = metric_reading("nps", asked("nps"), catalogue(of_claims), *snapshot);
  ASSERT_TRUE(known && reading);
  EXPECT_EQ(cell<std::string>(*reading, "status"), "no-data");
  EXPECT_EQ(cell<std::string>(*reading, "reason"), "no object is of the type \"claim\"");
  EXPECT_EQ(value(*reading).n, 0);
  for (const char* field :
       {"metric", "title", "kind", "discipline", "better", "unit", "version", "method", "counted"}) {
    const auto has = [&](const model::Row& row) {
      return std::ranges::find(row, field, &model::Row::value_type::first) != row.end();
    };
    EXPECT_TRUE(has(*known) && has(*reading)) << field;
  }
}

}  // namespace
}  // namespace throughline::measure
