#include "stats/distributions.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cassert>
#include <cmath>
#include <numbers>

namespace throughline::stats {
namespace {

namespace bm = boost::math;
using Policy = bm::policies::policy<
    bm::policies::domain_error<bm::policies::errno_on_error>, bm::policies::pole_error<bm::policies::errno_on_error>,
    bm::policies::overflow_error<bm::policies::errno_on_error>,
    bm::policies::evaluation_error<bm::policies::errno_on_error>,
    bm::policies::rounding_error<bm::policies::errno_on_error>,
    bm::policies::indeterminate_result_error<bm::policies::errno_on_error>, bm::policies::promote_double<false>>;
using Normal = bm::normal_distribution<double, Policy>;
using StudentT = bm::students_t_distribution<double, Policy>;
using ChiSquare = bm::chi_squared_distribution<double, Policy>;
using NoncentralT = bm::non_central_t_distribution<double, Policy>;
using Binomial = bm::binomial_distribution<double, Policy>;

double number(double value) {
  assert(!std::isnan(value));
  return value;
}

bool is_inside(double p) {
  return p > 0 && p < 1;
}

}  // namespace

double normal_cdf(double z) {
  return number(0.5 * std::erfc(-z / std::numbers::sqrt2));
}

double normal_quantile(double p) {
  assert(is_inside(p));
  return number(bm::quantile(Normal(), p));
}

double normal_two_sided_p(double z) {
  return number(std::erfc(std::abs(z) / std::numbers::sqrt2));
}

double z_for(double confidence) {
  assert(is_inside(confidence));
  return number(bm::quantile(bm::complement(Normal(), (1 - confidence) / 2)));
}

double t_cdf(double t, double df) {
  assert(df > 0);
  return number(bm::cdf(StudentT(df), t));
}

double t_quantile(double p, double df) {
  assert(is_inside(p) && df > 0);
  return number(bm::quantile(StudentT(df), p));
}

double t_two_sided_p(double t, double df) {
  assert(df > 0);
  return number(2 * bm::cdf(bm::complement(StudentT(df), std::abs(t))));
}

double t_for(double confidence, double df) {
  assert(is_inside(confidence) && df > 0);
  return number(bm::quantile(bm::complement(StudentT(df), (1 - confidence) / 2)));
}

double noncentral_t_above(double t, double df, double noncentrality) {
  assert(df > 0 && t > 0 && noncentrality >= 0);
  // Beyond what the library's series counts up to, the normal part of T is nothing beside its mean.
  constexpr double kLargest = 3e4;
  if (noncentrality > kLargest) {
    const double ratio = noncentrality / t;
    return ratio < 1e100 ? chi_square_cdf(df * ratio * ratio, df) : 1;
  }
  return number(bm::cdf(bm::complement(NoncentralT(df, noncentrality), t)));
}

double beta_cdf(double x, double a, double b) {
  assert(a > 0 && b > 0 && x >= 0 && x <= 1);
  return number(bm::ibeta(a, b, x, Policy()));
}

double beta_quantile(double p, double a, double b) {
  assert(is_inside(p) && a > 0 && b > 0);
  return number(bm::ibeta_inv(a, b, p, Policy()));
}

double chi_square_cdf(double x, double df) {
  assert(df > 0 && x >= 0);
  return number(bm::cdf(ChiSquare(df), x));
}

double chi_square_upper(double x, double df) {
  assert(df > 0 && x >= 0);
  return number(bm::cdf(bm::complement(ChiSquare(df), x)));
}

double chi_square_quantile(double p, double df) {
  assert(is_inside(p) && df > 0);
  return number(bm::quantile(ChiSquare(df), p));
}

double binomial_pmf(std::int64_t k, std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (k < 0 || k > n) return 0;
  if (p == 0) return k == 0 ? 1 : 0;
  if (p == 1) return k == n ? 1 : 0;
  return number(bm::pdf(Binomial(double(n), p), double(k)));
}

double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (k < 0) return 0;
  if (k >= n || p == 0) return 1;
  if (p == 1) return 0;
  return number(bm::ibetac(double(k) + 1, double(n - k), p, Policy()));
}

double binomial_at_least(std::int64_t k, std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (k <= 0) return 1;
  if (k > n || p == 0) return 0;
  if (p == 1) return 1;
  return number(bm::ibeta(double(k), double(n - k) + 1, p, Policy()));
}

}  // namespace throughline::stats
