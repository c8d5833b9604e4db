// sample_size.h: how many people a study needs, and what a study of so many can see.
//
//     sample_size_for_share(.5, .05)             384.15   to know a share to ± 5 points at 95 %
//     in_population(384.15, 1000)                277.73   of a thousand there are
//     sample_size_for_nps(.5, .2, 10)            234.33   to know an NPS to ± 10 points
//     sample_size_for_two_shares(.5, .75, …)     76.71    in each group (R: power.prop.test)
//     sample_size_for_two_means(1, 1, …)         22.02    in each group (R: power.t.test)
//     detectable_difference(100, 1, …)           .3981    the smallest difference of two means that 100 each would show
//
// Answers are not rounded: round up to whole people. Tests are two-sided at level alpha; the far tail, which would be
// "significant" in the wrong direction, does not count as power (as in R with strict = FALSE).
// Edges: equal shares or means, a power not above alpha / 2: out-of-range. Arguments outside 0..1 are asserted against.
// Sources: Cochran 1977, Sampling Techniques, chapter 4; Fleiss, Levin & Paik 2003, chapter 4; noncentral t.
#pragma once

#include "stats/estimate.h"

namespace throughline::stats {

// z² p (1 - p) / margin². 0 <= share <= 1, margin > 0, as shares of 1.
double sample_size_for_share(double share, double margin, double confidence = kConfidence);

// z² s² / margin²: a mean of values with deviation s, to ± margin.
double sample_size_for_mean(double deviation, double margin, double confidence = kConfidence);

// `margin` in points of the score (-100 to 100).
double sample_size_for_nps(double promoters, double detractors, double margin, double confidence = kConfidence);

// Finite-population correction n / (1 + (n - 1) / N); population >= 1.
double in_population(double n, double population);

struct Power {
  double alpha = 0.05;
  double power = 0.8;
};

// `pooled`: the test's variance is that of the common share; `unpooled`: that of each group.
struct TwoShares {
  double pooled = 0;
  double unpooled = 0;
};
Result<TwoShares> sample_size_for_two_shares(double a, double b, Power wanted);

Result<double> sample_size_for_two_means(double difference, double deviation, Power wanted);

// The chance that a t test of two groups of n each is significant in the right direction. n >= 2.
double power_of_two_means(double n, double difference, double deviation, double alpha);

struct Detectable {
  double value = 0;
  double by_normal = 0;  // the usual shorthand (z + z) s sqrt(2 / n)
};
Result<Detectable> detectable_difference(double n, double deviation, Power wanted);

}  // namespace throughline::stats
