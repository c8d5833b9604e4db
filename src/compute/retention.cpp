// Who stays: survival, its comparison, churn, cohorts.
#include "stats/retention.h"

#include <algorithm>
#include <fmt/format.h>

#include "compute/method.h"
#include "stats/survival.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

void set_steps(Answer& answer, const stats::SurvivalCurve& curve) {
  json::array times, at_risk, survival, error, low, high;
  bool is_thin = false;
  for (const stats::SurvivalStep& step : curve.steps) {
    times.emplace_back(step.time);
    at_risk.emplace_back(step.at_risk);
    survival.emplace_back(step.survival);
    error.push_back(to_json(step.error));
    low.push_back(step.interval ? json::value(step.interval->low) : nullptr);
    high.push_back(step.interval ? json::value(step.interval->high) : nullptr);
    constexpr std::int64_t kFew = 5;
    is_thin = is_thin || step.at_risk < kFew;
  }
  answer.set("times", times);
  answer.set("event_times", std::move(times));
  answer.set("n_risk", std::move(at_risk));
  answer.set("survival", std::move(survival));
  answer.set("greenwood_se", std::move(error));
  answer.set("lo", std::move(low));
  answer.set("hi", std::move(high));
  if (is_thin) answer.warn("few", "fewer than 5 were at risk at some times: show those steps in grey");
}

void kaplan_meier(const Input& input, Answer& answer) {
  const auto& times = input.list("time");
  const auto& events = input.list("event");
  if (times.size() != events.size())
    return answer.refuse("lengths-differ", fmt::format("{} times and {} events", times.size(), events.size()));
  std::vector<stats::Observation> observations;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!times[i].is_null() && !events[i].is_null())
      observations.push_back({times[i].to_number<double>(), to_whole(events[i]) == 1});
  }
  answer.whole("missing", std::int64_t(times.size() - observations.size()));
  const double confidence = input.confidence();
  const auto curve = stats::kaplan_meier(stats::tally(observations), confidence);
  if (!curve) return answer.refuse(curve.error());
  Figure median{.value = curve->median,
                .low = curve->median_interval.low,
                .high = curve->median_interval.high,
                .n = curve->n,
                .confidence = confidence,
                .method = "median; Brookmeyer & Crowley on log-log limits"};
  if (!median.low || !median.high) median.reason = "unbounded";
  answer.estimate(median);
  answer.whole("n", curve->n);
  answer.whole("events", curve->events);
  set_steps(answer, *curve);
  answer.number("median", curve->median);
  answer.number(fmt::format("survival_at_{}", curve->last_time), stats::survival_at(*curve, curve->last_time));
}

std::vector<stats::TimeCount> read_group(const json::value& group) {
  std::vector<stats::Observation> observations;
  for (const json::value& pair : group.as_array())
    observations.push_back({pair.at(0).to_number<double>(), pair.at(1).to_number<double>() == 1});
  return stats::tally(observations);
}

void log_rank(const Input& input, Answer& answer) {
  const auto a = read_group(input.at("group1")), b = read_group(input.at("group2"));
  const auto test = stats::log_rank(a, b);
  if (!test) return answer.refuse(test.error());
  answer.number("chisq", test->test.statistic);
  answer.number("p", test->test.p);
  answer.numbers("observed", {test->observed[0], test->observed[1]});
  answer.numbers("expected", {test->expected[0], test->expected[1]});
  const auto early = stats::log_rank(a, b, 1);
  answer.number("peto_rho1_chisq", early ? std::optional(early->test.statistic) : std::nullopt);
}

void hazard_ratio(const Input& input, Answer& answer) {
  if (!input.has("group1") || !input.has("group2")) {
    return answer.refuse("no-data", "the groups are not here: give group1 and group2 as pairs [time, event]");
  }
  auto a = read_group(input.at("group1")), b = read_group(input.at("group2"));
  const bool names_the_kept = input.has("group1_is_maintained");
  if (names_the_kept && !input.flag("group1_is_maintained")) std::swap(a, b);
  const double confidence = input.confidence();
  const auto ratio = stats::hazard_ratio(a, b, confidence);
  if (!ratio) return answer.refuse(ratio.error());
  answer.estimate({.value = ratio->value,
                   .low = ratio->interval.low,
                   .high = ratio->interval.high,
                   .n = std::int64_t(input.list("group1").size() + input.list("group2").size()),
                   .confidence = confidence,
                   .method = "Cox, Efron ties, Wald on the log"});
  answer.number("coef", ratio->coefficient);
  if (names_the_kept) answer.number("coef_nonmaintained", ratio->coefficient);
  answer.number("se", ratio->error);
  answer.number("hazard_ratio", ratio->value);
  answer.numbers("loglik", {ratio->log_likelihood[0], ratio->log_likelihood[1]});
}

void churn(const Input& input, Answer& answer) {
  const stats::CustomerCounts counts{.at_start = input.whole("start"),
                                     .joined = input.whole("new", 0),
                                     .lost_from_start = input.whole("lost_from_start"),
                                     .lost_from_joined = input.whole("lost_from_new", 0),
                                     .days = input.number("days", 0),
                                     .customer_days = input.number("customer_days", 0)};
  if (counts.lost_from_start > counts.at_start || counts.lost_from_joined > counts.joined)
    return answer.refuse("out-of-range", "more are lost than there were");
  const stats::Churn churn = stats::churn(counts);
  answer.number("cohort_churn", churn.churn);
  answer.number("cohort_retention", churn.retention);
  answer.number("naive_lost_over_start", churn.all_lost_per_start);
  answer.number("lost_over_average", churn.all_lost_per_mean);
  answer.number("crr_standard_end_minus_new_over_start",
                churn.all_lost_per_start ? std::optional(1 - *churn.all_lost_per_start) : std::nullopt);
  answer.number("hazard_per_day", churn.hazard_per_day);
  answer.number("monthly_from_hazard", input.has("days") ? churn.churn_from_hazard : std::nullopt);
  answer.warn("deprecated", "naive_lost_over_start counts joiners above the line only; report cohort_churn");
  if (counts.at_start == 0) answer.refuse("no-data", "there were no customers at the start");
}

void cohort_triangle(const Input& input, Answer& answer) {
  const auto cohorts = read_wholes(input.at("active_by_age"));
  std::vector<std::optional<double>> steps, cumulative;
  json::array before;
  for (const stats::RetentionStep& step : stats::triangle_steps(cohorts)) {
    steps.push_back(step.step);
    cumulative.push_back(step.cumulative);
    before.emplace_back(step.before);
  }
  answer.set("step_retention_weighted", to_json(steps));
  answer.set("cumulative_retention", to_json(cumulative));
  answer.set("naive_mean_cumulative", to_json(stats::mean_of_cohort_shares(cohorts)));
  answer.set("observed", std::move(before));
  const bool has_step = std::ranges::any_of(steps, [](const auto& step) { return step.has_value(); });
  if (!has_step) return answer.refuse("no-data", "no cohort has been observed after its start");
  answer.warn("deprecated", "naive_mean_cumulative counts small cohorts like large ones; report cumulative_retention");
}

Schema group(std::string about) {
  return list(list(number().from(0)).length(2, 2)).says(std::move(about));
}

std::vector<Member> two_groups(bool are_needed) {
  return {{.name = "group1",
           .schema = group("pairs [time, event]; event 1 happened, 0 left before"),
           .is_needed = are_needed},
          {.name = "group2", .schema = group("the same of the second group"), .is_needed = are_needed}};
}

Method kaplan_meier_method() {
  return {.name = "kaplan_meier",
          .title = "Kaplan–Meier: share still there over time",
          .source = "Kaplan & Meier 1958; Greenwood 1926; log-log interval: Kalbfleisch & Prentice, section 1.4",
          .input = object({need("time", list(number().from(0).or_null()).says("how long each was observed, one unit")),
                           need("event", list(whole().from(0).to(1).or_null()).says("1: it happened; 0: left before")),
                           confidence_member(), may("ci", text({"log-log"}))}),
          .answer = kaplan_meier};
}

Method hazard_ratio_method() {
  std::vector<Member> members = two_groups(false);
  members.push_back(may("group1_is_maintained", flag().says("the ratio is of the other group to this one")));
  members.push_back(may("ties", text({"efron"})));
  members.push_back(may("data_in", text().says("where the data are kept; they are not read from there")));
  members.push_back(confidence_member());
  return {.name = "hazard_ratio",
          .title = "Hazard ratio of the second group to the first",
          .source = "Cox 1972; Efron 1977 (ties)",
          .input = object(std::move(members)),
          .answer = hazard_ratio};
}

Method churn_method() {
  const auto count = [](std::string about) { return whole().from(0).says(std::move(about)); };
  return {.name = "churn",
          .title = "Churn by each denominator",
          .source = "definitions; the default is customers at the start lost in the period",
          .input = object({need("start", count("customers at the start")), may("new", count("who joined")),
                           need("lost_from_start", count("of those at the start")),
                           may("lost_from_new", count("of those who joined")),
                           may("days", number().from(0).says("length of the period")),
                           may("customer_days", number().from(0).says("days that all together were customers"))}),
          .answer = churn};
}

}  // namespace

Section retention() {
  return {.name = "retention",
          .methods = {kaplan_meier_method(),
                      {.name = "log_rank",
                       .title = "Two survival curves compared",
                       .source = "Mantel 1966; Harrington & Fleming 1982",
                       .input = object(two_groups(true)),
                       .answer = log_rank},
                      hazard_ratio_method(),
                      churn_method(),
                      {.name = "cohort_triangle",
                       .title = "Retention of cohorts of different age",
                       .source = "Mack 1993 (chain ladder, the discrete Kaplan–Meier estimator)",
                       .input = object({need("active_by_age", list(list(whole().from(0).to(1e12)).length(1))
                                                                  .says("of each cohort: active at age 0, 1, 2, …"))}),
                       .answer = cohort_triangle}}};
}

}  // namespace throughline::compute
