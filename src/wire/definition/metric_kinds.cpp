#include "wire/definition/metric_kinds.h"

#include <algorithm>

namespace throughline::wire::definition {
namespace {

using model::Discipline;
using model::MetricKind;
using Method = model::IntervalMethod;
using Methods = std::vector<Method>;

const Methods kOfShares{Method::Wilson, Method::AdjustedWald, Method::Jeffreys, Method::ClopperPearson};
const Methods kOfTaskShares{Method::AdjustedWald, Method::Wilson, Method::Jeffreys, Method::ClopperPearson};
const Methods kOfMeans{Method::T};

// What every kind of answer knows.
Keys answer_keys(const Keys& more) {
  Keys keys{"survey", "event", "score", "once_per_person", "asked", "within", "weighting", "quality"};
  keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

std::vector<KindRule> rules_of_answers() {
  return {{MetricKind::Nps,
           Discipline::CX,
           true,
           0,
           10,
           {},
           answer_keys({"scale"}),
           {Method::AdjustedWald, Method::Wald},
           {}},
          {MetricKind::Csat,
           Discipline::CX,
           true,
           1,
           5,
           {},
           answer_keys({"scale", "variant"}),
           {},
           {{"top_two_box", kOfShares, 1, 5, true},
            {"mean", kOfMeans, 1, 5, true},
            {"rescaled_mean", kOfMeans, 1, 5, true}}},
          {MetricKind::Ces,
           Discipline::CX,
           true,
           1,
           7,
           {},
           answer_keys({"scale", "variant"}),
           {},
           {{"2.0", kOfMeans, 1, 7, true}, {"share_positive", kOfShares, 1, 7, true}, {"1.0", kOfMeans, 1, 5, false}}},
          {MetricKind::Sus, Discipline::UX, true, 0, 100, {}, answer_keys({}), kOfMeans, {}},
          {MetricKind::Seq, Discipline::UX, true, 1, 7, {}, answer_keys({"scale"}), kOfMeans, {}},
          {MetricKind::UmuxLite, Discipline::UX, true, 0, 100, {}, answer_keys({}), kOfMeans, {}},
          {MetricKind::NasaTlx,
           Discipline::UX,
           false,
           0,
           100,
           {},
           answer_keys({"variant"}),
           {},
           {{"raw", kOfMeans, 0, 100, false}, {"weighted", kOfMeans, 0, 100, false}}}};
}

std::vector<KindRule> rules_of_use() {
  const auto ux = Discipline::UX;
  return {{MetricKind::TaskEfficiency,
           ux,
           true,
           0,
           1,
           {"task"},
           {"variant"},
           {},
           {{"goals_per_minute", kOfMeans, 0, 1, true}, {"overall_relative", {Method::Clustered}, 0, 1, true}}},
          {MetricKind::Lostness, ux, false, 0, 1, {"task"}, {}, kOfMeans, {}},
          {MetricKind::Learnability, ux, false, 0, 1, {"task"}, {"attempt"}, {Method::TOnLogs}, {}},
          {MetricKind::Stickiness,
           ux,
           true,
           0,
           1,
           {},
           {"event", "variant"},
           {},
           {{"dau_mau", kOfMeans, 0, 1, true}, {"wau_mau", kOfMeans, 0, 1, true}}},
          {MetricKind::Adoption, ux, true, 0, 1, {}, {"event"}, kOfShares, {}},
          {MetricKind::UsabilityScore,
           ux,
           true,
           1,
           5,
           {"task", "time_limit"},
           {"active", "time_basis", "opportunities", "survey", "score", "scale", "score_limit"},
           {Method::Linearised},
           {}}};
}

std::vector<KindRule> rules_of_behaviour() {
  const auto ux = Discipline::UX, cx = Discipline::CX;
  return {{MetricKind::TaskSuccess, ux, true, 0, 1, {"task"}, {}, kOfTaskShares, {}},
          {MetricKind::TaskTime, ux, false, 0, 1, {"task"}, {"active", "time_basis"}, {Method::ByCount}, {}},
          {MetricKind::TaskErrors, ux, false, 0, 1, {"task"}, {}, {Method::Garwood}, {}},
          {MetricKind::TaskGiveUp, ux, false, 0, 1, {"task"}, {}, kOfTaskShares, {}},
          {MetricKind::Churn, cx, false, 0, 1, {"customer", "left"}, {"reason"}, kOfShares, {}},
          {MetricKind::Retention, cx, true, 0, 1, {"event"}, {"returns", "interval"}, kOfShares, {}},
          {MetricKind::Conversion, cx, true, 0, 1, {"steps", "within"}, {}, kOfShares, {}},
          {MetricKind::Percentile, ux, false, 0, 1, {"event", "value"}, {"percentile"}, {Method::OrderStatistics}, {}},
          {MetricKind::Share,
           {},
           {},
           0,
           1,
           {},
           {"event", "that", "followed_by", "not_followed_by", "within", "same", "before_next", "each"},
           kOfShares,
           {}},
          {MetricKind::Mean, {}, {}, 0, 1, {"event", "value"}, {"each"}, kOfMeans, {}},
          {MetricKind::Rate, {}, {}, 0, 1, {"event"}, {"per"}, {Method::Garwood, Method::Clustered}, {}},
          {MetricKind::CountPerPerson, {}, {}, 0, 1, {"event"}, {"among", "distinct"}, kOfMeans, {}},
          {MetricKind::TimeBetween,
           {},
           false,
           0,
           1,
           {"event", "until"},
           {"within", "same", "variant", "percentile", "time_basis", "schedule"},
           {},
           {{"median", {Method::OrderStatistics}, 0, 1, false},
            {"geometric_mean", {Method::TOnLogs}, 0, 1, false},
            {"mean", kOfMeans, 0, 1, false},
            {"percentile", {Method::OrderStatistics}, 0, 1, false}}},
          {MetricKind::ConversionByWait,
           cx,
           true,
           0,
           1,
           {"event", "until", "followed_by"},
           {"within", "converts_within", "same", "brackets", "time_basis", "schedule"},
           kOfShares,
           {}}};
}

}  // namespace

const std::vector<KindRule>& kind_rules() {
  static const std::vector<KindRule> kRules = [] {
    std::vector<KindRule> rules = rules_of_answers();
    for (KindRule& rule : rules_of_behaviour()) rules.push_back(std::move(rule));
    for (KindRule& rule : rules_of_use()) rules.push_back(std::move(rule));
    return rules;
  }();
  return kRules;
}

const KindRule& rule_of(MetricKind kind) {
  return *std::ranges::find(kind_rules(), kind, &KindRule::kind);
}

const Keys& common_keys() {
  static const Keys kKeys{"metric",    "title", "about",   "discipline",      "kind",     "better", "relationship",
                          "minimum_n", "of",    "exclude", "interval_method", "benchmark"};
  return kKeys;
}

const Keys& all_metric_keys() {
  static const Keys kKeys = [] {
    Keys keys = common_keys();
    for (const KindRule& rule : kind_rules()) {
      for (const Keys* more : {&rule.needs, &rule.knows}) {
        for (const std::string& key : *more)
          if (!contains(keys, key)) keys.push_back(key);
      }
    }
    return keys;
  }();
  return kKeys;
}

Keys kinds_with(const std::string& key) {
  Keys kinds;
  for (const KindRule& rule : kind_rules())
    if (contains(rule.needs, key) || contains(rule.knows, key)) kinds.emplace_back(to_text(rule.kind));
  return kinds;
}

bool contains(const Keys& keys, const std::string& key) {
  return std::ranges::find(keys, key) != keys.end();
}

}  // namespace throughline::wire::definition
