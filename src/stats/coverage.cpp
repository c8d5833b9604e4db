#include "stats/coverage.h"

#include <algorithm>
#include <cassert>
#include <vector>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

constexpr double kRounding = 1e-12;

// The outcomes whose intervals hold p lie side by side, because both ends of an interval rise with the successes.
double coverage_at(double p, const std::vector<Interval>& intervals) {
  const auto first = std::ranges::partition_point(intervals, [&](const Interval& i) { return i.high < p - kRounding; });
  const auto last = std::ranges::partition_point(intervals, [&](const Interval& i) { return i.low <= p + kRounding; });
  const auto n = std::int64_t(intervals.size()) - 1;
  if (first >= last) return 0;
  return binomial_cdf(last - intervals.begin() - 1, n, p) - binomial_cdf(first - intervals.begin() - 1, n, p);
}

}  // namespace

double least_coverage(ShareInterval method, std::int64_t n, double confidence, Interval among) {
  assert(n > 0);
  std::vector<Interval> intervals;
  for (std::int64_t x = 0; x <= n; ++x) intervals.push_back(method({x, n}, confidence));
  double least = 1;
  for (int thousandth = 1; thousandth < 1000; ++thousandth) {
    const double p = thousandth / 1000.0;
    if (p >= among.low && p <= among.high) least = std::min(least, coverage_at(p, intervals));
  }
  return least;
}

double least_coverage(ShareInterval method, Trials observed, double confidence) {
  return least_coverage(method, observed.n, confidence, method(observed, confidence));
}

TrustedShare trusted_share(Trials trials, double confidence) {
  if (trials.n == 0) return {{0, 1}};
  constexpr std::int64_t kLooksAt = 20;  // from ten people on the adjusted Wald interval is tolerated everywhere
  const bool is_tolerated =
      trials.n > kLooksAt || least_coverage(adjusted_wald, trials.n, confidence) >= confidence - kToleratedLoss;
  if (is_tolerated) return {adjusted_wald(trials, confidence)};
  return {clopper_pearson(trials, confidence), true};
}

}  // namespace throughline::stats
