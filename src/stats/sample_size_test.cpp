#include "stats/sample_size.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(SampleSize, OfAShareAsCochran) {
  const double n = sample_size_for_share(.5, .05);
  EXPECT_NEAR(n, 384.1459, 1e-4);
  EXPECT_NEAR(in_population(n, 1000), 277.7335, 1e-4);
  EXPECT_NEAR(in_population(n, 1), 1, 1e-12);
}

TEST(SampleSize, OfTwoSharesAsPowerPropTest) {  // R: power.prop.test(p1 = .50, p2 = .75, power = .90)
  EXPECT_NEAR(sample_size_for_two_shares(.5, .75, {.05, .9})->pooled, 76.7, .05);
  EXPECT_LT(sample_size_for_two_shares(.5, .75, {.05, .9})->unpooled, 76.7);
  EXPECT_EQ(sample_size_for_two_shares(.5, .5, {}).error().code, "stats.out-of-range");
}

TEST(SampleSize, OfTwoMeansAsPowerTTest) {  // R: power.t.test(power = .90, delta = 1)
  EXPECT_NEAR(*sample_size_for_two_means(1, 1, {.05, .9}), 22.02110, 1e-5);
  EXPECT_NEAR(*sample_size_for_two_means(-1, 1, {.05, .9}), 22.02110, 1e-5);
  EXPECT_EQ(*sample_size_for_two_means(100, 1, {.05, .9}), 2);
  EXPECT_EQ(sample_size_for_two_means(0, 1, {}).error().code, "stats.out-of-range");
  EXPECT_EQ(sample_size_for_two_means(1, 1, {.05, .01}).error().code, "stats.out-of-range");
}

TEST(SampleSize, WhatAStudyCanSee) {  // R: power.t.test(n = 20, delta = 1, sd = 1) has a power of .8689528
  EXPECT_NEAR(power_of_two_means(20, 1, 1, .05), .8689528, 1e-6);
  EXPECT_NEAR(detectable_difference(100, 1, {})->value, .3981386, 1e-6);
  EXPECT_EQ(detectable_difference(1, 1, {}).error().code, "stats.too-few");
}

}  // namespace
}  // namespace throughline::stats
