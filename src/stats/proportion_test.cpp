#include "stats/proportion.h"

#include <gtest/gtest.h>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

void expect_interval(Interval got, double low, double high, double tolerance = 6e-5) {
  EXPECT_NEAR(got.low, low, tolerance);
  EXPECT_NEAR(got.high, high, tolerance);
}

TEST(Proportion, SevenOfTen) {
  expect_interval(adjusted_wald({7, 10}), .3923, .8967);
  expect_interval(wilson({7, 10}), .3968, .8922);
  expect_interval(jeffreys({7, 10}), .3942, .9073);
  expect_interval(clopper_pearson({7, 10}), .3475, .9333);
}

TEST(Proportion, AllOfTen) {
  expect_interval(adjusted_wald({10, 10}), .6791, 1);
  expect_interval(wilson({10, 10}), .7225, 1);
  EXPECT_NEAR(best_point({10, 10})->value, .9167, 6e-5);
  EXPECT_EQ(best_point({10, 10})->rule, PointRule::Laplace);
}

TEST(Proportion, PublishedClopperPearson) {
  expect_interval(clopper_pearson({682, 925}), .7076683, .7654066, 1e-7);
}

TEST(Proportion, NobodySaysNothing) {
  EXPECT_FALSE(observed_share({0, 0}));
  EXPECT_FALSE(best_point({0, 0}));
  for (const auto interval : {wilson, adjusted_wald, jeffreys, clopper_pearson}) {
    EXPECT_EQ(interval({0, 0}, .95).low, 0);
    EXPECT_EQ(interval({0, 0}, .95).high, 1);
  }
  EXPECT_EQ(adjusted_centre({0, 0}), .5);
  EXPECT_EQ(above_benchmark({0, 0}, .7).error().code, "stats.no-data");
  EXPECT_EQ(binomial_two_sided_p({0, 0}, .7).error().code, "stats.no-data");
}

TEST(Proportion, EndsOfTheScaleAreExactAndMirrored) {
  for (const auto interval : {wilson, adjusted_wald, jeffreys, clopper_pearson}) {
    for (const std::int64_t n : {1, 2, 5, 30, 100'000}) {
      EXPECT_EQ(interval({0, n}, .95).low, 0);
      EXPECT_EQ(interval({n, n}, .95).high, 1);
      for (const std::int64_t x : {std::int64_t{0}, n / 3, n}) {
        const Interval one = interval({x, n}, .95), other = interval({n - x, n}, .95);
        EXPECT_NEAR(one.low, 1 - other.high, 1e-12);
        EXPECT_LT(one.low, one.high);
        EXPECT_LE(one.low, double(x) / double(n));
        EXPECT_GE(one.high, double(x) / double(n));
      }
    }
  }
}

TEST(Proportion, MoreConfidenceIsWider) {
  for (const auto interval : {wilson, adjusted_wald, jeffreys, clopper_pearson}) {
    EXPECT_LT(interval({7, 10}, .99).low, interval({7, 10}, .9).low);
    EXPECT_GT(interval({7, 10}, .99).high, interval({7, 10}, .9).high);
  }
}

// For each true share the outcomes whose interval holds it are added up by their probability.
double mean_coverage(Interval (*interval)(Trials, double), std::int64_t n) {
  double sum = 0;
  int shares = 0;
  for (double p = .005; p < 1; p += .005, ++shares) {
    for (std::int64_t x = 0; x <= n; ++x) {
      const Interval covered = interval({x, n}, .95);
      if (covered.low <= p && p <= covered.high) sum += binomial_pmf(x, n, p);
    }
  }
  return sum / shares;
}

TEST(Proportion, CoversAsOftenAsPromised) {
  for (const std::int64_t n : {5, 10, 30}) {
    EXPECT_GE(mean_coverage(wilson, n), .94) << n;
    EXPECT_GE(mean_coverage(adjusted_wald, n), .94) << n;
    EXPECT_GE(mean_coverage(jeffreys, n), .94) << n;
    EXPECT_GE(mean_coverage(clopper_pearson, n), .95) << n;
    EXPECT_LE(mean_coverage(wilson, n), .97) << n;  // not by being needlessly wide
  }
}

TEST(BestPoint, ChangesItsRuleAtAHalfAndAtNineTenths) {
  EXPECT_EQ(best_point({5, 10})->rule, PointRule::Adjusted);
  EXPECT_EQ(best_point({5, 10})->value, .5);
  EXPECT_EQ(best_point({6, 10})->rule, PointRule::Observed);
  EXPECT_EQ(best_point({8, 10})->rule, PointRule::Observed);
  EXPECT_EQ(best_point({9, 10})->rule, PointRule::Laplace);
  EXPECT_EQ(best_point({9, 10})->value, 10.0 / 12);
  EXPECT_NEAR(best_point({0, 10})->value, adjusted_centre({0, 10}), 0);
}

TEST(Benchmark, EightOfNineAgainstSeventyPercent) {
  const auto test = above_benchmark({8, 9}, .7);
  EXPECT_NEAR(test->exact_p, .1960, 6e-5);
  EXPECT_NEAR(test->mid_p, .1182, 6e-5);
  EXPECT_EQ(above_benchmark({9, 9}, 1)->exact_p, 1);
  EXPECT_EQ(above_benchmark({1, 9}, 0)->exact_p, 0);
}

TEST(BinomialTwoSided, CountsAllOutcomesAtMostAsLikely) {
  EXPECT_NEAR(*binomial_two_sided_p({682, 925}, .75), .3825, 6e-5);
  EXPECT_NEAR(*binomial_two_sided_p({0, 10}, .5), 2.0 / 1024, 1e-12);
  EXPECT_NEAR(*binomial_two_sided_p({3, 10}, .5), *binomial_two_sided_p({7, 10}, .5), 1e-12);
  EXPECT_EQ(*binomial_two_sided_p({5, 10}, .5), 1);
  EXPECT_EQ(*binomial_two_sided_p({3, 3}, 1), 1);
  EXPECT_EQ(*binomial_two_sided_p({2, 3}, 1), 0);
  for (std::int64_t x = 0; x <= 13; ++x) {
    double slow = 0;
    for (std::int64_t k = 0; k <= 13; ++k) {
      if (binomial_pmf(k, 13, .35) <= binomial_pmf(x, 13, .35) * (1 + 1e-7)) slow += binomial_pmf(k, 13, .35);
    }
    EXPECT_NEAR(*binomial_two_sided_p({x, 13}, .35), slow, 1e-12) << x;
  }
}

TEST(TwoProportions, AgreeWithPrint) {
  EXPECT_NEAR(n_minus_1_test({11, 12}, {5, 12})->statistic, 2.5434, 6e-5);
  EXPECT_NEAR(n_minus_1_test({11, 12}, {5, 12})->p, .0110, 6e-5);
  EXPECT_NEAR(n_minus_1_test({56, 70}, {48, 80})->statistic, 2.6413, 6e-5);
  expect_interval(*newcombe_difference({56, 70}, {48, 80}), .0524, .3339);
  expect_interval(*adjusted_wald_difference({56, 70}, {48, 80}), .0526, .3360);
}

TEST(TwoProportions, AreAntisymmetric) {
  EXPECT_NEAR(n_minus_1_test({3, 12}, {5, 9})->statistic, -n_minus_1_test({5, 9}, {3, 12})->statistic, 1e-14);
  for (const auto interval : {newcombe_difference, adjusted_wald_difference}) {
    const auto one = interval({3, 12}, {5, 9}, .95), other = interval({5, 9}, {3, 12}, .95);
    EXPECT_NEAR(one->low, -other->high, 1e-14);
  }
}

TEST(TwoProportions, NameWhyThereIsNoAnswer) {
  EXPECT_EQ(n_minus_1_test({0, 0}, {5, 12}).error().code, "stats.no-data");
  EXPECT_EQ(newcombe_difference({5, 12}, {0, 0}).error().code, "stats.no-data");
  EXPECT_EQ(adjusted_wald_difference({5, 12}, {0, 0}).error().code, "stats.no-data");
  EXPECT_EQ(n_minus_1_test({4, 4}, {5, 5}).error().code, "stats.no-variance");
  EXPECT_EQ(n_minus_1_test({0, 4}, {0, 5}).error().code, "stats.no-variance");
  expect_interval(*newcombe_difference({4, 4}, {0, 4}), 1 - .69288, 1, 1e-4);
}

TEST(McNemar, NineAgainstTwo) {
  const auto test = mcnemar(9, 2);
  EXPECT_NEAR(test->mid_p, .0386, 6e-5);
  EXPECT_NEAR(test->exact_p, .0654296875, 1e-12);
  EXPECT_NEAR(test->chi_square, 49.0 / 11, 1e-12);
  EXPECT_EQ(mcnemar(2, 9)->mid_p, test->mid_p);
  EXPECT_EQ(mcnemar(4, 4)->exact_p, 1);
  EXPECT_NEAR(mcnemar(4, 4)->mid_p, 1, 1e-12);
  EXPECT_EQ(mcnemar(0, 0).error().code, "stats.no-data");
}

}  // namespace
}  // namespace throughline::stats
