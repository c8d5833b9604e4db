#include <algorithm>
#include <cmath>

#include "stats/distributions.h"
#include "stats/risk_table.h"
#include "stats/survival.h"

namespace throughline::stats {
namespace {

// The log partial likelihood in the coefficient of group b, with its first derivative and minus its second.
struct Likelihood {
  double value = 0;
  double slope = 0;
  double information = 0;
};

Likelihood efron(const std::vector<RiskRow>& rows, double coefficient) {
  const double hazard = std::exp(coefficient);
  Likelihood sum;
  for (const auto& [at_risk, events] : rows) {
    const double risk_b = hazard * double(at_risk[1]), dying_b = hazard * double(events[1]);
    const double risk = double(at_risk[0]) + risk_b, dying = double(events[0]) + dying_b;
    const std::int64_t deaths = events[0] + events[1];
    sum.value += coefficient * double(events[1]);
    sum.slope += double(events[1]);
    // Those who share a time leave the risk set one after the other, each by equal parts.
    for (std::int64_t gone = 0; gone < deaths; ++gone) {
      const double part = double(gone) / double(deaths);
      const double left = risk - part * dying;
      const double share_b = (risk_b - part * dying_b) / left;
      sum.value -= std::log(left);
      sum.slope -= share_b;
      sum.information += share_b * (1 - share_b);
    }
  }
  return sum;
}

}  // namespace

Result<HazardRatio> hazard_ratio(std::span<const TimeCount> a, std::span<const TimeCount> b, double confidence) {
  if (total(a) == 0 || total(b) == 0) return no_data("people in one of the groups");
  const std::vector<RiskRow> rows = risk_table(a, b);

  constexpr double kDiverged = 15;  // a ratio of three millions: the likelihood rises without end
  double coefficient = 0;
  Likelihood here = efron(rows, 0);
  const double start = here.value;
  for (int round = 0; round < 100 && std::abs(here.slope) > 1e-10; ++round) {
    if (!(here.information > 1e-12) || std::abs(coefficient) > kDiverged) return no_variance("risks");
    double step = std::clamp(here.slope / here.information, -2.0, 2.0);
    Likelihood there = efron(rows, coefficient + step);
    // Concave, so a shorter step in the same direction always climbs; 1e-12 allows for rounding at the top.
    while (there.value < here.value - 1e-12 * std::abs(here.value) && std::abs(step) > 1e-12) {
      step /= 2;
      there = efron(rows, coefficient + step);
    }
    coefficient += step;
    here = there;
    if (std::abs(step) < 1e-12) break;
  }
  if (!(here.information > 1e-12) || std::abs(coefficient) > kDiverged) return no_variance("risks");

  const double error = 1 / std::sqrt(here.information);
  const double half = z_for(confidence) * error;
  return HazardRatio{.value = std::exp(coefficient),
                     .interval = {std::exp(coefficient - half), std::exp(coefficient + half)},
                     .coefficient = coefficient,
                     .error = error,
                     .log_likelihood = {start, here.value}};
}

}  // namespace throughline::stats
