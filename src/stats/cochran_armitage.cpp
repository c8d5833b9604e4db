#include "stats/cochran_armitage.h"

#include <cmath>

#include "stats/distributions.h"

namespace throughline::stats {

Result<Test> cochran_armitage(std::span<const ScoredTrials> groups) {
  double n = 0, successes = 0, scores = 0;
  std::int64_t filled = 0;
  for (const auto& [score, trials] : groups) {
    if (trials.n == 0) continue;
    ++filled;
    n += double(trials.n);
    successes += double(trials.successes);
    scores += score * double(trials.n);
  }
  if (filled == 0) return no_data("trials");
  if (filled == 1) return too_few("groups with trials", 2, 1);
  const double share = successes / n, middle = scores / n;
  double slope = 0, spread = 0;
  for (const auto& [score, trials] : groups) {
    slope += double(trials.successes) * (score - middle);
    spread += double(trials.n) * (score - middle) * (score - middle);
  }
  if (successes == 0 || successes == n || spread == 0) return no_variance("trials");
  const double z = slope / std::sqrt(share * (1 - share) * spread);
  return Test{.statistic = z, .p = normal_two_sided_p(z)};
}

}  // namespace throughline::stats
