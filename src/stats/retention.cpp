#include "stats/retention.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace throughline::stats {
namespace {

std::optional<double> ratio(double part, double whole) {
  if (whole <= 0) return std::nullopt;
  return part / whole;
}

}  // namespace

std::vector<RetentionStep> triangle_steps(std::span<const std::vector<std::int64_t>> cohorts) {
  std::size_t ages = 0;
  for (const auto& cohort : cohorts) ages = std::max(ages, cohort.size());
  std::vector<RetentionStep> steps;
  std::optional<double> cumulative = 1;
  for (std::size_t age = 1; age < ages; ++age) {
    RetentionStep step;
    for (const auto& cohort : cohorts) {
      if (cohort.size() <= age) continue;
      assert(cohort[age - 1] >= 0 && cohort[age] >= 0);
      step.before += cohort[age - 1];
      step.after += cohort[age];
    }
    step.step = ratio(double(step.after), double(step.before));
    cumulative = cumulative && step.step ? std::optional(*cumulative * *step.step) : std::nullopt;
    step.cumulative = cumulative;
    steps.push_back(step);
  }
  return steps;
}

std::vector<std::optional<double>> mean_of_cohort_shares(std::span<const std::vector<std::int64_t>> cohorts) {
  std::size_t ages = 0;
  for (const auto& cohort : cohorts) ages = std::max(ages, cohort.size());
  std::vector<std::optional<double>> means;
  for (std::size_t age = 1; age < ages; ++age) {
    double sum = 0, observed = 0;
    for (const auto& cohort : cohorts) {
      if (cohort.size() <= age || cohort.front() == 0) continue;
      sum += double(cohort[age]) / double(cohort.front());
      ++observed;
    }
    means.push_back(ratio(sum, observed));
  }
  return means;
}

Churn churn(const CustomerCounts& counts) {
  assert(counts.at_start >= 0 && counts.joined >= 0 && counts.days >= 0 && counts.customer_days >= 0);
  assert(counts.lost_from_start >= 0 && counts.lost_from_start <= counts.at_start);
  assert(counts.lost_from_joined >= 0 && counts.lost_from_joined <= counts.joined);
  const double start = double(counts.at_start);
  const double lost = double(counts.lost_from_start + counts.lost_from_joined);
  const double end = start + double(counts.joined) - lost;
  Churn answer;
  answer.churn = ratio(double(counts.lost_from_start), start);
  answer.retention = ratio(double(counts.at_start - counts.lost_from_start), start);
  answer.all_lost_per_start = ratio(lost, start);
  answer.all_lost_per_mean = ratio(lost, (start + end) / 2);
  answer.hazard_per_day = ratio(lost, counts.customer_days);
  if (answer.hazard_per_day) answer.churn_from_hazard = -std::expm1(-*answer.hazard_per_day * counts.days);
  return answer;
}

}  // namespace throughline::stats
