// Task times: geometric mean, median, and the ratio of two groups.
#include <algorithm>
#include <fmt/format.h>

#include "compute/method.h"
#include "stats/mean.h"
#include "stats/quantile.h"

namespace throughline::compute {
namespace {

using stats::Summary;

// Refuses times at or below zero, by place.
bool check_times(const boost::json::array& times, Answer& answer) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (times[i].is_null() || times[i].to_number<double>() > 0) continue;
    answer.refuse("not-positive", fmt::format("time {} is {}: a time at or below 0 is a mistake in the data", i + 1,
                                              times[i].to_number<double>()));
    return false;
  }
  return true;
}

void set_median(const std::vector<double>& sorted, double confidence, Answer& answer) {
  const auto n = std::int64_t(sorted.size());
  const stats::RankInterval ranks = stats::quantile_ranks(n, .5, confidence);
  const stats::OpenInterval interval = stats::median_interval(sorted, confidence);
  answer.number("median", stats::quantile(sorted, .5));
  answer.set("median_ci_binomial", boost::json::object{{"lo", to_json(interval.low)},
                                                       {"hi", to_json(interval.high)},
                                                       {"lower_rank", ranks.lower.value_or(0)},
                                                       {"upper_rank", ranks.upper.value_or(n + 1)},
                                                       {"coverage", ranks.coverage}});
  if (interval.low && interval.low == interval.high) {
    answer.warn("zero-width",
                "median_ci_binomial has no width because the values at its ranks are the same; that is no certainty");
  }
}

// Below 25 people the geometric mean errs less than the median; from there on the median does well.
void estimate_time(const std::vector<double>& sorted, const stats::GeometricMean& mean, double confidence,
                   Answer& answer) {
  constexpr std::size_t kMedianFrom = 25;
  Figure figure{.n = std::int64_t(sorted.size()), .confidence = confidence};
  if (sorted.size() < kMedianFrom) {
    figure.value = mean.value;
    figure.method = "geometric mean, t on logs";
    if (mean.interval) figure.low = mean.interval->low, figure.high = mean.interval->high;
    if (!mean.interval) figure.reason = "too-few";
  } else {
    const stats::OpenInterval interval = stats::median_interval(sorted, confidence);
    figure.value = stats::quantile(sorted, .5);
    figure.method = "median, order statistics";
    figure.low = interval.low;
    figure.high = interval.high;
  }
  answer.estimate(figure);
}

void task_time(const Input& input, Answer& answer) {
  if (!check_times(input.list("times"), answer)) return;
  Numbers times = input.numbers("times");
  std::ranges::sort(times.values);
  const double confidence = input.confidence();
  answer.whole("n", std::int64_t(times.values.size()));
  answer.whole("missing", times.missing);
  const auto logs = stats::logs(times.values);
  if (!logs) return answer.refuse(logs.error());
  const auto mean = stats::geometric_mean(*logs, confidence);
  if (!mean) return answer.refuse(mean.error());
  estimate_time(times.values, *mean, confidence, answer);
  answer.number("geometric_mean", mean->value);
  answer.ends("lo", "hi", mean->interval);
  answer.number("log_sd", mean->log_deviation);
  answer.number("mean", stats::summarise(times.values).mean);
  set_median(times.values, confidence, answer);
  if (times.values.size() < 2) answer.refuse("too-few", "one time has no interval: this needs at least 2");
}

void task_time_ratio(const Input& input, Answer& answer) {
  if (!check_times(input.list("times_a"), answer) || !check_times(input.list("times_b"), answer)) return;
  const Numbers a = input.numbers("times_a"), b = input.numbers("times_b");
  answer.whole("missing", a.missing + b.missing);
  const double confidence = input.confidence();
  const auto ratio = stats::ratio_of_geometric_means(*stats::logs(a.values), *stats::logs(b.values), confidence);
  if (!ratio) return answer.refuse(ratio.error());
  answer.estimate({.value = ratio->value,
                   .low = ratio->interval.low,
                   .high = ratio->interval.high,
                   .n = std::int64_t(a.values.size() + b.values.size()),
                   .confidence = confidence,
                   .method = "Welch on logs"});
  const auto& test = ratio->test;
  answer.number("t", test ? std::optional(test->t) : std::nullopt);
  answer.number("df", test ? std::optional(test->df) : std::nullopt);
  answer.number("p", test ? std::optional(test->p) : std::nullopt);
  answer.number("ratio_of_geometric_means", ratio->value);
  answer.ends("ratio_lo", "ratio_hi", ratio->interval);
  if (!test) answer.warn("no-variance", "all times of a group are the same: the difference cannot be tested");
}

Schema times(std::string about) {
  return list(number().or_null()).says(std::move(about));
}

}  // namespace

Section time_on_task() {
  return {
      .name = "time_on_task",
      .methods = {{.name = "task_time",
                   .title = "Time on task: geometric mean and median with intervals",
                   .source = "Sauro & Lewis 2010 (CHI); order statistics: David & Nagaraja, section 7.1",
                   .input = object({need("times", times("times of completed attempts, above 0, in one unit; null is "
                                                        "missing")),
                                    confidence_member()}),
                   .answer = task_time},
                  {.name = "task_time_ratio",
                   .title = "Two designs with different people: ratio of geometric mean times",
                   .source = "Welch 1947 on logarithms",
                   .input = object({need("times_a", times("times with the first design")),
                                    need("times_b", times("times with the second design")), confidence_member()}),
                   .answer = task_time_ratio}}};
}

}  // namespace throughline::compute
