// raking.h: weights that make a sample's margins those of the population.
//
//     40 30 30 | 120        51.04 27.64 41.32
//     10 50 40 |  80   →     8.96 32.36 38.68
//     60 60 80
//
// A cell holds the people who share a category in every margin; all of them get the same weight, total / count.
// Iterative proportional fitting: each margin in turn is scaled to its targets, until all of them hold at once.
// Trimming: weights above `trim` times their median are cut there and the rest raked again, so that nobody speaks for
// too many; 0 does not trim.
// Edges: margins that do not sum alike, a category that nobody is in but the population has, empty cells that no
// scaling can get round: stats.no-solution. A category whose target is 0 gets the weight 0. Source: Deming & Stephan
// 1940. R: survey::rake with epsilon 1e-12 gives the numbers above.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/estimate.h"

namespace throughline::stats {

struct RakingCell {
  double people = 0;
  std::vector<std::size_t> categories;  // one of each margin
};

struct RakingRules {
  double trim = 0;  // above 1, or 0
  double gap = 1e-12;
  int rounds = 10'000;
};

struct Raked {
  std::vector<double> totals;  // of each cell
  std::vector<double> weights;
  int rounds = 0;          // until the margins held
  double trimmed = 0;      // people whose weight was cut
  double most_weight = 0;  // over the median weight
};

// targets[margin][category] >= 0 (asserted).
Result<Raked> rake(std::span<const RakingCell> cells, std::span<const std::vector<double>> targets,
                   const RakingRules& rules = {});

}  // namespace throughline::stats
