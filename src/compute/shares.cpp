#include "compute/shares.h"

#include <fmt/format.h>
#include <span>
#include <utility>

#include "stats/coverage.h"

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

namespace {

constexpr std::pair<const char*, stats::ShareInterval> kIntervals[] = {{"adjusted_wald", stats::adjusted_wald},
                                                                       {"wilson", stats::wilson},
                                                                       {"jeffreys", stats::jeffreys},
                                                                       {"clopper_pearson", stats::clopper_pearson}};

void set_least_coverage(Answer& answer, stats::Trials trials, double confidence, std::size_t kinds) {
  boost::json::object least;
  std::string short_ones;
  for (const auto& [name, interval] : std::span(kIntervals).first(kinds)) {
    const double coverage = stats::least_coverage(interval, trials, confidence);
    least[name] = coverage;
    if (coverage < confidence - stats::kToleratedLoss)
      short_ones += fmt::format("{}{} ({:.3f})", short_ones.empty() ? "" : ", ", name, coverage);
  }
  answer.set("least_coverage", std::move(least));
  if (short_ones.empty()) return;
  answer.warn("coverage-below-0.90",
              fmt::format("these intervals hold some share within them in fewer than {:.2f} of samples: {}; that of "
                          "the estimate does not",
                          confidence - stats::kToleratedLoss, short_ones));
}

}  // namespace

void estimate_share(Answer& answer, stats::Trials trials, double confidence, Shown shown) {
  const stats::TrustedShare share = stats::trusted_share(trials, confidence);
  answer.estimate({.value = stats::observed_share(trials),
                   .low = share.interval.low,
                   .high = share.interval.high,
                   .n = trials.n,
                   .confidence = confidence,
                   .method = share.is_exact ? "Clopper-Pearson" : "adjusted Wald"});
  constexpr std::int64_t kLooksAt = 100;
  if (trials.n > 0 && trials.n <= kLooksAt) set_least_coverage(answer, trials, confidence, shown == Shown::All ? 4 : 2);
}

}  // namespace throughline::compute
