// estimate.h: what every estimator here gives back: an interval, or a named reason why there is none.
//
// No function of this room returns NaN. Where the data cannot carry an answer the reason is one of
//   stats.no-data        nothing was observed (n = 0, no exposure)
//   stats.too-few        fewer observations than the method needs (a mean of one value has no interval)
//   stats.no-variance    all values are the same, so the test has nothing to measure a difference with
//   stats.not-positive   a value at or below zero where logarithms are taken
//   stats.out-of-range   an answer outside its scale
//   stats.no-solution    no numbers meet the conditions (weights for margins that contradict each other)
//   stats.undefined      the formula divides by zero here (kappa where chance alone agrees always)
// Arguments that only our own code can get wrong (a confidence outside 0..1, more successes than trials, values that
// are not finite) are asserted instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/error.h"

namespace throughline::stats {

// The confidence of every interval unless asked otherwise; strictly between 0 and 1.
inline constexpr double kConfidence = 0.95;

// From low to high, both included, in the unit of the estimate.
struct Interval {
  double low = 0;
  double high = 0;

  // Zero width: every observation was the same. Show it as such, never as certainty.
  bool is_flat() const { return low == high; }
  bool operator==(const Interval&) const = default;
};

// An interval that may reach beyond the data: an absent end is unbounded.
struct OpenInterval {
  std::optional<double> low;
  std::optional<double> high;
  bool operator==(const OpenInterval&) const = default;
};

// A test statistic (z, t or chi-square, as the function says) with its two-sided p-value.
struct Test {
  double statistic = 0;
  double p = 1;
};

// The part of the interval that a bounded scale can show: clamped({-3, 40}, 0, 100) is {0, 40}.
Interval clamped(Interval interval, double low, double high);

// The reasons above, in words. `what` is a plural: "people", "timed attempts".
std::unexpected<Error> no_data(std::string_view what);
std::unexpected<Error> too_few(std::string_view what, std::int64_t needed, std::int64_t found);
std::unexpected<Error> no_variance(std::string_view what);

}  // namespace throughline::stats
