// retention.h: who comes back, and who is lost, from counts of customers.
//
//     age      0    1   2   3        steps      .6065  .7609  .8889
//     June   100   60  45  40        cumulative .6065  .4614  .4102
//     July   120   78  60
//     August  90   50
//
// Shares are between 0 and 1 where "active" cannot return; a step may pass 1 where it can. Edges: an age no cohort
// has reached, or whose predecessor had nobody: absent, and so is everything cumulated over it.
// Sources: the chain-ladder ratio, which is the discrete Kaplan–Meier estimator (Mack 1993); churn by its definitions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimate.h"

namespace throughline::stats {

// From age k-1 to age k: sum of active at k over sum of active at k-1, both of the cohorts observed at k. Weighted so,
// young cohorts tell what they know; the mean of cohort percentages would count ten customers like ten thousand.
struct RetentionStep {
  std::int64_t before = 0;  // active at k-1, in cohorts observed at k
  std::int64_t after = 0;   // active at k
  std::optional<double> step;
  std::optional<double> cumulative;  // the product of all steps so far
};
// `cohorts[c][k]`: active members of cohort c at age k. Element 0 of the answer is the step from age 0 to 1.
std::vector<RetentionStep> triangle_steps(std::span<const std::vector<std::int64_t>> cohorts);

// What the steps above replace: the mean over cohorts of active at k / active at 0, for k from 1. Deprecated: ten
// customers count like ten thousand, and it may rise with age, because old cohorts are others than young ones.
std::vector<std::optional<double>> mean_of_cohort_shares(std::span<const std::vector<std::int64_t>> cohorts);

// Churn means little without its denominator, so each has a name. 1,000 customers at the start, 200 joined, 50 of the
// old and 10 of the new lost in 30 days, 33,150 days as customer in all.
struct CustomerCounts {
  std::int64_t at_start = 0;
  std::int64_t joined = 0;
  std::int64_t lost_from_start = 0;
  std::int64_t lost_from_joined = 0;
  double days = 0;           // length of the period
  double customer_days = 0;  // days that all customers together were customers
};
struct Churn {
  std::optional<double> churn;               // .05: of those there at the start. The default
  std::optional<double> retention;           // .95: 1 - churn
  std::optional<double> all_lost_per_start;  // .06: counts joiners above the line only; inflates with growth
  std::optional<double> all_lost_per_mean;   // .0561: over the mean of start and end
  std::optional<double> hazard_per_day;      // .00181: losses per customer-day
  std::optional<double> churn_from_hazard;   // .0529: 1 - exp(-hazard · days)
};
// Fields without a denominator are absent.
Churn churn(const CustomerCounts& counts);

}  // namespace throughline::stats
