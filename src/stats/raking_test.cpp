#include "stats/raking.h"

#include <gtest/gtest.h>

#include "stats/weighting.h"

namespace throughline::stats {
namespace {

std::vector<RakingCell> cells(const std::vector<std::vector<double>>& rows) {
  std::vector<RakingCell> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) all.push_back({rows[i][j], {i, j}});
  }
  return all;
}
using Margins = std::vector<std::vector<double>>;

TEST(Raking, AsRsSurveyPackage) {
  const auto raked = rake(cells({{40, 30, 30}, {10, 50, 40}}), Margins{{120, 80}, {60, 60, 80}});
  EXPECT_NEAR(raked->totals[0], 51.0396, 1e-4);
  EXPECT_NEAR(raked->totals[5], 38.6844, 1e-4);
  EXPECT_NEAR(raked->weights[0], 1.275989, 1e-6);
}

TEST(Raking, WhatHasNoSolution) {
  const auto code = [](const auto& rows, const Margins& targets) { return rake(cells(rows), targets).error().code; };
  const std::vector<std::vector<double>> some{{1, 2}, {3, 4}};
  EXPECT_EQ(code(some, {{10, 20}, {10, 10}}), "stats.no-solution");
  EXPECT_EQ(code(std::vector<std::vector<double>>{{0, 0}, {5, 5}}, {{10, 10}, {10, 10}}), "stats.no-solution");
  EXPECT_EQ(code(std::vector<std::vector<double>>{{1, 0}, {0, 4}}, {{10, 20}, {20, 10}}), "stats.no-solution");
  EXPECT_EQ(code(std::vector<std::vector<double>>{{0, 0}, {0, 0}}, {{10, 20}, {20, 10}}), "stats.no-data");
}

TEST(Raking, TrimmedWeightsStillMeetTheMargins) {
  const auto people = cells({{90, 2}, {60, 48}});
  const Margins targets{{100, 100}, {90, 110}};
  const auto free = rake(people, targets), trimmed = rake(people, targets, {.trim = 5});
  EXPECT_GT(free->most_weight, 5);
  EXPECT_LT(trimmed->most_weight, free->most_weight);
  EXPECT_GT(trimmed->trimmed, 0);
  EXPECT_NEAR(trimmed->totals[0] + trimmed->totals[1], 100, 1e-6);
  EXPECT_NEAR(trimmed->totals[1] + trimmed->totals[3], 110, 1e-6);
}

TEST(Weighting, EffectiveNAndLinearisedError) {
  const std::vector<double> weights{.5, .8, 1.2, 2, 1, .7, 3.1, 1.4}, values{4, 5, 3, 2, 4, 5, 1, 3};
  EXPECT_NEAR(effective_sample(weights)->n, 5.9046, 1e-4);
  EXPECT_NEAR(*weighted_mean(values, weights)->error, .606889, 1e-6);
  EXPECT_FALSE(weighted_mean(std::vector{2.0}, std::vector{1.0})->interval);
  EXPECT_EQ(weighted_mean(std::vector{2.0}, std::vector{0.0}).error().code, "stats.no-data");
}

}  // namespace
}  // namespace throughline::stats
