// sketch_bench: is the sketch within its stated error, and what does it cost, on many values?
//     sketch_bench [VALUES]          50 million unless said
//
// Values of three shapes are laid out in 64 parts, each sketched by itself; the parts are merged in two groupings, which
// must come out the same. Then the sketch's quantiles are held against those of all values, sorted. Exit code 1 where one
// is further off than the sketch promises.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "stats/ddsketch.h"

namespace throughline::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kParts = 64;
constexpr double kAccuracy = 0.01;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct Shape {
  std::string name;
  std::function<double(std::mt19937_64&)> draw;
};

std::vector<Shape> shapes() {
  return {
      {"log-normal, as page speed in ms", [normal = std::normal_distribution<double>(7.5, 0.8)](
                                              std::mt19937_64& random) mutable { return std::exp(normal(random)); }},
      {"heavy tail (Pareto 1.2)",
       [even = std::uniform_real_distribution<double>(1e-12, 1)](std::mt19937_64& random) mutable {
         return 10 / std::pow(even(random), 1 / 1.2);
       }},
      {"whole numbers with many ties, a tenth of them 0",
       [even = std::uniform_int_distribution<int>(0, 9)](std::mt19937_64& random) mutable {
         const int first = even(random);
         return first == 0 ? 0.0 : static_cast<double>(first * 100 + even(random));
       }}};
}

stats::DdSketch merged(const std::vector<stats::DdSketch>& parts, bool in_pairs) {
  std::vector<stats::DdSketch> left = parts;
  while (left.size() > 1) {
    std::vector<stats::DdSketch> next;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const bool joins = !next.empty() && (in_pairs ? i % 2 == 1 : true);
      if (joins) {
        next.back().merge(left[i]);
      } else {
        next.push_back(std::move(left[i]));
      }
    }
    left = std::move(next);
  }
  return left.front();
}

// Is every quantile within the promise, and are both groupings the same?
bool run(Shape shape, std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<double> values(count);
  for (double& value : values) value = shape.draw(random);
  std::vector<stats::DdSketch> parts(kParts, stats::DdSketch(kAccuracy));
  const auto adding = Clock::now();
  for (std::size_t part = 0; part < kParts; ++part)
    for (std::size_t i = part * count / kParts; i < (part + 1) * count / kParts; ++i) parts[part].add(values[i]);
  const double added = seconds_since(adding);
  const stats::DdSketch sketch = merged(parts, true);
  const bool is_same = sketch == merged(parts, false);
  const auto sorting = Clock::now();
  std::ranges::sort(values);
  const double sorted = seconds_since(sorting);
  double worst = 0;
  for (const double q : {0.0, .001, .01, .05, .25, .5, .75, .9, .95, .99, .999, .9999, 1.0}) {
    const double exact = values[static_cast<std::size_t>(q * static_cast<double>(count - 1))];
    const double found = *sketch.quantile(q);
    worst = std::max(worst, exact == 0 ? std::abs(found) : std::abs(found - exact) / exact);
  }
  fmt::print("{:<48} worst error {:.5f} of {:.5f} promised; {} buckets; {:.0f} ns a value (sorting {:.0f}); {}\n",
             shape.name, worst, kAccuracy, sketch.buckets().size(), added / static_cast<double>(count) * 1e9,
             sorted / static_cast<double>(count) * 1e9, is_same ? "merged alike" : "MERGED OTHERWISE");
  return is_same && worst <= kAccuracy * (1 + 1e-9);
}

}  // namespace
}  // namespace throughline::bench

int main(int argc, char** argv) {
  const std::size_t values = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 50'000'000;
  if (values < 1000) {
    std::fputs("usage: sketch_bench [VALUES], 1,000 or more\n", stderr);
    return 2;
  }
  bool all = true;
  for (const auto& shape : throughline::bench::shapes()) all = throughline::bench::run(shape, values) && all;
  return all ? 0 : 1;
}
