#include "stats/nps.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

// Lewis & Sauro's constants: three people added, 3/4 of one at each end.
constexpr double kAddedPeople = 3;
constexpr double kAddedPerEnd = 0.75;

void check([[maybe_unused]] NpsCounts counts) {
  assert(counts.promoters >= 0 && counts.passives >= 0 && counts.detractors >= 0);
}

NpsEstimate estimate(double promoters, double detractors, double n, double confidence) {
  const double p = promoters / n, d = detractors / n;
  const double score = p - d;
  const double value = 100 * score;
  const double error = 100 * std::sqrt(std::max(0.0, p + d - score * score) / n);
  const double half = z_for(confidence) * error;
  return {value, error, clamped({value - half, value + half}, -100, 100)};
}

}  // namespace

void NpsTally::add(std::optional<std::int64_t> answer) {
  if (!answer) {
    ++missing;
  } else if (*answer < 0 || *answer > 10) {
    ++rejected;
  } else if (*answer >= 9) {
    ++counts.promoters;
  } else if (*answer >= 7) {
    ++counts.passives;
  } else {
    ++counts.detractors;
  }
}

std::optional<double> nps(NpsCounts counts) {
  check(counts);
  if (counts.n() == 0) return std::nullopt;
  return 100 * double(counts.promoters - counts.detractors) / double(counts.n());
}

Result<NpsEstimate> nps_wald(NpsCounts counts, double confidence) {
  check(counts);
  if (counts.n() == 0) return no_data("answers");
  return estimate(double(counts.promoters), double(counts.detractors), double(counts.n()), confidence);
}

Result<NpsEstimate> nps_adjusted(NpsCounts counts, double confidence) {
  check(counts);
  if (counts.n() == 0) return no_data("answers");
  return estimate(double(counts.promoters) + kAddedPerEnd, double(counts.detractors) + kAddedPerEnd,
                  double(counts.n()) + kAddedPeople, confidence);
}

Result<NpsDifference> nps_difference(NpsCounts a, NpsCounts b, double confidence) {
  TRY(first, nps_adjusted(a, confidence));
  TRY(second, nps_adjusted(b, confidence));
  NpsDifference answer;
  answer.observed = *nps(a) - *nps(b);
  answer.adjusted = first.value - second.value;
  answer.error = std::hypot(first.error, second.error);
  const double half = z_for(confidence) * answer.error;
  answer.interval = clamped({answer.adjusted - half, answer.adjusted + half}, -200, 200);
  const double z = answer.adjusted / answer.error;  // the added people keep the error above zero
  answer.test = {z, normal_two_sided_p(z)};
  return answer;
}

}  // namespace throughline::stats
