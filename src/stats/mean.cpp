#include "stats/mean.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <vector>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

constexpr double kLargest = 1e150;  // its square is still a double

Status two_values(const Summary& summary) {
  if (summary.n == 0) return no_data("values");
  if (summary.n == 1) return too_few("values", 2, 1);
  return {};
}

// exp, held inside the doubles: bounds of a ratio are shown and stored, and infinity can be neither.
double finite_exp(double x) {
  return std::min(std::exp(x), std::numeric_limits<double>::max());
}

}  // namespace

void Moments::add(std::int64_t value, std::int64_t times) {
  count += times;
  sum += Wide(value) * times;
  sum_of_squares += Wide(value) * value * times;
}

void Moments::merge(const Moments& other) {
  count += other.count;
  sum += other.sum;
  sum_of_squares += other.sum_of_squares;
}

std::optional<double> Summary::variance() const {
  if (n < 2) return std::nullopt;
  return squared_deviations / double(n - 1);
}

std::optional<double> Summary::deviation() const {
  if (n < 2) return std::nullopt;
  return std::sqrt(*variance());
}

Summary summarise(const Moments& moments, double unit) {
  assert(moments.count >= 0);
  if (moments.count == 0) return {};
  // Deviations from the whole part q of the mean are exact: sum of (x-q)² = squares - q(sum + r), with r the
  // remainder. Only the last r²/count is rounded, so large values that differ little keep their variance.
  const Wide n = moments.count;
  const Wide q = moments.sum / n;
  const Wide r = moments.sum % n;
  const Wide around_q = moments.sum_of_squares - q * (moments.sum + r);
  const double left = double(r) / double(n);
  return {.n = moments.count,
          .mean = (double(q) + left) * unit,
          .squared_deviations = std::max(0.0, double(around_q) - double(r) * left) * unit * unit};
}

Summary summarise(std::span<const double> values) {
  if (values.empty()) return {};
  const double n = double(values.size());
  // Counted from the first value, so that equal values give exactly that value and no variance.
  const double origin = values.front();
  double shift = 0;
  for (const double value : values) {
    assert(std::abs(value) <= kLargest);
    shift += (value - origin) / n;
  }
  double squares = 0, rest = 0;
  for (const double value : values) {
    const double deviation = value - origin - shift;
    squares += deviation * deviation;
    rest += deviation;
  }
  return {.n = std::int64_t(values.size()),
          .mean = origin + shift,
          .squared_deviations = std::max(0.0, squares - rest * rest / n)};
}

Result<Interval> mean_interval(const Summary& summary, double confidence) {
  CHECKED(two_values(summary));
  const double half = t_for(confidence, double(summary.n - 1)) * std::sqrt(*summary.variance() / double(summary.n));
  return Interval{summary.mean - half, summary.mean + half};
}

Result<TTest> t_test(const Summary& summary, double benchmark) {
  CHECKED(two_values(summary));
  const double error = std::sqrt(*summary.variance() / double(summary.n));
  if (error == 0) return no_variance("values");
  const double df = double(summary.n - 1);
  const double t = (summary.mean - benchmark) / error;
  return TTest{t, df, t_two_sided_p(t, df)};
}

Result<MeanDifference> welch(const Summary& a, const Summary& b, double confidence) {
  CHECKED(two_values(a));
  CHECKED(two_values(b));
  const double difference = a.mean - b.mean;
  const double va = *a.variance() / double(a.n), vb = *b.variance() / double(b.n);
  const double squared_error = va + vb;
  if (squared_error == 0) return MeanDifference{difference, {difference, difference}, std::nullopt};

  // Shares of the squared error, since the squares of small variances would underflow.
  const double wa = va / squared_error, wb = vb / squared_error;
  const double df = 1 / (wa * wa / double(a.n - 1) + wb * wb / double(b.n - 1));
  const double error = std::sqrt(squared_error);
  const double half = t_for(confidence, df) * error;
  const double t = difference / error;
  return MeanDifference{difference, {difference - half, difference + half}, TTest{t, df, t_two_sided_p(t, df)}};
}

Result<Summary> logs(std::span<const double> values) {
  std::vector<double> logarithms;
  logarithms.reserve(values.size());
  for (const double value : values) {
    if (!(value > 0)) {
      return fail("stats.not-positive", fmt::format("{} has no logarithm", value),
                  "leave out or correct values that are not above zero");
    }
    logarithms.push_back(std::log(value));
  }
  return summarise(logarithms);
}

std::int64_t nano_log(double value) {
  assert(value > 0 && std::isfinite(value));
  return std::llround(std::log(value) / kNanoLog);
}

Result<GeometricMean> geometric_mean(const Summary& log_summary, double confidence) {
  if (log_summary.n == 0) return no_data("values");
  GeometricMean answer{.value = finite_exp(log_summary.mean), .log_deviation = log_summary.deviation(), .interval = {}};
  if (const auto interval = mean_interval(log_summary, confidence)) {
    const Interval raised{std::exp(interval->low), std::exp(interval->high)};
    if (std::isfinite(raised.high)) answer.interval = raised;
  }
  return answer;
}

Result<GeometricRatio> ratio_of_geometric_means(const Summary& a_logs, const Summary& b_logs, double confidence) {
  TRY(difference, welch(a_logs, b_logs, confidence));
  return GeometricRatio{.value = finite_exp(difference.value),
                        .interval = {finite_exp(difference.interval.low), finite_exp(difference.interval.high)},
                        .test = difference.test};
}

}  // namespace throughline::stats
