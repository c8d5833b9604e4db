#include "stats/groups.h"

#include <cmath>
#include <gtest/gtest.h>
#include <vector>

#include "stats/proportion.h"

namespace throughline::stats {
namespace {

TEST(Heterogeneity, OfThreeGroups) {
  // Weights 400, 625, 277.78; pooled .36397; Q by hand.
  const auto found = heterogeneity(std::vector<WithError>{{.30, .05}, {.42, .04}, {.33, .06}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->pooled, (.30 * 400 + .42 * 625 + .33 / .0036) / (400 + 625 + 1 / .0036), 1e-12);
  EXPECT_NEAR(found->q, 3.9195, 1e-4);
  EXPECT_EQ(found->df, 2);
  EXPECT_NEAR(found->p, std::exp(-found->q / 2), 1e-12);  // chi-square of two degrees of freedom
  EXPECT_NEAR(found->i2, 1 - 2 / found->q, 1e-12);
  ASSERT_TRUE(found->i2_interval);
  EXPECT_LE(found->i2_interval->low, found->i2);
  EXPECT_GE(found->i2_interval->high, found->i2);
}

TEST(Heterogeneity, AlikeOrTooFew) {
  const auto alike = heterogeneity(std::vector<WithError>{{.3, .1}, {.3, .2}});
  EXPECT_EQ(alike->q, 0);
  EXPECT_EQ(alike->i2, 0);
  EXPECT_EQ(alike->p, 1);
  EXPECT_FALSE(alike->i2_interval);
  EXPECT_EQ(heterogeneity(std::vector<WithError>{{.3, .1}}).error().code, "stats.too-few");
}

TEST(Mover, OfTwoSharesIsNewcombesHybrid) {
  const Trials a{56, 70}, b{48, 80};
  const auto found = mover_difference({56.0 / 70, wilson(a)}, {48.0 / 80, wilson(b)});
  const auto newcombe = newcombe_difference(a, b);
  EXPECT_NEAR(found->interval.low, newcombe->low, 1e-12);
  EXPECT_NEAR(found->interval.high, newcombe->high, 1e-12);
  EXPECT_NEAR(found->interval.low, .0524, 1e-4);  // published
  EXPECT_NEAR(found->interval.high, .3339, 1e-4);
  EXPECT_LT(found->p, .05);
}

TEST(Mover, PIsUnderFivePercentWhereTheIntervalLeavesOutNothing) {
  const auto apart = mover_difference({10, {8, 12}}, {5, {4, 9}});
  EXPECT_GT(apart->interval.low, 0);
  EXPECT_LT(apart->p, .05);
  const auto near = mover_difference({10, {8, 12}}, {9, {7, 11}});
  EXPECT_LT(near->interval.low, 0);
  EXPECT_GT(near->p, .05);
  EXPECT_EQ(mover_difference({1, {1, 1}}, {2, {2, 2}}).error().code, "stats.no-variance");
}

}  // namespace
}  // namespace throughline::stats
