// bootstrap.h: how far a figure would move with other units drawn from the same source.
//
//     bootstrap_interval(12, [&](std::span<const std::size_t> drawn) { return alpha_of(drawn); })
//
// Percentile bootstrap with a generator that is seeded and the same on every machine: the same data give the same
// interval. `figure` reads the indices drawn, with repetition, and may have no value for some draws; more than a tenth
// without one, or fewer than two units: no interval (too-few). Source: Efron & Tibshirani 1993, chapter 13.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "stats/estimate.h"
#include "stats/quantile.h"

namespace throughline::stats {

struct Resampling {
  int times = 1000;
  std::uint64_t seed = 1;
};

template <class Figure>
Result<Interval> bootstrap_interval(std::size_t units, const Figure& figure, double confidence = kConfidence,
                                    Resampling resampling = {}) {
  if (units < 2) return too_few("units", 2, std::int64_t(units));
  std::mt19937_64 random(resampling.seed);
  std::vector<std::size_t> drawn(units);
  std::vector<double> values;
  for (int time = 0; time < resampling.times; ++time) {
    // The remainder favours low indices by less than units / 2^64.
    for (std::size_t& unit : drawn) unit = std::size_t(random() % units);
    if (const std::optional<double> value = figure(std::span<const std::size_t>(drawn))) values.push_back(*value);
  }
  const auto enough = std::size_t(resampling.times) * 9 / 10;
  if (values.size() < std::max<std::size_t>(enough, 2))
    return too_few("draws with a value", std::int64_t(enough), std::int64_t(values.size()));
  std::ranges::sort(values);
  const double tail = (1 - confidence) / 2;
  return Interval{*quantile(values, tail), *quantile(values, 1 - tail)};
}

}  // namespace throughline::stats
