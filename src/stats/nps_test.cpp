#include "stats/nps.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(Nps, FiftyThirtyTwenty) {
  EXPECT_EQ(nps({50, 30, 20}), 30);
  const auto plain = nps_wald({50, 30, 20});
  EXPECT_NEAR(plain->error, 7.8103, 6e-5);
  EXPECT_NEAR(plain->interval.low, 14.69, 6e-3);
  EXPECT_NEAR(plain->interval.high, 45.31, 6e-3);
  const auto adjusted = nps_adjusted({50, 30, 20});
  EXPECT_NEAR(adjusted->interval.low, 14.0511, 6e-5);
  EXPECT_NEAR(adjusted->interval.high, 44.2013, 6e-5);
}

TEST(Nps, AllAgree) {
  EXPECT_TRUE(nps_wald({10, 0, 0})->interval.is_flat());
  EXPECT_NEAR(nps_adjusted({10, 0, 0})->interval.low, 47.50, 6e-3);
  EXPECT_EQ(nps_adjusted({10, 0, 0})->interval.high, 100);
  EXPECT_EQ(nps_wald({0, 9, 0})->error, 0);
  EXPECT_EQ(nps_wald({0, 0, 9})->value, -100);
}

TEST(Nps, OnePersonAndNobody) {
  EXPECT_NEAR(nps_adjusted({1, 0, 0})->interval.low, -48.50, 6e-3);
  EXPECT_NEAR(nps_adjusted({1, 0, 0})->interval.high, 98.50, 6e-3);
  EXPECT_FALSE(nps({}));
  EXPECT_EQ(nps_wald({}).error().code, "stats.no-data");
  EXPECT_EQ(nps_adjusted({}).error().code, "stats.no-data");
  EXPECT_EQ(nps_difference({}, {1, 0, 0}).error().code, "stats.no-data");
}

TEST(Nps, TallyKeepsWhatItLeavesOut) {
  NpsTally tally;
  for (int answer = -1; answer <= 11; ++answer) tally.add(answer);
  tally.add(std::nullopt);
  EXPECT_EQ(tally.counts.promoters, 2);
  EXPECT_EQ(tally.counts.passives, 2);
  EXPECT_EQ(tally.counts.detractors, 7);
  EXPECT_EQ(tally.rejected, 2);
  EXPECT_EQ(tally.missing, 1);
}

TEST(Nps, TwoSamples) {
  const auto difference = nps_difference({50, 30, 20}, {40, 30, 30});
  EXPECT_EQ(difference->observed, 20);
  EXPECT_NEAR(difference->test.statistic, 1.7323, 6e-5);
  EXPECT_NEAR(difference->test.p, .0832, 6e-5);
}

}  // namespace
}  // namespace throughline::stats
