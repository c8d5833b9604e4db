// coverage.h: how often an interval holds the truth, found out by enumeration where that is possible, else by drawing.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "stats/distributions.h"

namespace throughline::coverage {

// Uniform in (0, 1), the same on every machine.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : random_(seed) {}
  double uniform() { return (double(random_() >> 11) + 0.5) * 0x1p-53; }
  double normal() { return stats::normal_quantile(uniform()); }
  double exponential();
  double gamma(int shape);            // sum of exponentials
  std::int64_t poisson(double mean);  // by inversion, for small means
  std::size_t category(const std::vector<double>& shares);

 private:
  std::mt19937_64 random_;
};

// One line of the table: a method in one setting.
struct Line {
  std::string method, setting;
  std::int64_t n = 0;
  double mean = 0, least = 1;
  std::string where;    // of the least
  double withheld = 0;  // share of samples that had no interval, left out of the mean
};

std::vector<Line> shares();
std::vector<Line> share_differences();
std::vector<Line> scores();
std::vector<Line> score_differences();
std::vector<Line> counts();
std::vector<Line> means();
std::vector<Line> times();
std::vector<Line> agreement();
std::vector<Line> survival();

}  // namespace throughline::coverage
