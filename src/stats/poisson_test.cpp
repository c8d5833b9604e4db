#include "stats/poisson.h"

#include <array>
#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(PoissonRate, AgreesWithR) {
  const auto rate = poisson_rate(137, 24.19893);
  EXPECT_NEAR(rate->value, 5.66141, 6e-6);
  EXPECT_NEAR(rate->interval.low, 4.753125, 1e-6);
  EXPECT_NEAR(rate->interval.high, 6.692709, 1e-6);
}

TEST(PoissonRate, NothingHappenedIsNotNever) {
  const auto rate = poisson_rate(0, 20);
  EXPECT_EQ(rate->value, 0);
  EXPECT_EQ(rate->interval.low, 0);
  EXPECT_NEAR(rate->interval.high, .18444, 6e-6);
  EXPECT_NEAR(*zero_events_upper(20), .14979, 6e-6);
  EXPECT_EQ(*rule_of_three(20), .15);
}

TEST(PoissonRate, NeedsExposure) {
  EXPECT_EQ(poisson_rate(0, 0).error().code, "stats.no-data");
  EXPECT_EQ(zero_events_upper(0).error().code, "stats.no-data");
  EXPECT_EQ(rule_of_three(0).error().code, "stats.no-data");
}

TEST(ErrorRate, LetsPeopleDiffer) {
  RatioMoments moments;
  for (const int errors : {3, 0, 1, 4, 0, 2, 1, 1, 0, 0}) moments.add(errors, 8);
  const auto rate = error_rate(moments);
  EXPECT_DOUBLE_EQ(rate->value, .15);
  EXPECT_NEAR(rate->clustered_error, .05528, 6e-6);
  EXPECT_NEAR(*rate->binomial_error, .03992, 6e-6);
  EXPECT_NEAR(*rate->design_effect, 1.917, 6e-4);
  EXPECT_NEAR(rate->interval.low, .15 - 2.262157 * .05527708, 1e-6);
}

TEST(ErrorRate, Edges) {
  EXPECT_EQ(error_rate({}).error().code, "stats.no-data");
  RatioMoments one;
  one.add(2, 8);
  EXPECT_EQ(error_rate(one).error().code, "stats.too-few");
  RatioMoments alike;
  for (int i = 0; i < 7; ++i) alike.add(1, 7);
  EXPECT_TRUE(error_rate(alike)->interval.is_flat());
  RatioMoments none;
  for (int i = 0; i < 7; ++i) none.add(0, 7);
  EXPECT_EQ(error_rate(none)->clustered_error, 0);
  EXPECT_FALSE(error_rate(none)->design_effect);
  RatioMoments many;
  many.add(9, 2);
  many.add(1, 2);
  EXPECT_FALSE(error_rate(many)->binomial_error);
  EXPECT_EQ(error_rate(many)->interval.low, 0);
  RatioMoments idle;
  idle.add(0, 0);
  idle.add(0, 0);
  EXPECT_EQ(error_rate(idle).error().code, "stats.no-data");
}

TEST(RatioMoments, MergeInAnyGrouping) {
  constexpr std::array<std::array<int, 2>, 4> people{{{3, 8}, {0, 5}, {1, 1}, {7, 20}}};
  RatioMoments all, left, right;
  for (std::size_t i = 0; i < people.size(); ++i) {
    all.add(people[i][0], people[i][1]);
    (i < 1 ? left : right).add(people[i][0], people[i][1]);
  }
  right.merge(left);
  EXPECT_EQ(right, all);
}

// R: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)) of the help page: 1.971, .858 to 4.277, p .07967.
TEST(RateRatio, AsRsPoissonTest) {
  const auto ratio = *rate_ratio({11, 800}, {21, 3011});
  EXPECT_NEAR(*ratio.value, 1.971488, 1e-6);
  EXPECT_NEAR(*ratio.interval.low, .8584264, 1e-6);
  EXPECT_NEAR(*ratio.interval.high, 4.2772659, 1e-6);
  EXPECT_NEAR(ratio.p, .07967, 1e-5);
}

TEST(RateRatio, EdgesAreOpen) {
  EXPECT_FALSE(rate_ratio({3, 800}, {0, 3011})->value);
  EXPECT_FALSE(rate_ratio({3, 800}, {0, 3011})->interval.high);
  EXPECT_EQ(rate_ratio({0, 800}, {0, 3011}).error().code, "stats.no-data");
  EXPECT_EQ(rate_ratio({1, 0}, {1, 1}).error().code, "stats.no-data");
}

}  // namespace
}  // namespace throughline::stats
