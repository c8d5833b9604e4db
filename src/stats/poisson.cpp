#include "stats/poisson.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "stats/distributions.h"
#include "stats/proportion.h"

namespace throughline::stats {

Result<Rate> poisson_rate(std::int64_t events, double exposure, double confidence) {
  assert(events >= 0 && exposure >= 0 && confidence > 0 && confidence < 1);
  if (exposure == 0) return no_data("chances for it to happen");
  const double tail = (1 - confidence) / 2;
  const double k = double(events);
  const double low = events == 0 ? 0 : chi_square_quantile(tail, 2 * k) / 2;
  const double high = chi_square_quantile(1 - tail, 2 * k + 2) / 2;
  return Rate{k / exposure, {low / exposure, high / exposure}};
}

Result<double> zero_events_upper(double exposure, double confidence) {
  assert(exposure >= 0 && confidence > 0 && confidence < 1);
  if (exposure == 0) return no_data("chances for it to happen");
  return -std::log1p(-confidence) / exposure;
}

Result<double> rule_of_three(double exposure) {
  assert(exposure >= 0);
  if (exposure == 0) return no_data("chances for it to happen");
  return 3 / exposure;
}

Result<RateRatio> rate_ratio(Events a, Events b, double confidence) {
  assert(a.count >= 0 && b.count >= 0 && a.exposure >= 0 && b.exposure >= 0);
  if (a.exposure == 0 || b.exposure == 0) return no_data("chances for it to happen");
  const Trials trials{a.count, a.count + b.count};
  if (trials.n == 0) return no_data("events");
  RateRatio answer;
  if (b.count > 0) answer.value = double(a.count) / a.exposure / (double(b.count) / b.exposure);
  const Interval share = clopper_pearson(trials, confidence);
  const auto odds = [&](double of) { return of / (1 - of) * (b.exposure / a.exposure); };
  answer.interval.low = odds(share.low);
  if (share.high < 1) answer.interval.high = odds(share.high);
  TRY(p, binomial_two_sided_p(trials, a.exposure / (a.exposure + b.exposure)));
  answer.p = p;
  return answer;
}

void RatioMoments::add(std::int64_t person_events, std::int64_t person_opportunities) {
  assert(person_events >= 0 && person_opportunities >= 0);
  people += 1;
  events += person_events;
  opportunities += person_opportunities;
  events_squared += Wide(person_events) * person_events;
  events_by_opportunities += Wide(person_events) * person_opportunities;
  opportunities_squared += Wide(person_opportunities) * person_opportunities;
}

void RatioMoments::merge(const RatioMoments& other) {
  people += other.people;
  events += other.events;
  opportunities += other.opportunities;
  events_squared += other.events_squared;
  events_by_opportunities += other.events_by_opportunities;
  opportunities_squared += other.opportunities_squared;
}

Result<RatioEstimate> error_rate(const RatioMoments& moments, double confidence) {
  if (moments.people == 0 || moments.opportunities == 0) return no_data("chances for it to happen");
  if (moments.people == 1) return too_few("people", 2, 1);

  using Long = long double;  // 64 bits of mantissa: the three terms nearly cancel when all people are alike
  const Long n = Long(moments.people);
  const Long total = Long(moments.opportunities);
  const Long r = Long(moments.events) / total;
  const Long squares = Long(moments.events_squared) - 2 * r * Long(moments.events_by_opportunities) +
                       r * r * Long(moments.opportunities_squared);
  const Long noise = 1e-15L * Long(moments.events_squared);
  const Long variance = squares <= noise ? 0 : n / (n - 1) * squares / (total * total);

  RatioEstimate answer{.value = double(r),
                       .clustered_error = double(std::sqrt(variance)),
                       .interval = {},
                       .binomial_error = {},
                       .design_effect = {}};
  const double half = t_for(confidence, double(n - 1)) * answer.clustered_error;
  answer.interval = {std::max(0.0, answer.value - half), answer.value + half};
  if (r <= 1) {
    answer.binomial_error = double(std::sqrt(r * (1 - r) / total));
    if (r > 0 && r < 1) answer.design_effect = double(variance * total / (r * (1 - r)));
  }
  return answer;
}

}  // namespace throughline::stats
