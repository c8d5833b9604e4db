// poisson.h: how often something happens: errors per hour, per task, per opportunity.
//
//     poisson_rate(137, 24.19893)   5.6614, 4.7531 to 6.6927          (R: poisson.test)
//     poisson_rate(0, 20)           0, 0 to .1844: never "no errors", always "at most"
//     error_rate of 10 people, 12 errors in 80 fields: .15, standard error .0553 (not .0399: people differ)
//
// Unit: events per unit of exposure. Edges: no exposure: no-data; ratio of one person: too-few (no error to measure).
// Sources: Garwood 1936; Hanley & Lippman-Hand 1983 (rule of three); Cochran, Sampling Techniques, chapter 6, for the
// ratio estimator with people as clusters.
#pragma once

#include <cstdint>
#include <optional>

#include "stats/estimate.h"
#include "stats/mean.h"

namespace throughline::stats {

struct Rate {
  double value = 0;
  Interval interval;
};

// Exact interval for independent events (variance near the mean; otherwise use error_rate, which lets people differ).
// exposure >= 0 (asserted).
Result<Rate> poisson_rate(std::int64_t events, double exposure, double confidence = kConfidence);

// Nothing happened: the rate that `confidence` rules out from above, one-sided: -ln(1 - confidence) / exposure.
// 20 tasks without an error: below .1498 with 95 %. rule_of_three is its shorthand 3 / exposure: .15.
Result<double> zero_events_upper(double exposure, double confidence = kConfidence);
Result<double> rule_of_three(double exposure);

// How many times as often a happens as b, each per exposure of its own: given all events, those of a are binomial.
// 11 in 800 against 21 in 3011: 1.97, .858 to 4.277, p .0797 (R: poisson.test). An end is absent where it is unbounded,
// the value where b had no events. No-data: no exposure, or no event at all.
struct RateRatio {
  std::optional<double> value;
  OpenInterval interval;
  double p = 1;  // two-sided, exact
};
struct Events {
  std::int64_t count = 0;
  double exposure = 0;
};
Result<RateRatio> rate_ratio(Events a, Events b, double confidence = kConfidence);

// Events and opportunities per person, as whole sums: merging in any grouping gives the same bytes.
struct RatioMoments {
  std::int64_t people = 0;
  std::int64_t events = 0;
  std::int64_t opportunities = 0;
  Wide events_squared = 0;
  Wide events_by_opportunities = 0;
  Wide opportunities_squared = 0;

  void add(std::int64_t person_events, std::int64_t person_opportunities);
  void merge(const RatioMoments& other);
  bool operator==(const RatioMoments&) const = default;
};

// Events per opportunity with the between-people variance n/(n-1) · sum of (e - r·o)² / (sum of o)².
// binomial_error is what independence of all opportunities would give; absent when an opportunity can hold more than
// one event (r > 1). design_effect is how many times too small that variance is; absent without it or at r = 0 or 1.
// The interval is r ± t(n-1) · clustered_error, cut at 0.
struct RatioEstimate {
  double value = 0;
  double clustered_error = 0;
  Interval interval;
  std::optional<double> binomial_error;
  std::optional<double> design_effect;
};
Result<RatioEstimate> error_rate(const RatioMoments& moments, double confidence = kConfidence);

}  // namespace throughline::stats
