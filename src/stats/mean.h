// mean.h: means, geometric means, and the differences between two of them.
//
//     Moments times;                        // whole numbers: microseconds, cents, points
//     for (auto t : {55, 65, 75, 62, 45, 135}) times.add(t);
//     summarise(times).mean                 72.8333
//     geometric_mean(logs({55, 65, 75, 62, 45, 135}))   68.24, 46.01 to 101.22
//
// Moments are whole numbers, so merging parts in any grouping gives the same bytes; a Summary is what the formulas
// read. Units: those of the values (summarise can scale them); logarithms are natural.
// Edges: no values: no-data; one value: a mean without an interval; all the same: an interval of zero width
// (Interval::is_flat, to be shown as such), and no-variance from tests.
// Limits: count · value² stays below 2^127 in Moments; doubles are finite and at most 1e150 in size (asserted).
//
// Sources: Student 1908; Welch 1947 with Satterthwaite's degrees of freedom; Sauro & Lewis 2010 (CHI) for the
// geometric mean of task times below 25 people.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/estimate.h"

namespace throughline::stats {

__extension__ using Wide = __int128;

struct Moments {
  std::int64_t count = 0;
  Wide sum = 0;
  Wide sum_of_squares = 0;

  void add(std::int64_t value, std::int64_t times = 1);
  void merge(const Moments& other);
  bool operator==(const Moments&) const = default;
};

struct Summary {
  std::int64_t n = 0;
  double mean = 0;                // 0 when n = 0: ask n first
  double squared_deviations = 0;  // the sum of (x - mean)²

  // With n - 1 below the line; absent for n < 2.
  std::optional<double> variance() const;
  std::optional<double> deviation() const;  // its root
};

// `unit` is the size of one step: 1e-6 turns moments of microseconds into a summary in seconds.
Summary summarise(const Moments& moments, double unit = 1);
Summary summarise(std::span<const double> values);

// mean ± t · s / sqrt(n). 85, 67.5, 82.5, 50, 92.5, 72.5, 77.5, 60 (SUS) gives 61.777 to 85.098 around 73.4375.
Result<Interval> mean_interval(const Summary& summary, double confidence = kConfidence);

struct TTest {
  double t = 0;
  double df = 0;
  double p = 1;  // two-sided
};

// Is the mean another than `benchmark`? The scores above against 68: t 1.1027, p .3066.
Result<TTest> t_test(const Summary& summary, double benchmark);

// a - b for two groups of different people with variances of their own. The test is absent where neither group
// varies; the interval is then flat. Too-few when a group has fewer than two values.
struct MeanDifference {
  double value = 0;
  Interval interval;
  std::optional<TTest> test;
};
Result<MeanDifference> welch(const Summary& a, const Summary& b, double confidence = kConfidence);

// Logarithms of positive values. Not-positive otherwise: a time of zero is an error in the data, and adding a
// constant to it would move every result.
Result<Summary> logs(std::span<const double> values);

// The same from Moments: store nano_log(x) = round(1e9 · ln x) of each value, then summarise(moments, kNanoLog).
// The rounding moves a geometric mean by less than one part in a thousand million. `value` > 0 (asserted).
inline constexpr double kNanoLog = 1e-9;
std::int64_t nano_log(double value);

// exp of the mean of the logs, with the t interval of the logs. One value: no interval. An interval too wide for a
// double (two values three hundred orders apart) is absent as well. No-data for n = 0.
struct GeometricMean {
  double value = 0;
  std::optional<double> log_deviation;
  std::optional<Interval> interval;
};
Result<GeometricMean> geometric_mean(const Summary& log_summary, double confidence = kConfidence);

// How many times as long a takes as b: Welch on the logs, exponentiated. Test: see MeanDifference.
struct GeometricRatio {
  double value = 1;
  Interval interval;
  std::optional<TTest> test;
};
Result<GeometricRatio> ratio_of_geometric_means(const Summary& a_logs, const Summary& b_logs,
                                                double confidence = kConfidence);

}  // namespace throughline::stats
