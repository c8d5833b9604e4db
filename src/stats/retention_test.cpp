#include "stats/retention.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(TriangleSteps, WeighCohortsBySize) {
  const std::vector<std::vector<std::int64_t>> cohorts{{100, 60, 45, 40}, {120, 78, 60}, {90, 50}, {110}};
  const auto steps = triangle_steps(cohorts);
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_NEAR(*steps[0].step, .60645, 6e-6);
  EXPECT_NEAR(*steps[1].step, .76087, 6e-6);
  EXPECT_NEAR(*steps[2].step, .88889, 6e-6);
  EXPECT_NEAR(*steps[2].cumulative, .410160511, 1e-9);
  EXPECT_EQ(steps[0].before, 310);
}

TEST(TriangleSteps, Edges) {
  EXPECT_TRUE(triangle_steps({}).empty());
  EXPECT_TRUE(triangle_steps(std::vector<std::vector<std::int64_t>>{{}, {5}}).empty());
  const auto gone = triangle_steps(std::vector<std::vector<std::int64_t>>{{5, 0, 0, 0}});
  EXPECT_EQ(gone[0].step, 0);
  EXPECT_FALSE(gone[1].step);
  EXPECT_FALSE(gone[2].cumulative);
}

TEST(Churn, NamesItsDenominator) {
  const Churn answer = churn({1000, 200, 50, 10, 30, 33150});
  EXPECT_EQ(answer.churn, .05);
  EXPECT_EQ(answer.retention, .95);
  EXPECT_EQ(answer.all_lost_per_start, .06);
  EXPECT_NEAR(*answer.all_lost_per_mean, .0560747664, 1e-9);
  EXPECT_NEAR(*answer.hazard_per_day, .00180995475, 1e-10);
  EXPECT_NEAR(*answer.churn_from_hazard, .0528507948, 1e-9);
}

TEST(Churn, OfNobodyIsAbsent) {
  const Churn answer = churn({});
  EXPECT_FALSE(answer.churn);
  EXPECT_FALSE(answer.retention);
  EXPECT_FALSE(answer.all_lost_per_mean);
  EXPECT_FALSE(answer.churn_from_hazard);
}

}  // namespace
}  // namespace throughline::stats
