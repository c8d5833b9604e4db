#include "stats/groups.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

double square(double x) {
  return x * x;
}

// Higgins & Thompson 2002: the interval of ln H, H² = Q / df.
Interval i2_interval(double q, double groups, double confidence) {
  const double df = groups - 1, h = std::sqrt(std::max(1.0, q / df));
  const double error = q > groups ? 0.5 * (std::log(q) - std::log(df)) / (std::sqrt(2 * q) - std::sqrt(2 * df - 1))
                                  : std::sqrt(1 / (2 * (groups - 2)) * (1 - 1 / (3 * square(groups - 2))));
  const auto i2 = [](double of) { return std::max(0.0, 1 - 1 / square(of)); };
  const double half = z_for(confidence) * error;
  return {i2(std::max(1.0, h * std::exp(-half))), i2(h * std::exp(half))};
}

}  // namespace

Result<Heterogeneity> heterogeneity(std::span<const WithError> groups, double confidence) {
  if (groups.size() < 2) return too_few("groups", 2, std::int64_t(groups.size()));
  Heterogeneity found;
  double weights = 0;
  for (const WithError& group : groups) {
    assert(group.error > 0);
    weights += 1 / square(group.error);
    found.pooled += group.value / square(group.error);
  }
  found.pooled /= weights;
  for (const WithError& group : groups) found.q += square((group.value - found.pooled) / group.error);
  found.df = std::int64_t(groups.size()) - 1;
  found.p = chi_square_upper(found.q, double(found.df));
  found.i2 = found.q > 0 ? std::max(0.0, 1 - double(found.df) / found.q) : 0;
  if (groups.size() > 2) found.i2_interval = i2_interval(found.q, double(groups.size()), confidence);
  return found;
}

Result<MoverDifference> mover_difference(const Estimated& a, const Estimated& b, double confidence) {
  MoverDifference found{.value = a.value - b.value, .interval = {}};
  const double below = std::hypot(a.value - a.interval.low, b.interval.high - b.value);
  const double above = std::hypot(a.interval.high - a.value, b.value - b.interval.low);
  found.interval = {found.value - below, found.value + above};
  if (found.interval.is_flat()) return no_variance("values");
  const double towards = found.value > 0 ? below : above;
  if (towards > 0) found.p = normal_two_sided_p(found.value / towards * z_for(confidence));
  return found;
}

}  // namespace throughline::stats
