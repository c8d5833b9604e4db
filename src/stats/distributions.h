// distributions.h: the distribution functions that the rest of the room needs.
//
//     normal_quantile(.975) = 1.959964      t_quantile(.975, 9) = 2.262157      z_for(.95) = 1.959964
//     binomial_at_least(8, 9, .7) = .196003 (R: binom.test(8, 9, .7, alternative = "greater"))
//
// Probabilities p of quantiles lie strictly between 0 and 1; degrees of freedom and shape parameters are positive
// (asserted). Results are finite and never NaN. Upper tails have functions of their own because 1 - cdf loses every
// digit there. Source: Boost.Math (incomplete beta and gamma functions and their inverses); distributions.cpp is the
// only file that includes it, since it takes seconds to compile.
#pragma once

#include <cstdint>

namespace throughline::stats {

double normal_cdf(double z);
double normal_quantile(double p);
double normal_two_sided_p(double z);  // P(|Z| >= |z|)

// The z that leaves (1 - confidence) / 2 in each tail.
double z_for(double confidence);

double t_cdf(double t, double df);
double t_quantile(double p, double df);
double t_two_sided_p(double t, double df);
double t_for(double confidence, double df);

// P(T >= t) of the noncentral t, the distribution of a t test's statistic when there is a difference. t > 0,
// noncentrality >= 0.
double noncentral_t_above(double t, double df, double noncentrality);

double beta_cdf(double x, double a, double b);
double beta_quantile(double p, double a, double b);

double chi_square_cdf(double x, double df);
double chi_square_upper(double x, double df);  // P(X >= x)
double chi_square_quantile(double p, double df);

// X successes in n trials of probability p (0 and 1 included). k outside 0..n is allowed: the probability is 0 or 1.
double binomial_pmf(std::int64_t k, std::int64_t n, double p);
double binomial_cdf(std::int64_t k, std::int64_t n, double p);       // P(X <= k)
double binomial_at_least(std::int64_t k, std::int64_t n, double p);  // P(X >= k)

}  // namespace throughline::stats
