#include "stats/multiple.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace throughline::stats {

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  assert(std::ranges::all_of(p, [](double each) { return 0 <= each && each <= 1; }));
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
  std::vector<double> adjusted(p.size());
  double least = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double rank = static_cast<double>(p.size() - i);
    least = std::min(least, p[order[i]] * static_cast<double>(p.size()) / rank);
    adjusted[order[i]] = least;
  }
  return adjusted;
}

std::vector<double> holm(std::span<const double> p) {
  assert(std::ranges::all_of(p, [](double each) { return 0 <= each && each <= 1; }));
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double most = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    most = std::max(most, std::min(1.0, p[order[i]] * static_cast<double>(p.size() - i)));
    adjusted[order[i]] = most;
  }
  return adjusted;
}

double phi(double both, double first_only, double second_only, double neither) {
  const double product = (both + first_only) * (second_only + neither) * (both + second_only) * (first_only + neither);
  return product == 0 ? 0 : (both * neither - first_only * second_only) / std::sqrt(product);
}

}  // namespace throughline::stats
