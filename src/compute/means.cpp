#include "compute/means.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace throughline::compute {

Scored read_scored(const boost::json::value& list, Scale scale) {
  Scored scored;
  for (const boost::json::value& item : list.as_array()) {
    if (item.is_null()) {
      ++scored.missing;
    } else if (const auto value = item.to_number<double>(); value < scale.low || value > scale.high) {
      ++scored.rejected;
    } else {
      scored.values.push_back(value);
    }
  }
  return scored;
}

void set_counts(Answer& answer, const Scored& scored, Scale scale) {
  answer.whole("n_valid", std::int64_t(scored.values.size()));
  answer.whole("missing", scored.missing);
  answer.whole("rejected", scored.rejected);
  if (scored.rejected == 0) return;
  answer.warn("out-of-range", fmt::format("{} outside {} to {} left out", scored.rejected, scale.low, scale.high));
}

bool set_mean(Answer& answer, const stats::Summary& summary, Scale scale, double confidence, MeanIs part) {
  Figure figure{.n = summary.n, .confidence = confidence, .method = "t over people"};
  std::optional<stats::Interval> interval;
  if (const auto found = stats::mean_interval(summary, confidence)) {
    interval = *found;
    figure.low = std::max(scale.low, found->low);
    figure.high = std::min(scale.high, found->high);
  } else {
    figure.reason = summary.n == 0 ? "no-data" : "too-few";
  }
  if (summary.n > 0) figure.value = summary.mean;
  answer.estimate(figure);
  answer.number("mean", figure.value);
  answer.number("sd", summary.deviation());
  answer.ends("lo", "hi", interval);
  if (summary.n == 0) answer.refuse("no-data", "there are no answers");
  if (summary.n == 1 && part == MeanIs::TheAnswer)
    answer.refuse("too-few", "one answer has no interval: this needs at least 2");
  return summary.n > 0;
}

}  // namespace throughline::compute
