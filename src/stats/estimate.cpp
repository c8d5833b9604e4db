#include "stats/estimate.h"

#include <algorithm>
#include <fmt/format.h>

namespace throughline::stats {

Interval clamped(Interval interval, double low, double high) {
  return {std::clamp(interval.low, low, high), std::clamp(interval.high, low, high)};
}

std::unexpected<Error> no_data(std::string_view what) {
  return fail("stats.no-data", fmt::format("there are no {}", what));
}

std::unexpected<Error> too_few(std::string_view what, std::int64_t needed, std::int64_t found) {
  return fail("stats.too-few", fmt::format("this needs at least {} {}, and there is {}", needed, what, found));
}

std::unexpected<Error> no_variance(std::string_view what) {
  return fail("stats.no-variance", fmt::format("all {} are the same, so a difference cannot be tested", what));
}

}  // namespace throughline::stats
