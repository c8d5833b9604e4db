#include "stats/ddsketch.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>
#include <vector>

namespace throughline::stats {
namespace {

TEST(DdSketch, MapsValuesToBuckets) {
  const DdSketch sketch(.01);
  EXPECT_EQ(sketch.key(2500), 392);
  EXPECT_NEAR(sketch.representative(392), 2515.46, 6e-3);
  EXPECT_NEAR(sketch.representative(sketch.key(123.4)), 122.745, 6e-4);
  EXPECT_EQ(sketch.key(1), 0);
}

TEST(DdSketch, Edges) {
  DdSketch sketch;
  EXPECT_FALSE(sketch.quantile(.5));
  sketch.add(0, 3);
  EXPECT_EQ(sketch.quantile(1), 0);
  sketch.add(100);
  EXPECT_EQ(sketch.quantile(.5), 0);
  EXPECT_NEAR(*sketch.quantile(1), 100, 1);
  EXPECT_EQ(sketch.count(), 4);
}

RC_GTEST_PROP(DdSketch, StaysWithinItsPromiseAndMergesInAnyGrouping, (const std::vector<std::uint32_t>& numbers)) {
  DdSketch all(.02), odd(.02), even(.02);
  std::vector<double> values;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    values.push_back(numbers[i] / 1000.0);
    all.add(values.back());
    (i % 2 ? odd : even).add(values.back());
  }
  odd.merge(even);
  RC_ASSERT(odd == all);
  std::ranges::sort(values);
  for (const double q : {0., .25, .5, .95, 1.}) {
    if (values.empty()) continue;
    const double exact = values[std::size_t(q * double(values.size() - 1))];
    RC_ASSERT(std::abs(*all.quantile(q) - exact) <= .02 * exact * (1 + 1e-9));
  }
  DdSketch loaded(.02);
  loaded.add(0, all.zeros());
  for (const auto& [key, times] : all.buckets()) loaded.add_bucket(key, times);
  RC_ASSERT(loaded == all);
}

// bench/sketch_bench.cpp asks the same of fifty million.
TEST(DdSketch, AMillionValuesInSixtyFourPartsStayWithinItsPromise) {
  constexpr std::size_t kValues = 1'000'000, kParts = 64;
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> millis(7.5, 0.8);
  std::vector<double> values(kValues);
  std::vector<DdSketch> parts(kParts, DdSketch(.01));
  for (std::size_t i = 0; i < kValues; ++i) {
    values[i] = millis(random);
    parts[i % kParts].add(values[i]);
  }
  DdSketch all(.01);
  for (const DdSketch& part : parts) all.merge(part);
  EXPECT_EQ(all.count(), std::int64_t{kValues});
  std::ranges::sort(values);
  for (const double q : {0., .01, .25, .5, .75, .95, .99, .999, 1.}) {
    const double exact = values[std::size_t(q * double(kValues - 1))];
    EXPECT_LE(std::abs(*all.quantile(q) - exact), .01 * exact * (1 + 1e-9)) << q;
  }
}

}  // namespace
}  // namespace throughline::stats
