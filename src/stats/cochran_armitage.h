// cochran_armitage.h: do shares rise or fall along ordered groups?
//
//     smokers among patients of four studies in order: 83/86, 90/93, 129/136, 70/82, scores 1 to 4
//         z -2.8679, p .0041        (R: prop.trend.test gives chi-square 8.2249 = z²)
//
// z = sum of x (s - S) / sqrt(p (1 - p) · sum of n (s - S)²), with S the mean score of all and p their share: the slope
// of a weighted line through the shares. Below 0 they fall. It sees a trend, not any difference; it tells of going
// together, not of what brings what about. Observations are taken for independent.
// Sources: Cochran 1954; Armitage 1955.
#pragma once

#include <span>

#include "stats/estimate.h"
#include "stats/proportion.h"

namespace throughline::stats {

struct ScoredTrials {
  double score = 0;  // the group's place on the scale
  Trials trials;
};

// Groups without trials say nothing. No-data: no trials at all. Too-few: fewer than two groups with trials.
// No-variance: all of them succeeded, or none, or all groups have one score.
Result<Test> cochran_armitage(std::span<const ScoredTrials> groups);

}  // namespace throughline::stats
