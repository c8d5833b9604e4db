#include "stats/quantile.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

// Where among ranks 1..n the quantile lies, fractions included.
double position(double n, double p, QuantileType type) {
  const double almost_whole = 1e-12 * n;  // .95 * 20 is 19, not a hair above
  switch (type) {
    case QuantileType::Type1:
      return std::ceil(n * p - almost_whole);
    case QuantileType::Type6:
      return (n + 1) * p;
    case QuantileType::Type7:
      return 1 + (n - 1) * p;
    case QuantileType::Type8:
      return 1.0 / 3 + (n + 1.0 / 3) * p;
  }
  return 1;
}

template <class T>
std::optional<double> quantile_of(std::span<const T> sorted, double p, QuantileType type) {
  assert(p >= 0 && p <= 1);
  if (sorted.empty()) return std::nullopt;
  const double n = double(sorted.size());
  const double rank = std::clamp(position(n, p, type), 1.0, n);
  const auto below = std::min(std::size_t(rank), sorted.size()) - 1;
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(double(sorted[below]), double(sorted[above]), rank - std::floor(rank));
}

template <class T>
OpenInterval interval_of(std::span<const T> sorted, double p, double confidence) {
  const RankInterval ranks = quantile_ranks(std::int64_t(sorted.size()), p, confidence);
  const auto value = [&](std::int64_t rank) { return double(sorted[std::size_t(rank - 1)]); };
  return {ranks.lower ? std::optional(value(*ranks.lower)) : std::nullopt,
          ranks.upper ? std::optional(value(*ranks.upper)) : std::nullopt};
}

// The first k of first..last for which is_true(k), which holds for all later ones and for last.
template <class Predicate>
std::int64_t first_where(std::int64_t first, std::int64_t last, const Predicate& is_true) {
  while (first < last) {
    const std::int64_t middle = first + (last - first) / 2;
    if (is_true(middle)) {
      last = middle;
    } else {
      first = middle + 1;
    }
  }
  return first;
}

}  // namespace

std::optional<double> quantile(std::span<const double> sorted, double p, QuantileType type) {
  return quantile_of(sorted, p, type);
}

std::optional<double> quantile(std::span<const std::int64_t> sorted, double p, QuantileType type) {
  return quantile_of(sorted, p, type);
}

std::optional<double> harrell_davis(std::span<const double> sorted, double p) {
  assert(p > 0 && p < 1);
  if (sorted.empty()) return std::nullopt;
  const double n = double(sorted.size());
  const double a = (n + 1) * p, b = (n + 1) * (1 - p);
  double sum = 0, before = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double upto = beta_cdf(double(i + 1) / n, a, b);
    sum += (upto - before) * sorted[i];
    before = upto;
  }
  return sum;
}

RankInterval quantile_ranks(std::int64_t n, double p, double confidence) {
  assert(n >= 0 && p > 0 && p < 1 && confidence > 0 && confidence < 1);
  const double tail = (1 - confidence) / 2;
  // P(B = 0) of n = 5, p = 1/2 is the tail of 93.75 % exactly: rounding must not push it out.
  const double limit = tail * (1 + 1e-10);
  // Lower: the largest l with P(B <= l-1) <= tail. Upper: the smallest u with P(B >= u) <= tail.
  const std::int64_t lower = first_where(0, n, [&](std::int64_t k) { return binomial_cdf(k, n, p) > limit; });
  const std::int64_t upper = first_where(1, n + 1, [&](std::int64_t u) { return binomial_at_least(u, n, p) <= limit; });
  return {.lower = lower >= 1 ? std::optional(lower) : std::nullopt,
          .upper = upper <= n ? std::optional(upper) : std::nullopt,
          .coverage = binomial_cdf(upper - 1, n, p) - binomial_cdf(lower - 1, n, p)};
}

OpenInterval quantile_interval(std::span<const double> sorted, double p, double confidence) {
  return interval_of(sorted, p, confidence);
}

OpenInterval quantile_interval(std::span<const std::int64_t> sorted, double p, double confidence) {
  return interval_of(sorted, p, confidence);
}

}  // namespace throughline::stats
