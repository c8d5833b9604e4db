// alpha.h: do the items of a questionnaire measure one thing? Cronbach's alpha, with its interval.
//
//     10 items, 74 people        alpha .849, interval .794 to .894
//
// Reads the items' summaries and that of the totals, of the same people, who answered every item; reverse-coded items
// turned first. Below 0 is possible. Edges: fewer than two items or people: too-few; all totals the same: no-variance.
// Sources: Cronbach 1951; Feldt 1965 for the interval: (1 - alpha) times F quantiles with n - 1 and (n - 1)(k - 1)
// degrees of freedom. Checked against: the span version in questionnaire.h.
#pragma once

#include <span>

#include "stats/mean.h"

namespace throughline::stats {

struct Alpha {
  double value = 0;
  Interval interval;
};
Result<Alpha> cronbach_alpha(std::span<const Summary> items, const Summary& totals, double confidence = kConfidence);

}  // namespace throughline::stats
