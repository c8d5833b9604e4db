#include "stats/distributions.h"

#include <cmath>
#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(Distributions, GiveTheTabledQuantiles) {
  EXPECT_NEAR(normal_quantile(.975), 1.959963984540054, 1e-12);
  EXPECT_NEAR(z_for(.95), 1.959963984540054, 1e-12);
  EXPECT_NEAR(z_for(.9), 1.644853626951473, 1e-12);
  EXPECT_NEAR(t_quantile(.975, 9), 2.262157162798205, 1e-12);
  EXPECT_NEAR(t_for(.95, 1), 12.706204736432095, 1e-9);
  EXPECT_NEAR(chi_square_quantile(.95, 1), 3.841458820694124, 1e-10);
  EXPECT_NEAR(beta_quantile(.5, 1, 1), .5, 1e-12);
  EXPECT_NEAR(beta_quantile(.25, 2, 1), .5, 1e-12);  // the cdf is x²
}

TEST(Distributions, QuantileAndCdfAreInverse) {
  for (const double p : {1e-9, .001, .025, .3, .5, .8, .999}) {
    EXPECT_NEAR(normal_cdf(normal_quantile(p)), p, 1e-12);
    for (const double shape : {.5, 1., 3.7, 250.}) {
      EXPECT_NEAR(t_cdf(t_quantile(p, shape), shape), p, 1e-10) << shape;
      EXPECT_NEAR(chi_square_cdf(chi_square_quantile(p, shape), shape), p, 1e-10) << shape;
      EXPECT_NEAR(beta_cdf(beta_quantile(p, shape, 2.5), shape, 2.5), p, 1e-10) << shape;
    }
  }
}

TEST(Distributions, TwoSidedTailsKeepTheirDigits) {
  EXPECT_NEAR(normal_two_sided_p(1.959963984540054), .05, 1e-14);
  EXPECT_GT(normal_two_sided_p(30), 0);
  EXPECT_NEAR(t_two_sided_p(-2.262157162798205, 9), .05, 1e-12);
  EXPECT_NEAR(chi_square_upper(3.841458820694124, 1), .05, 1e-12);
}

TEST(Binomial, SumsToOneAndCountsBothEnds) {
  for (const std::int64_t n : {1, 2, 9, 40}) {
    double sum = 0;
    for (std::int64_t k = 0; k <= n; ++k) {
      sum += binomial_pmf(k, n, .3);
      EXPECT_NEAR(binomial_cdf(k, n, .3), sum, 1e-13);
      EXPECT_NEAR(binomial_at_least(k + 1, n, .3), 1 - sum, 1e-13);
    }
  }
  EXPECT_NEAR(binomial_at_least(8, 9, .7), .196003234, 1e-9);
}

TEST(Binomial, AnswersAtEveryEdge) {
  EXPECT_EQ(binomial_cdf(-1, 5, .3), 0);
  EXPECT_EQ(binomial_cdf(5, 5, .3), 1);
  EXPECT_EQ(binomial_cdf(0, 0, .3), 1);
  EXPECT_EQ(binomial_at_least(6, 5, .3), 0);
  EXPECT_EQ(binomial_at_least(0, 5, 0), 1);
  EXPECT_EQ(binomial_at_least(5, 5, 1), 1);
  EXPECT_EQ(binomial_pmf(0, 5, 0), 1);
  EXPECT_EQ(binomial_pmf(4, 5, 1), 0);
  EXPECT_EQ(binomial_pmf(0, 0, .5), 1);
  EXPECT_NEAR(binomial_cdf(499'999'999, 1'000'000'000, .5), .5, 1e-4);
}

}  // namespace
}  // namespace throughline::stats
