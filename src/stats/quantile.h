// quantile.h: medians and percentiles with intervals that assume nothing about the distribution.
//
//     1..10            quantile(values, .75) = 7.75     (type 7: the default of numpy and R)
//     n = 100, p = .75 quantile_ranks: the 66th to the 84th value, coverage .9625
//     n = 10, p = .75  the 5th value to unbounded: ten values say nothing above their largest
//
// Values are sorted ascending (the caller's promise: checking would cost more than the answer); results have their
// unit. Edges: no values: absent; one value: the value, and both ends unbounded. A median at 95 % has both ends from
// n = 6 on. Ties are fine: coverage is then at least as stated.
// Sources: Hyndman & Fan 1996 for the types; Conover, Practical Nonparametric Statistics, section 3.2, and David &
// Nagaraja, Order Statistics, section 7.1, for the ranks. Page views of one person are not independent: count people.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/estimate.h"

namespace throughline::stats {

// Hyndman & Fan's numbers. 1: the smallest value that at least p of all do not exceed; 6: Weibull; 8: median-unbiased.
enum class QuantileType { Type1 = 1, Type6 = 6, Type7 = 7, Type8 = 8 };

// p from 0 to 1, both included.
std::optional<double> quantile(std::span<const double> sorted, double p, QuantileType type = QuantileType::Type7);
std::optional<double> quantile(std::span<const std::int64_t> sorted, double p, QuantileType type = QuantileType::Type7);

// A quantile that all values have a say in, smoother for small n: their mean, weighted by how likely each is to be it.
// Source: Harrell & Davis 1982. p strictly between 0 and 1. Absent for no values.
std::optional<double> harrell_davis(std::span<const double> sorted, double p);

// The two values, by rank from 1, between which the quantile lies; an absent rank is unbounded. `coverage` is the
// probability that they enclose it, at least the confidence where both are present. p strictly between 0 and 1.
struct RankInterval {
  std::optional<std::int64_t> lower;
  std::optional<std::int64_t> upper;
  double coverage = 0;
};
RankInterval quantile_ranks(std::int64_t n, double p, double confidence = kConfidence);

OpenInterval quantile_interval(std::span<const double> sorted, double p, double confidence = kConfidence);
OpenInterval quantile_interval(std::span<const std::int64_t> sorted, double p, double confidence = kConfidence);

inline OpenInterval median_interval(std::span<const double> sorted, double confidence = kConfidence) {
  return quantile_interval(sorted, 0.5, confidence);
}
inline OpenInterval median_interval(std::span<const std::int64_t> sorted, double confidence = kConfidence) {
  return quantile_interval(sorted, 0.5, confidence);
}

}  // namespace throughline::stats
