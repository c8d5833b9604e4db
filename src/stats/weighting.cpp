#include "stats/weighting.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "stats/distributions.h"

namespace throughline::stats {

Result<EffectiveSample> effective_sample(std::span<const double> weights) {
  assert(std::ranges::all_of(weights, [](double weight) { return weight >= 0; }));
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (sum <= 0) return no_data("people with a weight above 0");
  double squares = 0;
  for (const double weight : weights) squares += (weight / sum) * (weight / sum);
  return EffectiveSample{1 / squares, double(weights.size()) * squares};
}

Result<WeightedMean> weighted_mean(std::span<const double> values, std::span<const double> weights, double confidence) {
  assert(values.size() == weights.size());
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (sum <= 0) return no_data("people with a weight above 0");
  WeightedMean answer;
  answer.value = std::inner_product(values.begin(), values.end(), weights.begin(), 0.0) / sum;
  const double n = double(values.size());
  if (n < 2) return answer;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double part = weights[i] / sum * (values[i] - answer.value);
    squares += part * part;
  }
  answer.error = std::sqrt(n / (n - 1) * squares);
  // Few heavy weights decide: as many degrees of freedom as the effective n has, at least one.
  const double effective = effective_sample(weights)->n;
  const double half = t_for(confidence, std::max(1.0, effective - 1)) * *answer.error;
  answer.interval = {answer.value - half, answer.value + half};
  return answer;
}

namespace {

double sum_of_weights(std::span<const Alike> groups) {
  double sum = 0;
  for (const Alike& group : groups) sum += double(group.people) * group.weight;
  return sum;
}

// n of a simple sample with this variance for one person and the error that was found.
double equivalent_n(std::span<const Alike> groups, const WeightedMean& mean, double variance) {
  const bool says_something = mean.error && *mean.error > 0 && variance > 0;
  return says_something ? variance / (*mean.error * *mean.error) : effective_sample(groups)->n;
}

}  // namespace

Result<EffectiveSample> effective_sample(std::span<const Alike> groups) {
  const double sum = sum_of_weights(groups);
  if (sum <= 0) return no_data("people with a weight above 0");
  double squares = 0, people = 0;
  for (const Alike& group : groups) {
    squares += double(group.people) * (group.weight / sum) * (group.weight / sum);
    people += double(group.people);
  }
  return EffectiveSample{1 / squares, people * squares};
}

Result<WeightedMean> weighted_mean(std::span<const Alike> groups, double confidence) {
  const double sum = sum_of_weights(groups);
  if (sum <= 0) return no_data("people with a weight above 0");
  WeightedMean answer;
  double n = 0, squares = 0;
  for (const Alike& group : groups) {
    n += double(group.people);
    answer.value += double(group.people) * (group.weight / sum) * group.value;
  }
  if (n < 2) return answer;
  for (const Alike& group : groups) {
    const double part = group.weight / sum * (group.value - answer.value);
    squares += double(group.people) * part * part;
  }
  answer.error = std::sqrt(n / (n - 1) * squares);
  const double half = t_for(confidence, std::max(1.0, effective_sample(groups)->n - 1)) * *answer.error;
  answer.interval = {answer.value - half, answer.value + half};
  return answer;
}

Result<Interval> weighted_wilson(std::span<const Alike> groups, double confidence) {
  TRY(mean, weighted_mean(groups, confidence));
  const double p = std::clamp(mean.value, 0.0, 1.0), z = z_for(confidence);
  const double n = equivalent_n(groups, mean, p * (1 - p));
  const double centre = (n * p + z * z / 2) / (n + z * z);
  const double half = z * std::sqrt(n * p * (1 - p) + z * z / 4) / (n + z * z);
  return clamped({p == 0 ? 0 : centre - half, p == 1 ? 1 : centre + half}, 0, 1);
}

Result<Interval> weighted_nps_interval(std::span<const Alike> groups, double confidence) {
  TRY(mean, weighted_mean(groups, confidence));
  const double sum = sum_of_weights(groups);
  double promoters = 0, detractors = 0;
  for (const Alike& group : groups)
    (group.value > 0 ? promoters : detractors) += group.value == 0 ? 0 : double(group.people) * group.weight / sum;
  const double score = promoters - detractors, variance = std::max(0.0, promoters + detractors - score * score);
  constexpr double kAddedPeople = 3, kAddedPerEnd = 0.75;  // as in nps.cpp
  const double n = equivalent_n(groups, mean, 1e4 * variance), all = n + kAddedPeople;
  const double p = (promoters * n + kAddedPerEnd) / all, d = (detractors * n + kAddedPerEnd) / all;
  const double half = z_for(confidence) * std::sqrt(std::max(0.0, p + d - (p - d) * (p - d)) / all);
  return clamped({100 * (p - d - half), 100 * (p - d + half)}, -100, 100);
}

}  // namespace throughline::stats
