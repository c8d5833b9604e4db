#include "stats/proportion.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

void check([[maybe_unused]] Trials trials) {
  assert(trials.n >= 0 && trials.successes >= 0 && trials.successes <= trials.n);
}

double share(Trials trials) {
  return double(trials.successes) / double(trials.n);
}

double square(double x) {
  return x * x;
}

// Rounding must not leave 1e-17 where nobody, or all, succeeded.
Interval cut_to_scale(Interval interval, Trials trials) {
  if (trials.successes == 0) interval.low = 0;
  if (trials.successes == trials.n) interval.high = 1;
  return clamped(interval, 0, 1);
}

}  // namespace

std::optional<double> observed_share(Trials trials) {
  check(trials);
  if (trials.n == 0) return std::nullopt;
  return share(trials);
}

double adjusted_centre(Trials trials, double confidence) {
  check(trials);
  const double z2 = square(z_for(confidence));
  return (double(trials.successes) + z2 / 2) / (double(trials.n) + z2);
}

Interval wilson(Trials trials, double confidence) {
  check(trials);
  if (trials.n == 0) return {0, 1};
  const double z = z_for(confidence);
  const double n = double(trials.n);
  const double p = share(trials);
  const double centre = adjusted_centre(trials, confidence);
  const double half = z * std::sqrt(n * p * (1 - p) + z * z / 4) / (n + z * z);
  return cut_to_scale({centre - half, centre + half}, trials);
}

Interval adjusted_wald(Trials trials, double confidence) {
  const double z = z_for(confidence);
  const double centre = adjusted_centre(trials, confidence);
  const double half = z * std::sqrt(centre * (1 - centre) / (double(trials.n) + z * z));
  return clamped({centre - half, centre + half}, 0, 1);
}

Interval jeffreys(Trials trials, double confidence) {
  check(trials);
  if (trials.n == 0) return {0, 1};
  const double a = double(trials.successes) + 0.5;
  const double b = double(trials.n - trials.successes) + 0.5;
  const double tail = (1 - confidence) / 2;
  return {trials.successes == 0 ? 0 : beta_quantile(tail, a, b),
          trials.successes == trials.n ? 1 : beta_quantile(1 - tail, a, b)};
}

Interval clopper_pearson(Trials trials, double confidence) {
  check(trials);
  const double successes = double(trials.successes);
  const double failures = double(trials.n - trials.successes);
  const double tail = (1 - confidence) / 2;
  return {trials.successes == 0 ? 0 : beta_quantile(tail, successes, failures + 1),
          trials.successes == trials.n ? 1 : beta_quantile(1 - tail, successes + 1, failures)};
}

std::optional<Point> best_point(Trials trials, double confidence) {
  check(trials);
  if (trials.n == 0) return std::nullopt;
  // Compared as integers: 9 of 10 is exactly .9, which no double is.
  if (2 * trials.successes <= trials.n) return Point{adjusted_centre(trials, confidence), PointRule::Adjusted};
  if (10 * trials.successes >= 9 * trials.n) {
    return Point{double(trials.successes + 1) / double(trials.n + 2), PointRule::Laplace};
  }
  return Point{share(trials), PointRule::Observed};
}

std::string_view to_text(PointRule rule) {
  switch (rule) {
    case PointRule::Adjusted:
      return "adjusted";
    case PointRule::Observed:
      return "observed";
    case PointRule::Laplace:
      return "laplace";
  }
  return {};
}

Result<BinomialTest> above_benchmark(Trials trials, double benchmark) {
  check(trials);
  assert(benchmark >= 0 && benchmark <= 1);
  if (trials.n == 0) return no_data("attempts");
  const double exact = binomial_at_least(trials.successes, trials.n, benchmark);
  const double mid = exact - binomial_pmf(trials.successes, trials.n, benchmark) / 2;
  return BinomialTest{exact, std::max(0.0, mid)};
}

Result<double> binomial_two_sided_p(Trials trials, double expected) {
  check(trials);
  assert(expected >= 0 && expected <= 1);
  if (trials.n == 0) return no_data("attempts");
  const std::int64_t x = trials.successes, n = trials.n;
  if (expected == 0 || expected == 1) return binomial_pmf(x, n, expected);

  // Outcomes that tie with the observed one count as "as likely" despite rounding; 1e-7 is R's allowance.
  const double limit = binomial_pmf(x, n, expected) * (1 + 1e-7);
  const auto is_as_unlikely = [&](std::int64_t k) { return binomial_pmf(k, n, expected) <= limit; };
  const auto mode = std::clamp(std::int64_t(std::floor(double(n + 1) * expected)), std::int64_t{0}, n);
  if (is_as_unlikely(mode)) return 1;
  // Likelihood falls away from the mode on both sides, so the other tail's edge is found by halving.
  if (x < mode) {
    std::int64_t likely = mode, unlikely = n + 1;
    while (unlikely - likely > 1) {
      const std::int64_t middle = likely + (unlikely - likely) / 2;
      (is_as_unlikely(middle) ? unlikely : likely) = middle;
    }
    return std::min(1.0, binomial_cdf(x, n, expected) + binomial_at_least(unlikely, n, expected));
  }
  std::int64_t unlikely = -1, likely = mode;
  while (likely - unlikely > 1) {
    const std::int64_t middle = unlikely + (likely - unlikely) / 2;
    (is_as_unlikely(middle) ? unlikely : likely) = middle;
  }
  return std::min(1.0, binomial_at_least(x, n, expected) + binomial_cdf(unlikely, n, expected));
}

Result<Test> n_minus_1_test(Trials a, Trials b) {
  check(a);
  check(b);
  if (a.n == 0 || b.n == 0) return no_data("people in one of the groups");
  const std::int64_t successes = a.successes + b.successes;
  const std::int64_t total = a.n + b.n;
  if (successes == 0 || successes == total) return no_variance("outcomes");
  const double pooled = double(successes) / double(total);
  const double error = std::sqrt(pooled * (1 - pooled) * (1 / double(a.n) + 1 / double(b.n)));
  const double z = (share(a) - share(b)) / error * std::sqrt(double(total - 1) / double(total));
  return Test{z, normal_two_sided_p(z)};
}

Result<Interval> newcombe_difference(Trials a, Trials b, double confidence) {
  check(a);
  check(b);
  if (a.n == 0 || b.n == 0) return no_data("people in one of the groups");
  const double pa = share(a), pb = share(b);
  const Interval wa = wilson(a, confidence), wb = wilson(b, confidence);
  const double difference = pa - pb;
  return clamped(
      {difference - std::hypot(pa - wa.low, wb.high - pb), difference + std::hypot(wa.high - pa, pb - wb.low)}, -1, 1);
}

Result<Interval> adjusted_wald_difference(Trials a, Trials b, double confidence) {
  check(a);
  check(b);
  if (a.n == 0 || b.n == 0) return no_data("people in one of the groups");
  const double z = z_for(confidence);
  const double na = double(a.n) + z * z / 2, nb = double(b.n) + z * z / 2;
  const double pa = (double(a.successes) + z * z / 4) / na;
  const double pb = (double(b.successes) + z * z / 4) / nb;
  const double half = z * std::sqrt(pa * (1 - pa) / na + pb * (1 - pb) / nb);
  return clamped({pa - pb - half, pa - pb + half}, -1, 1);
}

Result<McNemar> mcnemar(std::int64_t first_only, std::int64_t second_only) {
  assert(first_only >= 0 && second_only >= 0);
  const std::int64_t n = first_only + second_only;
  if (n == 0) return no_data("people whose outcome differs between the designs");
  const std::int64_t fewer = std::min(first_only, second_only);
  const double twice = 2 * binomial_cdf(fewer, n, 0.5);
  return McNemar{.exact_p = std::min(1.0, twice),
                 .mid_p = std::min(1.0, twice - binomial_pmf(fewer, n, 0.5)),
                 .chi_square = square(double(first_only - second_only)) / double(n)};
}

}  // namespace throughline::stats
