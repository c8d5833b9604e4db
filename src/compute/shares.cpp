#include "compute/shares.h"

#include <fmt/format.h>

namespace throughline::compute {

bool check_trials(stats::Trials trials, Answer& answer) {
  if (trials.successes <= trials.n) return true;
  answer.refuse("out-of-range", fmt::format("{} successes among {} cannot be", trials.successes, trials.n));
  return false;
}

void set_usual_intervals(Answer& answer, stats::Trials trials, double confidence) {
  const stats::Interval adjusted = stats::adjusted_wald(trials, confidence);
  answer.set("adjusted_wald",
             boost::json::object{
                 {"p_adj", stats::adjusted_centre(trials, confidence)}, {"lo", adjusted.low}, {"hi", adjusted.high}});
  answer.pair("wilson", stats::wilson(trials, confidence));
}

void estimate_share(Answer& answer, stats::Trials trials, double confidence) {
  const stats::Interval interval = trials.n == 0 ? stats::Interval{0, 1} : stats::adjusted_wald(trials, confidence);
  answer.estimate({.value = stats::observed_share(trials),
                   .low = interval.low,
                   .high = interval.high,
                   .n = trials.n,
                   .confidence = confidence,
                   .method = "adjusted Wald"});
}

}  // namespace throughline::compute
