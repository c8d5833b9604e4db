// shares.h: the intervals of a share, as several sections show them.
#pragma once

#include "compute/answer.h"
#include "stats/proportion.h"

namespace throughline::compute {

// More successes than trials refuses with "out-of-range". Otherwise true.
bool check_trials(stats::Trials trials, Answer& answer);

// adjusted_wald {p_adj, lo, hi} and wilson [lo, hi].
void set_usual_intervals(Answer& answer, stats::Trials trials, double confidence);

// The share itself with the interval to trust (stats/coverage.h); 0 to 1 where nobody was observed. least_coverage
// tells, for up to a hundred people, how often each kind of interval holds the truth at worst, and a warning where that
// is too rare.
enum class Shown {
  Usual,
  All
};  // which intervals stand beside it: those of set_usual_intervals, or Bayes's and the exact too
void estimate_share(Answer& answer, stats::Trials trials, double confidence, Shown shown = Shown::Usual);

}  // namespace throughline::compute
