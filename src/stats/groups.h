// groups.h: estimates of several groups beside one another, each with an interval of its own.
//
//     heterogeneity({{.30, .05}, {.42, .04}, {.33, .06}})    Q 3.92, 2 df, p .141, I² .490
//     mover_difference(.7000 (.5845 to .7948), .6000 (.4904 to .7002))    .1000 (-.0529 to .2440)
//
// Heterogeneity: do the groups differ by more than their own errors? Cochran's Q, and I²: the part of the spread between
// them that chance does not explain, 0 to 1, with its test-based interval (absent for fewer than three groups).
// Mover: the difference of two independent estimates from their intervals, which may be lopsided; of two shares with
// Wilson's it is Newcombe's hybrid. Sources: Cochran 1954; Higgins & Thompson 2002; Zou & Donner 2008.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/estimate.h"

namespace throughline::stats {

struct WithError {
  double value = 0;
  double error = 0;  // standard error, over 0 (asserted)
};

struct Heterogeneity {
  double q = 0;
  std::int64_t df = 0;
  double p = 1;
  double i2 = 0;
  std::optional<Interval> i2_interval;
  double pooled = 0;  // weighted by 1 / error²
};
// Too-few: fewer than two groups.
Result<Heterogeneity> heterogeneity(std::span<const WithError> groups, double confidence = kConfidence);

struct Estimated {
  double value = 0;
  Interval interval;
};
struct MoverDifference {
  double value = 0;
  Interval interval;
  double p = 1;  // two-sided, by the normal whose interval reaches as far towards 0
};
// a - b. No-variance: neither interval has a width.
Result<MoverDifference> mover_difference(const Estimated& a, const Estimated& b, double confidence = kConfidence);

}  // namespace throughline::stats
