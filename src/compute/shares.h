// shares.h: the intervals of a share, as several sections show them.
#pragma once

#include "compute/answer.h"
#include "stats/proportion.h"

namespace throughline::compute {

// More successes than trials refuses with "out-of-range". Otherwise true.
bool check_trials(stats::Trials trials, Answer& answer);

// adjusted_wald {p_adj, lo, hi} and wilson [lo, hi].
void set_usual_intervals(Answer& answer, stats::Trials trials, double confidence);

// The share itself with its adjusted Wald interval; 0 to 1 where nobody was observed.
void estimate_share(Answer& answer, stats::Trials trials, double confidence);

}  // namespace throughline::compute
