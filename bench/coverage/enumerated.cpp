// What can be enumerated: every outcome of n people, weighted by its probability.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>

#include "coverage.h"
#include "stats/coverage.h"
#include "stats/nps.h"
#include "stats/poisson.h"
#include "stats/proportion.h"

namespace throughline::coverage {
namespace {

using stats::Interval;
using stats::Trials;

bool holds(const Interval& interval, double truth) {
  return interval.low <= truth + 1e-12 && truth <= interval.high + 1e-12;
}

Interval trusted(Trials trials, double confidence) {
  return stats::trusted_share(trials, confidence).interval;
}

struct Method {
  std::string name;
  Interval (*interval)(Trials, double);
};
const std::vector<Method> kMethods{{"shown: adjusted Wald from 6, else Clopper–Pearson", trusted},
                                   {"adjusted Wald", stats::adjusted_wald},
                                   {"Wilson", stats::wilson},
                                   {"Jeffreys", stats::jeffreys},
                                   {"Clopper–Pearson", stats::clopper_pearson}};

void note(Line& line, double coverage, int& settings, const std::string& where) {
  line.mean += coverage;
  ++settings;
  if (coverage < line.least) {
    line.least = coverage;
    line.where = where;
  }
}

}  // namespace

std::vector<Line> shares() {
  std::vector<Line> lines;
  for (const Method& method : kMethods) {
    for (const std::int64_t n : {1, 2, 3, 5, 6, 7, 8, 10, 30, 300}) {
      Line line{.method = method.name, .setting = "p = 0.001 … 0.999", .n = n};
      std::vector<Interval> intervals;
      for (std::int64_t x = 0; x <= n; ++x) intervals.push_back(method.interval({x, n}, stats::kConfidence));
      int settings = 0;
      for (int thousandth = 1; thousandth < 1000; ++thousandth) {
        const double p = thousandth / 1000.0;
        double coverage = 0;
        for (std::int64_t x = 0; x <= n; ++x) {
          if (holds(intervals[std::size_t(x)], p)) coverage += stats::binomial_pmf(x, n, p);
        }
        note(line, coverage, settings, fmt::format("p = {}", p));
      }
      line.mean /= settings;
      lines.push_back(line);
    }
  }
  return lines;
}

std::vector<Line> share_differences() {
  std::vector<Line> lines;
  for (const bool is_newcombe : {true, false}) {
    for (const std::int64_t n : {2, 3, 5, 6, 8, 10, 12, 15, 20, 30}) {
      Line line{.method = is_newcombe ? "Newcombe difference" : "adjusted Wald difference",
                .setting = "p, q = 0 … 1",
                .n = n};
      int settings = 0;
      for (int a = 0; a <= 40; ++a) {
        for (int b = 0; b <= 40; ++b) {
          const double p = a / 40.0, q = b / 40.0;
          double coverage = 0;
          for (std::int64_t x = 0; x <= n; ++x) {
            for (std::int64_t y = 0; y <= n; ++y) {
              const Interval interval = is_newcombe ? *stats::newcombe_difference({x, n}, {y, n})
                                                    : *stats::adjusted_wald_difference({x, n}, {y, n});
              if (holds(interval, p - q)) coverage += stats::binomial_pmf(x, n, p) * stats::binomial_pmf(y, n, q);
            }
          }
          note(line, coverage, settings, fmt::format("p = {}, q = {}", p, q));
        }
      }
      line.mean /= settings;
      lines.push_back(line);
    }
  }
  return lines;
}

std::vector<Line> scores() {
  std::vector<Line> lines;
  for (const bool is_adjusted : {true, false}) {
    for (const std::int64_t n : {1, 2, 3, 5, 8, 10, 15, 16, 20, 25, 30, 50, 100}) {
      Line line{.method = is_adjusted ? "NPS, adjusted Wald" : "NPS, plain Wald",
                .setting = "promoters, detractors = 0 … 1",
                .n = n};
      int settings = 0;
      for (int up = 0; up < 20; ++up) {
        for (int down = 0; up + down <= 20; ++down) {
          const double p = up / 20.0, d = down / 20.0;
          double coverage = 0;
          for (std::int64_t x = 0; x <= n; ++x) {
            const double first = stats::binomial_pmf(x, n, p);
            for (std::int64_t y = 0; x + y <= n; ++y) {
              const stats::NpsCounts counts{x, n - x - y, y};
              const auto estimate = is_adjusted ? stats::nps_adjusted(counts) : stats::nps_wald(counts);
              if (holds(estimate->interval, 100 * (p - d)))
                coverage += first * stats::binomial_pmf(y, n - x, std::min(1.0, d / (1 - p)));
            }
          }
          note(line, coverage, settings, fmt::format("{:.2f} promoters, {:.2f} detractors", p, d));
        }
      }
      line.mean /= settings;
      lines.push_back(line);
    }
  }
  return lines;
}

std::vector<Line> counts() {
  Line line{.method = "Poisson rate (Garwood)", .setting = "mean 0.1 … 50", .n = 0};
  int settings = 0;
  for (int tenth = 1; tenth <= 500; ++tenth) {
    const double mean = tenth / 10.0;
    double coverage = 0;
    for (std::int64_t k = 0; k <= 200; ++k) {
      const double probability = std::exp(double(k) * std::log(mean) - mean - std::lgamma(double(k) + 1));
      if (holds(stats::poisson_rate(k, 1)->interval, mean)) coverage += probability;
    }
    note(line, coverage, settings, fmt::format("mean {}", mean));
  }
  line.mean /= settings;
  return {line};
}

}  // namespace throughline::coverage
