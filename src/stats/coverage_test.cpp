#include "stats/coverage.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(Coverage, WilsonIsTooShortNearTheEnds) {  // Brown, Cai & DasGupta 2001, figure 5
  EXPECT_LT(least_coverage(wilson, {0, 10}), .85);
  EXPECT_GT(least_coverage(wilson, {5, 10}), .91);
}

TEST(Coverage, ClopperAndPearsonHoldWhatTheySay) {
  for (const std::int64_t n : {1, 2, 5, 10, 50}) {
    for (std::int64_t x = 0; x <= n; ++x) EXPECT_GE(least_coverage(clopper_pearson, {x, n}), .95) << x << " of " << n;
  }
}

TEST(Coverage, WhatIsShownIsAlwaysTolerated) {
  const ShareInterval shown = [](Trials trials, double confidence) {
    return trusted_share(trials, confidence).interval;
  };
  for (std::int64_t n = 1; n <= 40; ++n) EXPECT_GE(least_coverage(shown, n), .90) << n;
  EXPECT_TRUE(trusted_share({4, 5}).is_exact);
  EXPECT_FALSE(trusted_share({9, 10}).is_exact);
  EXPECT_EQ(trusted_share({0, 0}).interval, (Interval{0, 1}));
}

}  // namespace
}  // namespace throughline::stats
