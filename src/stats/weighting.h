// weighting.h: answers that count for more than one person, and what that costs.
//
//     weights 0.5 0.8 1.2 2.0 1.0 0.7 3.1 1.4       effective_n 5.90 of 8, design effect 1.355
//     with values 4 5 3 2 4 5 1 3                   mean 2.6542, standard error .6069
//
// Weights are at least 0 (asserted). Edges: nobody, or all weights 0: no-data; one person: a mean without an error.
// Sources: Kish 1965 (effective n); the linearised variance of a ratio, with replacement (R survey: svymean).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/estimate.h"

namespace throughline::stats {

struct EffectiveSample {
  double n = 0;              // (sum of w)² / sum of w²
  double design_effect = 1;  // people / n: how many times the variance grows
};
Result<EffectiveSample> effective_sample(std::span<const double> weights);

// People alike: how many of them, each with this weight and value.
struct Alike {
  double value = 0;
  double weight = 1;
  std::int64_t people = 0;
};
Result<EffectiveSample> effective_sample(std::span<const Alike> groups);

struct WeightedMean {
  double value = 0;
  std::optional<double> error;       // linearised
  std::optional<Interval> interval;  // value ± t(effective n - 1) · error
};
// As many values as weights (asserted).
Result<WeightedMean> weighted_mean(std::span<const double> values, std::span<const double> weights,
                                   double confidence = kConfidence);
Result<WeightedMean> weighted_mean(std::span<const Alike> groups, double confidence = kConfidence);

// Wilson's interval for a weighted share of 0/1 values, and the adjusted one of Rocks (nps.h) for a weighted mean of
// -100, 0 and 100: both of as many people as a simple sample would need for the linearised error, or, where all weight
// is on one answer and the error says nothing, of the effective n.
Result<Interval> weighted_wilson(std::span<const Alike> groups, double confidence = kConfidence);
Result<Interval> weighted_nps_interval(std::span<const Alike> groups, double confidence = kConfidence);

}  // namespace throughline::stats
