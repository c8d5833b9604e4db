// proportion.h: how large a share is, and whether two shares differ.
//
// A share is between 0 and 1. Seven of ten people complete a task:
//
//     adjusted_wald({7, 10})    .3923 to .8967   the default for reports: best average coverage, simple
//     wilson({7, 10})           .3968 to .8922   for small n near 0 or 1: never leaves the scale
//     jeffreys({7, 10})         .3942 to .9073   the Bayesian reading, Beta(1/2, 1/2) prior
//     clopper_pearson({7, 10})  .3475 to .9333   only where coverage must be guaranteed: wider than it needs to be
//     best_point({10, 10})      .9167            a full score of ten people does not promise a full score
//
// Edges: nobody observed (n = 0) gives the interval 0 to 1 and no point; ends that pass 0 or 1 are cut there.
// Fewer than zero successes or more than n are our own mistake (asserted).
//
// Sources: Wilson 1927; Agresti & Coull 1998 (here with the z of the confidence, not 2); Brown, Cai & DasGupta 2001;
// Clopper & Pearson 1934; Sauro & Lewis 2005 and Quantifying the User Experience, chapter 3.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "stats/estimate.h"

namespace throughline::stats {

struct Trials {
  std::int64_t successes = 0;
  std::int64_t n = 0;
};

// Successes over n as they are; absent for n = 0.
std::optional<double> observed_share(Trials trials);

Interval wilson(Trials trials, double confidence = kConfidence);
Interval adjusted_wald(Trials trials, double confidence = kConfidence);
Interval jeffreys(Trials trials, double confidence = kConfidence);
Interval clopper_pearson(Trials trials, double confidence = kConfidence);

// (x + z²/2) / (n + z²): the centre of both the adjusted Wald and the Wilson interval, before cutting. 1/2 for n = 0.
double adjusted_centre(Trials trials, double confidence = kConfidence);

// Which estimate Sauro & Lewis advise by the observed share: up to .5 the adjusted centre, from .9 on Laplace's
// (x + 1) / (n + 2), between them the share as it is.
enum class PointRule { Adjusted, Observed, Laplace };
struct Point {
  double value = 0;
  PointRule rule = PointRule::Observed;
};
std::optional<Point> best_point(Trials trials, double confidence = kConfidence);
std::string_view to_text(PointRule rule);  // "adjusted", "observed", "laplace"

// Does the share exceed a benchmark? One-sided binomial p-values: 8 of 9 against .7 gives exact .1960, mid-p .1182.
// Report mid-p for small n (Sauro & Lewis); exact where the error rate must be guaranteed. No-data for n = 0.
struct BinomialTest {
  double exact_p = 1;
  double mid_p = 1;
};
Result<BinomialTest> above_benchmark(Trials trials, double benchmark);

// Two-sided exact p-value against `share`, all outcomes at most as likely as the observed one counted (as R's
// binom.test): 682 of 925 against .75 gives .3825. No-data for n = 0.
Result<double> binomial_two_sided_p(Trials trials, double share);

// Two groups of different people: statistic z = (a - b) / pooled error, times sqrt((N-1)/N). 11/12 against 5/12 gives
// z 2.5434, p .0110. No-data for an empty group; no-variance where all succeeded or all failed in both.
// Source: Campbell 2007, Statistics in Medicine 26 (best down to expected counts of 1).
Result<Test> n_minus_1_test(Trials a, Trials b);

// Intervals for a - b. Newcombe 1998, method 10: 56/70 against 48/80 gives .0524 to .3339 (as published).
// Agresti & Caffo 2000 with z: the same data give .0526 to .3360. No-data for an empty group.
Result<Interval> newcombe_difference(Trials a, Trials b, double confidence = kConfidence);
Result<Interval> adjusted_wald_difference(Trials a, Trials b, double confidence = kConfidence);

// The same people under two designs: only those who differ count. 9 succeeded with the first design alone, 2 with the
// second alone: mid-p .0386, exact .0654, chi-square 4.4545 (without continuity correction). Report mid-p.
// No-data where nobody differs. Source: Fagerland, Lydersen & Laake 2013.
struct McNemar {
  double exact_p = 1;
  double mid_p = 1;
  double chi_square = 0;
};
Result<McNemar> mcnemar(std::int64_t first_only, std::int64_t second_only);

}  // namespace throughline::stats
