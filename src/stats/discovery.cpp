#include "stats/discovery.h"

#include <cassert>
#include <cmath>

namespace throughline::stats {

double problems_found(double p, double n) {
  assert(p >= 0 && p <= 1 && n >= 0);
  if (p == 1) return n > 0 ? 1 : 0;
  return -std::expm1(n * std::log1p(-p));
}

std::optional<double> people_needed(double p, double target) {
  assert(p >= 0 && p <= 1 && target > 0 && target < 1);
  if (p == 0) return std::nullopt;
  if (p == 1) return 1;
  return std::log1p(-target) / std::log1p(-p);
}

Result<Discovery> discovery(std::span<const std::int64_t> sightings, std::int64_t participants) {
  Discovery answer{.participants = participants};
  double seen = 0;
  for (const std::int64_t count : sightings) {
    assert(count >= 0 && count <= participants);
    answer.problems += count > 0;
    answer.seen_once += count == 1;
    seen += double(count);
  }
  if (participants == 0) return no_data("participants");
  if (answer.problems == 0) return no_data("problems");
  const double n = double(participants);
  answer.p = seen / (n * double(answer.problems));
  answer.once = double(answer.seen_once) / double(answer.problems);
  answer.good_turing = answer.p / (1 + answer.once);
  if (participants == 1) return answer;
  answer.normalised = (answer.p - 1 / n) * (1 - 1 / n);
  answer.adjusted = (*answer.normalised + answer.good_turing) / 2;
  return answer;
}

}  // namespace throughline::stats
