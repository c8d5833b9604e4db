// How the vectors of percentiles_web_vitals and retention are answered.
#include <algorithm>
#include <cmath>

#include "stats/ddsketch.h"
#include "stats/kll.h"
#include "stats/quantile.h"
#include "stats/retention.h"
#include "stats/survival.h"
#include "stats/vectors/vector.h"
#include "stats/web_vitals.h"

namespace throughline::stats {
namespace {

void quantiles(Vector& vector) {
  std::vector<double> values;
  if (vector.input.at("values").is_array()) {
    values = vector.numbers("values");
  } else {
    for (std::int64_t i = 1; i <= vector.whole("n"); ++i) values.push_back(double(i));  // "integers 1..n"
  }
  std::ranges::sort(values);
  const double p = vector.number("p");
  const auto n = std::int64_t(values.size());
  for (const auto& [field, type] : std::map<std::string, QuantileType>{{"type7", QuantileType::Type7},
                                                                       {"p75_type7", QuantileType::Type7},
                                                                       {"type6", QuantileType::Type6},
                                                                       {"type1_inverted_cdf", QuantileType::Type1},
                                                                       {"type8", QuantileType::Type8}}) {
    if (vector.has(field)) vector.expect(field, quantile(values, p, type));
  }
  if (!vector.has("lower_rank")) return;
  const RankInterval ranks = quantile_ranks(n, p, vector.confidence());
  vector.expect("lower_rank", double(ranks.lower.value_or(0)));
  vector.expect("upper_rank", double(ranks.upper.value_or(n + 1)));
  vector.expect("lo", "hi", quantile_interval(values, p, vector.confidence()));
  if (vector.has("coverage")) vector.expect("coverage", ranks.coverage);
}

void sketch_map(Vector& vector) {
  const double accuracy = vector.number("alpha");
  const DdSketch sketch(accuracy);
  vector.expect("gamma", sketch.representative(1) / sketch.representative(0));
  std::vector<double> keys, representatives;
  double worst = 0;
  for (const double value : vector.numbers("values")) {
    keys.push_back(sketch.key(value));
    representatives.push_back(sketch.representative(sketch.key(value)));
    worst = std::max(worst, std::abs(representatives.back() - value) / value);
  }
  vector.expect_all("keys", keys);
  vector.expect_all("representative", representatives);
  vector.expect("max_rel_error", accuracy);  // the promise; that it is kept:
  EXPECT_LE(worst, accuracy * (1 + 1e-9));
}

void sketch_query(Vector& vector) {
  DdSketch sketch(vector.number("alpha"));
  const auto values = vector.numbers("values");
  for (const double value : values) sketch.add(value);
  const auto q = vector.numbers("q");
  for (std::size_t i = 0; i < q.size(); ++i) {
    const double estimate = sketch.quantile(q[i]).value();
    const double exact = values[std::size_t(q[i] * double(values.size() - 1))];
    vector.expect("estimates." + std::to_string(i), estimate);
    vector.expect("exact_lower." + std::to_string(i), exact);
    EXPECT_LE(std::abs(estimate - exact), vector.number("alpha") * exact);
  }
}

void kll_errors(Vector& vector) {
  std::vector<double> single, both;
  for (const double k : vector.numbers("k")) {
    single.push_back(kll_rank_error(k));
    both.push_back(kll_pmf_error(k));
  }
  vector.expect_all("single_sided", single);
  vector.expect_all("pmf_double_sided", both);
}

void vital_ratings(Vector& vector) {
  const auto& cases = vector.input.at("cases").as_array();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Vital vital = parse_vital(cases[i].at(0).as_string()).value();
    vector.expect_text("ratings." + std::to_string(i), to_text(rate(vital, cases[i].at(1).to_number<double>())));
  }
}

void survival(Vector& vector) {
  const auto times = vector.numbers("time"), events = vector.numbers("event");
  std::vector<Observation> observations;
  for (std::size_t i = 0; i < times.size(); ++i) observations.push_back({times[i], events[i] == 1});
  const SurvivalCurve curve = kaplan_meier(tally(observations), vector.confidence()).value();
  if (vector.has("survival_at_12")) vector.expect("survival_at_12", survival_at(curve, 12));
  if (vector.has("median")) vector.expect("median", curve.median);
  if (vector.has("event_times")) vector.expect_nothing("event_times", curve.steps.empty());
  if (!vector.has("times.0")) return;
  EXPECT_FALSE(vector.has("times." + std::to_string(curve.steps.size())));
  for (std::size_t i = 0; i < curve.steps.size(); ++i) {
    const SurvivalStep& step = curve.steps[i];
    const std::string at = "." + std::to_string(i);
    vector.expect("times" + at, step.time);
    vector.expect("n_risk" + at, double(step.at_risk));
    vector.expect("survival" + at, step.survival);
    if (!vector.has("lo" + at)) continue;
    vector.expect("greenwood_se" + at, step.error);
    vector.expect("lo" + at, "hi" + at, step.interval.value());
  }
}

std::vector<TimeCount> aml(const boost::json::value& group) {
  std::vector<Observation> observations;
  for (const auto& pair : group.as_array()) {
    observations.push_back({pair.at(0).to_number<double>(), pair.at(1).to_number<int>() == 1});
  }
  return tally(observations);
}

void log_rank_test(Vector& vector) {
  const auto a = aml(vector.input.at("group1")), b = aml(vector.input.at("group2"));
  const LogRank answer = log_rank(a, b).value();
  vector.expect("chisq", answer.test.statistic);
  vector.expect("p", answer.test.p);
  vector.expect_all("observed", {answer.observed[0], answer.observed[1]});
  vector.expect_all("expected", {answer.expected[0], answer.expected[1]});
  vector.expect("peto_rho1_chisq", log_rank(a, b, 1).value().test.statistic);
}

void cox(Vector& vector) {
  const auto& data = vector.other("logrank_aml").at("input");  // "data_in"
  const HazardRatio ratio = hazard_ratio(aml(data.at("group1")), aml(data.at("group2"))).value();
  vector.expect("coef_nonmaintained", ratio.coefficient);
  vector.expect("se", ratio.error);
  vector.expect("hazard_ratio", ratio.value);
  vector.expect_all("loglik", {ratio.log_likelihood[0], ratio.log_likelihood[1]});
}

void churn_rates(Vector& vector) {
  const Churn answer = churn({.at_start = vector.whole("start"),
                              .joined = vector.whole("new"),
                              .lost_from_start = vector.whole("lost_from_start"),
                              .lost_from_joined = vector.whole("lost_from_new"),
                              .days = vector.number("days"),
                              .customer_days = vector.number("customer_days")});
  vector.expect("cohort_churn", answer.churn);
  vector.expect("cohort_retention", answer.retention);
  vector.expect("naive_lost_over_start", answer.all_lost_per_start);
  vector.expect("crr_standard_end_minus_new_over_start", 1 - answer.all_lost_per_start.value());
  vector.expect("lost_over_average", answer.all_lost_per_mean);
  vector.expect("hazard_per_day", answer.hazard_per_day);
  vector.expect("monthly_from_hazard", answer.churn_from_hazard);
}

void cohort_triangle(Vector& vector) {
  const auto cohorts = boost::json::value_to<std::vector<std::vector<std::int64_t>>>(vector.input.at("active_by_age"));
  const auto steps = triangle_steps(cohorts);
  EXPECT_FALSE(vector.has("step_retention_weighted." + std::to_string(steps.size())));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    vector.expect("step_retention_weighted." + std::to_string(i), steps[i].step);
    vector.expect("cumulative_retention." + std::to_string(i), steps[i].cumulative);
    vector.expect("naive_mean_cumulative." + std::to_string(i), mean_of_cohort_shares(cohorts)[i]);
  }
}

}  // namespace

const std::vector<Answerer>& time_answerers() {
  static const std::vector<Answerer> all{{"q_", quantiles},
                                         {"ddsketch_map", sketch_map},
                                         {"ddsketch_query", sketch_query},
                                         {"kll_error", kll_errors},
                                         {"cwv_rating", vital_ratings},
                                         {"km_", survival},
                                         {"logrank_aml", log_rank_test},
                                         {"cox_aml", cox},
                                         {"churn_rates", churn_rates},
                                         {"cohort_triangle", cohort_triangle}};
  return all;
}

}  // namespace throughline::stats
