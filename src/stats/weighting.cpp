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

}  // namespace throughline::stats
