#include "stats/lostness.h"

#include <cmath>

namespace throughline::stats {

std::optional<double> lostness(const Views& views) {
  if (views.fewest < 1 || views.distinct < views.fewest || views.total < views.distinct) return std::nullopt;
  const auto distinct = static_cast<double>(views.distinct);
  return std::hypot(distinct / static_cast<double>(views.total) - 1, static_cast<double>(views.fewest) / distinct - 1);
}

}  // namespace throughline::stats
