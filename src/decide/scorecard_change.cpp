#include <cmath>

#include "decide/scorecard_parts.h"
#include "stats/proportion.h"

namespace throughline::decide {

using model::Estimate;

namespace {

stats::Trials trials(const Estimate& share) {
  return {static_cast<std::int64_t>(std::llround(*share.value * static_cast<double>(share.n))), share.n};
}

}  // namespace

Estimate change(const Estimate& now, const Estimate& before, bool is_share) {
  Estimate result;
  result.n = now.n + before.n;
  if (!now.value || !before.value) return result;
  result.value = *now.value - *before.value;
  if (is_share) {
    if (const auto interval = stats::newcombe_difference(trials(now), trials(before))) {
      result.low = interval->low;
      result.high = interval->high;
    }
    return result;
  }
  // MOVER: each estimate's own distances to its limits stand for its variance on that side (Zou & Donner 2008).
  if (now.low && now.high && before.low && before.high) {
    result.low = *result.value - std::hypot(*now.value - *now.low, *before.high - *before.value);
    result.high = *result.value + std::hypot(*now.high - *now.value, *before.value - *before.low);
  }
  return result;
}

std::vector<Ranks> ranks(const std::vector<Estimate>& estimates) {
  std::vector<Ranks> result;
  for (const Estimate& mine : estimates) {
    Ranks of_mine{1, static_cast<std::int64_t>(estimates.size())};
    for (const Estimate& other : estimates) {
      if (other.low && mine.high && *other.low > *mine.high) ++of_mine.low;
      if (other.high && mine.low && *other.high < *mine.low) --of_mine.high;
    }
    result.push_back(of_mine);
  }
  return result;
}

}  // namespace throughline::decide
