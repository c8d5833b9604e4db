#include "stats/quantile.h"

#include <gtest/gtest.h>
#include <numeric>
#include <vector>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

std::vector<double> one_to(int n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

TEST(Quantile, TypesOfOneToTen) {
  const auto values = one_to(10);
  EXPECT_DOUBLE_EQ(*quantile(values, .75), 7.75);
  EXPECT_DOUBLE_EQ(*quantile(values, .75, QuantileType::Type6), 8.25);
  EXPECT_DOUBLE_EQ(*quantile(values, .75, QuantileType::Type1), 8);
  EXPECT_NEAR(*quantile(values, .75, QuantileType::Type8), 8.0833, 6e-5);
}

TEST(Quantile, Edges) {
  const std::vector<double> none, one{2100};
  EXPECT_FALSE(quantile(none, .5));
  for (const auto type : {QuantileType::Type1, QuantileType::Type6, QuantileType::Type7, QuantileType::Type8}) {
    for (const double p : {0., .3, .5, 1.}) EXPECT_EQ(*quantile(one, p, type), 2100);
    EXPECT_EQ(*quantile(one_to(10), 0, type), 1);
    EXPECT_EQ(*quantile(one_to(10), 1, type), 10);
  }
  const std::vector<std::int64_t> whole{1, 2};
  EXPECT_EQ(*quantile(whole, .5), 1.5);
  EXPECT_EQ(*quantile(one_to(20), .95, QuantileType::Type1), 19);  // .95 * 20 in doubles is a hair off
}

TEST(QuantileRanks, AsTabled) {
  const auto expect = [](std::int64_t n, double p, std::int64_t lower, std::optional<std::int64_t> upper) {
    const RankInterval ranks = quantile_ranks(n, p);
    EXPECT_EQ(ranks.lower, lower) << n;
    EXPECT_EQ(ranks.upper, upper) << n;
  };
  expect(100, .75, 66, 84);
  expect(100, .95, 90, 100);
  expect(10, .75, 5, std::nullopt);
  expect(5000, .75, 3690, 3811);
  expect(12, .5, 3, 10);
  EXPECT_NEAR(quantile_ranks(100, .75).coverage, .9625, 6e-5);
}

TEST(QuantileRanks, MedianNeedsSixValues) {
  for (std::int64_t n = 0; n <= 5; ++n) {
    EXPECT_FALSE(quantile_ranks(n, .5).lower);
    EXPECT_FALSE(quantile_ranks(n, .5).upper);
  }
  EXPECT_EQ(quantile_ranks(6, .5).lower, 1);
  EXPECT_EQ(quantile_ranks(6, .5).upper, 6);
  EXPECT_EQ(quantile_ranks(5, .5, .9375).lower, 1);  // exactly the confidence that five values carry
  EXPECT_EQ(quantile_ranks(5, .5, .9375).upper, 5);
}

TEST(QuantileRanks, CoverAtLeastWhatTheyPromiseAndNoRankIsWasted) {
  for (const std::int64_t n : {7, 25, 180}) {
    for (const double p : {.1, .5, .75, .95}) {
      const RankInterval ranks = quantile_ranks(n, p);
      EXPECT_GE(ranks.coverage, .95);
      if (ranks.lower) {
        EXPECT_GT(binomial_cdf(*ranks.lower, n, p), .025);
      }
      if (ranks.upper) {
        EXPECT_GT(binomial_at_least(*ranks.upper - 1, n, p), .025);
      }
    }
  }
}

TEST(MedianInterval, OfTwelveTaskTimes) {
  const std::vector<double> times{21, 22, 22, 28, 29, 33, 34, 39, 44, 46, 50, 53};
  EXPECT_EQ(*quantile(times, .5), 33.5);
  EXPECT_EQ(median_interval(times), (OpenInterval{22, 46}));
  EXPECT_EQ(median_interval(std::vector<double>{40, 40, 40, 40}), (OpenInterval{}));
  EXPECT_EQ(median_interval(std::vector<std::int64_t>{}), (OpenInterval{}));
  EXPECT_EQ(quantile_interval(one_to(10), .75), (OpenInterval{5, std::nullopt}));
}

TEST(HarrellDavis, IsSmoothAndSymmetric) {
  const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_NEAR(*harrell_davis(values, .5), 5.5, 1e-12);
  EXPECT_NEAR(*harrell_davis(values, .25) + *harrell_davis(values, .75), 11, 1e-12);
  EXPECT_EQ(harrell_davis(std::vector{7.0}, .9), 7);
  EXPECT_FALSE(harrell_davis(std::vector<double>{}, .5));
}

}  // namespace
}  // namespace throughline::stats
