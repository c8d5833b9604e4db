#include "stats/survival.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stats/distributions.h"
#include "stats/risk_table.h"

namespace throughline::stats {
namespace {

constexpr double kHalf = 0.5 + 1e-12;  // a product of fractions that is 1/2 but for rounding

// S^exp(±z · se / (S ln S)), for S strictly between 0 and 1.
Interval log_log(double survival, double error, double z) {
  const double spread = z * error / (survival * std::log(survival));  // negative, as ln S is
  return {std::pow(survival, std::exp(-spread)), std::pow(survival, std::exp(spread))};
}

}  // namespace

std::vector<TimeCount> tally(std::span<const Observation> observations) {
  std::vector<Observation> sorted(observations.begin(), observations.end());
  std::ranges::sort(sorted, {}, &Observation::time);
  std::vector<TimeCount> counts;
  for (const Observation& observation : sorted) {
    assert(std::isfinite(observation.time) && observation.time >= 0);
    if (counts.empty() || counts.back().time != observation.time) counts.push_back({.time = observation.time});
    ++(observation.is_event ? counts.back().events : counts.back().censored);
  }
  return counts;
}

Result<SurvivalCurve> kaplan_meier(std::span<const TimeCount> counts, double confidence) {
  assert(is_tally(counts));
  SurvivalCurve curve;
  curve.n = total(counts);
  if (curve.n == 0) return no_data("people to follow");
  const double z = z_for(confidence);

  std::int64_t at_risk = curve.n;
  double survival = 1, greenwood = 0;
  for (const auto& [time, events, censored] : counts) {
    if (events + censored == 0) continue;
    curve.last_time = time;
    if (events > 0) {
      SurvivalStep step{.time = time, .at_risk = at_risk, .events = events, .survival = 0, .error = {}, .interval = {}};
      if (events < at_risk) {
        survival *= double(at_risk - events) / double(at_risk);
        greenwood += double(events) / (double(at_risk) * double(at_risk - events));
        step.error = survival * std::sqrt(greenwood);
        step.interval = log_log(survival, *step.error, z);
      } else {
        survival = 0;
      }
      step.survival = survival;
      curve.events += events;
      if (!curve.median && survival <= kHalf) curve.median = time;
      if (step.interval && !curve.median_interval.low && step.interval->low <= kHalf) curve.median_interval.low = time;
      if (step.interval && !curve.median_interval.high && step.interval->high <= kHalf)
        curve.median_interval.high = time;
      curve.steps.push_back(step);
    }
    at_risk -= events + censored;
  }
  return curve;
}

std::optional<double> survival_at(const SurvivalCurve& curve, double time) {
  double survival = 1;
  for (const SurvivalStep& step : curve.steps) {
    if (step.time > time) break;
    survival = step.survival;
  }
  if (time > curve.last_time && survival > 0) return std::nullopt;
  return survival;
}

Result<LogRank> log_rank(std::span<const TimeCount> a, std::span<const TimeCount> b, double rho) {
  if (total(a) == 0 || total(b) == 0) return no_data("people in one of the groups");
  LogRank answer;
  double variance = 0, survival = 1;  // of both groups together, just before each time
  for (const auto& [at_risk, events] : risk_table(a, b)) {
    const double weight = std::pow(survival, rho);
    const double n = double(at_risk[0] + at_risk[1]);
    const double d = double(events[0] + events[1]);
    for (std::size_t group : {0, 1}) {
      answer.observed[group] += weight * double(events[group]);
      answer.expected[group] += weight * d * double(at_risk[group]) / n;
    }
    if (n > 1) {
      const double share = double(at_risk[0]) / n;
      variance += weight * weight * d * share * (1 - share) * (n - d) / (n - 1);
    }
    survival *= (n - d) / n;
  }
  if (variance <= 0) return no_variance("risks");
  const double difference = answer.observed[0] - answer.expected[0];
  const double chi_square = difference * difference / variance;
  answer.test = {chi_square, chi_square_upper(chi_square, 1)};
  return answer;
}

}  // namespace throughline::stats
