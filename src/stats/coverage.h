// coverage.h: where an interval holds the truth less often than it says, so that it is not to be shown as if it did.
//
//     least_coverage(wilson, {0, 10})          .842: with few people and shares near 0 or 1, Wilson is too short there
//     least_coverage(adjusted_wald, {7, 10})   .950
//
// An interval is tolerated while it holds the truth at most 5 points less often than its confidence: 0.90 at 95 %.
// docs/explanation/coverage.md has the table that the rules below are read from, and the command that makes it.
#pragma once

#include "stats/estimate.h"
#include "stats/proportion.h"

namespace throughline::stats {

inline constexpr double kToleratedLoss = 0.05;

using ShareInterval = Interval (*)(Trials, double);

// The least share of samples of n in which the method's interval holds the truth p, over all p from low to high (in
// thousandths): enumerated, not simulated. n > 0 (asserted); it costs some n + 1000 evaluations.
double least_coverage(ShareInterval method, std::int64_t n, double confidence = kConfidence, Interval among = {0, 1});

// The same over the p that the interval of these trials holds: those that are still possible.
double least_coverage(ShareInterval method, Trials observed, double confidence = kConfidence);

// An interval for a share that is tolerated whatever the truth is: the adjusted Wald's, and where that is not (five
// people or fewer at 95 %) Clopper and Pearson's, which always is. `is_exact` says so. n = 0: 0 to 1.
struct TrustedShare {
  Interval interval;
  bool is_exact = false;
};
TrustedShare trusted_share(Trials trials, double confidence = kConfidence);

// From so many people on the adjusted intervals hold what they say, whatever the truth is.
inline constexpr std::int64_t kFewestForNps = 20;       // also in each of two groups
inline constexpr std::int64_t kFewestForNpsWald = 100;  // the plain interval
inline constexpr std::int64_t kFewestForNewcombe = 20;  // in each group; below, the adjusted Wald difference
inline constexpr std::int64_t kFewestForDifference = 6;

// Kappa and alpha: with fewer things judged, or nearly all of them in one category, their intervals hold the truth in
// as little as a seventh of samples.
constexpr bool is_agreement_covered(double judged, double outside_the_commonest) {
  return judged >= 30 && outside_the_commonest >= 10;
}

}  // namespace throughline::stats
