#include "stats/sample_size.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

bool is_share(double value) {
  return value >= 0 && value <= 1;
}

double binomial_variance(double share) {
  return share * (1 - share);
}

Status check(Power wanted) {
  assert(wanted.alpha > 0 && wanted.alpha < 1 && wanted.power > 0 && wanted.power < 1);
  if (wanted.power > wanted.alpha / 2) return {};
  return fail("stats.out-of-range",
              fmt::format("a power of {} is reached by chance alone at alpha {}", wanted.power, wanted.alpha));
}

struct Quantiles {
  double test = 0;   // leaves alpha / 2 above it
  double power = 0;  // leaves 1 - power above it
};
Quantiles quantiles(Power wanted) {
  return {z_for(1 - wanted.alpha), normal_quantile(wanted.power)};
}

// Where a rising function reaches `target`; it does between low and high.
template <class Function>
double where_it_reaches(double target, double low, double high, const Function& function) {
  for (int step = 0; step < 200 && high - low > 1e-13 * high; ++step) {
    const double middle = low + (high - low) / 2;
    (function(middle) < target ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

// The first of start, 2·start, 4·start … at which a rising function has reached `target`; start where none does.
template <class Function>
double past(double target, double start, const Function& function) {
  double high = start;
  for (int step = 0; step < 100 && function(high) < target; ++step) high *= 2;
  return high;
}

}  // namespace

double sample_size_for_share(double share, double margin, double confidence) {
  assert(is_share(share) && margin > 0);
  const double z = z_for(confidence);
  return z * z * binomial_variance(share) / (margin * margin);
}

double sample_size_for_mean(double deviation, double margin, double confidence) {
  assert(deviation >= 0 && margin > 0);
  const double steps = z_for(confidence) * deviation / margin;
  return steps * steps;
}

double sample_size_for_nps(double promoters, double detractors, double margin, double confidence) {
  assert(is_share(promoters) && is_share(detractors) && promoters + detractors <= 1 + 1e-9);
  const double score = promoters - detractors;
  const double variance = std::max(0.0, promoters + detractors - score * score);
  return sample_size_for_mean(100 * std::sqrt(variance), margin, confidence);
}

double in_population(double n, double population) {
  assert(n >= 0 && population >= 1);
  return n / (1 + (n - 1) / population);
}

Result<TwoShares> sample_size_for_two_shares(double a, double b, Power wanted) {
  assert(is_share(a) && is_share(b));
  CHECKED(check(wanted));
  if (a == b) return fail("stats.out-of-range", "two equal shares can never be told apart");
  const auto [test, power] = quantiles(wanted);
  const double difference = a - b;
  const double each = std::sqrt(binomial_variance(a) + binomial_variance(b));
  const double common = std::sqrt(2 * binomial_variance((a + b) / 2));
  const auto size = [&](double under_equality) {
    const double steps = (test * under_equality + power * each) / difference;
    return steps * steps;
  };
  return TwoShares{size(common), size(each)};
}

double power_of_two_means(double n, double difference, double deviation, double alpha) {
  assert(n > 1 && deviation > 0);
  const double df = 2 * (n - 1);
  return noncentral_t_above(t_for(1 - alpha, df), df, std::sqrt(n / 2) * std::abs(difference) / deviation);
}

Result<double> sample_size_for_two_means(double difference, double deviation, Power wanted) {
  assert(deviation > 0);
  CHECKED(check(wanted));
  if (difference == 0) return fail("stats.out-of-range", "two equal means can never be told apart");
  const auto power = [&](double n) { return power_of_two_means(n, difference, deviation, wanted.alpha); };
  constexpr double kFewest = 2;
  if (power(kFewest) >= wanted.power) return kFewest;
  // The normal answer is near: far beyond it the noncentral t would cost much and tell nothing.
  const auto [test, needed] = quantiles(wanted);
  const double steps = (test + needed) * deviation / difference;
  const double near = std::max(kFewest, 2 * steps * steps);
  if (!(near < 1e12)) return fail("stats.out-of-range", "so small a difference would need over 10^12 people");
  return where_it_reaches(wanted.power, kFewest, past(wanted.power, near, power), power);
}

Result<Detectable> detectable_difference(double n, double deviation, Power wanted) {
  assert(deviation > 0);
  CHECKED(check(wanted));
  if (n < 2) return too_few("people in each group", 2, std::int64_t(n));
  const auto [test, needed] = quantiles(wanted);
  const double by_normal = (test + needed) * deviation * std::sqrt(2 / n);
  const auto power = [&](double difference) { return power_of_two_means(n, difference, deviation, wanted.alpha); };
  const double start = std::max(by_normal, 1e-6 * deviation);
  return Detectable{where_it_reaches(wanted.power, 0, past(wanted.power, start, power), power), by_normal};
}

}  // namespace throughline::stats
