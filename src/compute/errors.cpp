// Errors: rates per exposure, per opportunity, and between people.
#include <fmt/format.h>

#include "compute/method.h"
#include "compute/shares.h"
#include "stats/poisson.h"

namespace throughline::compute {
namespace {

void error_rate(const Input& input, Answer& answer) {
  const std::int64_t events = input.whole("events");
  const double exposure = input.number("exposure"), confidence = input.confidence();
  const auto rate = stats::poisson_rate(events, exposure, confidence);
  if (!rate) return answer.refuse(rate.error());
  answer.estimate({.value = rate->value,
                   .low = rate->interval.low,
                   .high = rate->interval.high,
                   .n = events,
                   .confidence = confidence,
                   .method = "exact Poisson (Garwood)"});
  answer.number("rate", rate->value);
  answer.pair("ci", rate->interval);
  answer.number("rule_of_three_upper", events == 0 ? std::optional(*stats::rule_of_three(exposure)) : std::nullopt);
  if (events == 0) {
    answer.number("zero_events_upper", *stats::zero_events_upper(exposure, confidence));
    answer.warn("zero-events", "none seen is not none: report the upper end");
  }
}

void rate_ratio(const Input& input, Answer& answer) {
  const double confidence = input.confidence();
  const auto ratio = stats::rate_ratio({input.whole("events_a"), input.number("exposure_a")},
                                       {input.whole("events_b"), input.number("exposure_b")}, confidence);
  if (!ratio) return answer.refuse(ratio.error());
  answer.estimate({.value = ratio->value,
                   .low = ratio->interval.low,
                   .high = ratio->interval.high,
                   .n = input.whole("events_a") + input.whole("events_b"),
                   .confidence = confidence,
                   .method = "exact conditional binomial"});
  answer.number("ratio", ratio->value);
  answer.pair("ci", ratio->interval);
  answer.number("p", ratio->p);
}

void errors_per_opportunity(const Input& input, Answer& answer) {
  const std::int64_t users = input.whole("users"), each = input.whole("opportunities_per_user");
  const stats::Trials trials{input.whole("errors"), users * each};
  const double confidence = input.confidence();
  if (trials.n == 0) {
    answer.number("errors_per_opportunity", std::nullopt);
    return answer.refuse("no-data", "there are no opportunities");
  }
  if (trials.successes > trials.n) {
    return answer.refuse(
        "out-of-range",
        fmt::format("{} errors in {} opportunities: one fails twice, so this is no share; error_rate or "
                    "errors_clustered answers",
                    trials.successes, trials.n));
  }
  answer.number("errors_per_opportunity", stats::observed_share(trials));
  estimate_share(answer, trials, confidence);
  set_usual_intervals(answer, trials, confidence);
  if (users > 1)
    answer.warn("independence", "this takes every opportunity as independent; where people differ, errors_clustered");
}

void errors_clustered(const Input& input, Answer& answer) {
  const auto& errors = input.list("per_user_errors");
  const auto& chances = input.list("per_user_opportunities");
  if (errors.size() != chances.size()) {
    return answer.refuse("lengths-differ",
                         fmt::format("{} people have errors and {} opportunities", errors.size(), chances.size()));
  }
  stats::RatioMoments moments;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (!errors[i].is_null() && !chances[i].is_null()) moments.add(to_whole(errors[i]), to_whole(chances[i]));
  }
  answer.whole("missing", std::int64_t(errors.size()) - moments.people);
  const double confidence = input.confidence();
  const auto rate = stats::error_rate(moments, confidence);
  if (!rate) {
    if (moments.opportunities > 0) answer.number("rate", double(moments.events) / double(moments.opportunities));
    return answer.refuse(rate.error());
  }
  answer.estimate({.value = rate->value,
                   .low = rate->interval.low,
                   .high = rate->interval.high,
                   .n = moments.people,
                   .confidence = confidence,
                   .method = "ratio estimator, t over people"});
  answer.number("rate", rate->value);
  answer.pair("ci", rate->interval);
  answer.number("cluster_se", rate->clustered_error);
  answer.number("binomial_se", rate->binomial_error);
  answer.number("design_effect", rate->design_effect);
}

Schema events() {
  return whole().from(0).says("how often it happened");
}
Schema exposure() {
  return number().from(0).says("hours, tasks, people …: what the rate is per");
}

// Sums of squares of these stay exact.
Schema per_user(std::string about) {
  return list(whole().from(0).to(1e9).or_null()).says(std::move(about));
}

}  // namespace

Section errors() {
  return {
      .name = "errors",
      .methods = {{.name = "error_rate",
                   .title = "Events per exposure, exact interval",
                   .source = "Garwood 1936; Hanley & Lippman-Hand 1983 (rule of three)",
                   .input = object({need("events", events()), need("exposure", exposure()), confidence_member()}),
                   .answer = error_rate},
                  {.name = "rate_ratio",
                   .title = "Two rates: how many times as often",
                   .source = "Przyborowski & Wilenski 1940 (conditional binomial; R poisson.test)",
                   .input = object({need("events_a", events()), need("exposure_a", exposure()),
                                    need("events_b", events()), need("exposure_b", exposure()), confidence_member()}),
                   .answer = rate_ratio},
                  {.name = "errors_per_opportunity",
                   .title = "Errors per opportunity, where one opportunity can fail once",
                   .source = "Sauro & Lewis, Quantifying the User Experience, ch. 2 and 3",
                   .input = object({need("errors", events()), need("users", whole().from(0).to(1e7).says("people")),
                                    need("opportunities_per_user", whole().from(0).to(1e8).says("chances of each")),
                                    confidence_member()}),
                   .answer = errors_per_opportunity},
                  {.name = "errors_clustered",
                   .title = "Errors per opportunity, where people differ",
                   .source = "Cochran, Sampling Techniques, ch. 6 (ratio estimator, people as clusters)",
                   .input = object({need("per_user_errors", per_user("errors of each person")),
                                    need("per_user_opportunities", per_user("opportunities of each, same order")),
                                    confidence_member()}),
                   .answer = errors_clustered}}};
}

}  // namespace throughline::compute
