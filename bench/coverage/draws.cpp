#include <cmath>

#include "coverage.h"

namespace throughline::coverage {

double Draws::exponential() {
  return -std::log(uniform());
}

double Draws::gamma(int shape) {
  double sum = 0;
  for (int i = 0; i < shape; ++i) sum += exponential();
  return sum;
}

std::int64_t Draws::poisson(double mean) {
  const double limit = std::exp(-mean);
  std::int64_t count = 0;
  for (double product = uniform(); product > limit; product *= uniform()) ++count;
  return count;
}

std::size_t Draws::category(const std::vector<double>& shares) {
  double left = uniform();
  for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
    left -= shares[i];
    if (left < 0) return i;
  }
  return shares.size() - 1;
}

}  // namespace throughline::coverage
