#include "measure/metric/mix.h"

#include <cmath>
#include <gtest/gtest.h>

namespace throughline::measure {
namespace {

using model::Estimate;

Estimate of(double value, std::int64_t n) {
  Estimate estimate;
  estimate.value = value;
  estimate.n = n;
  return estimate;
}

Composition composed(const Estimate& whole, const std::vector<std::pair<std::string, Estimate>>& groups) {
  Composition reading{.whole = whole, .groups = {}};
  for (const auto& [name, value] : groups) reading.groups[name] = {{{"plan", name}}, value};
  return reading;
}

const model::MetricDefinition kShare{.name = "happy", .kind = model::MetricKind::Share};

TEST(Mix, AWholeMayFallThoughEachOfItsGroupsRises) {
  const auto mix = mix_of(composed(of(.6, 5), {{"gold", of(.75, 4)}, {"free", of(0, 1)}}),
                          composed(of(.4, 5), {{"gold", of(1, 1)}, {"free", of(.25, 4)}}), kShare);
  ASSERT_TRUE(mix);
  EXPECT_NEAR(mix->mix, -.45, 1e-12);
  EXPECT_NEAR(*mix->real_change.value, .25, 1e-12);
  EXPECT_FALSE(mix->real_change.low);
  EXPECT_EQ(mix->real_change.n, 10);
}

TEST(Mix, WhoIsInOneReadingOnlyIsAllMix) {
  const auto mix = mix_of(composed(of(.5, 4), {{"gold", of(.5, 4)}}),
                          composed(of(.75, 8), {{"gold", of(.5, 4)}, {"free", of(1, 4)}}), kShare);
  ASSERT_TRUE(mix);
  EXPECT_NEAR(mix->mix, .25, 1e-12);
  EXPECT_NEAR(*mix->real_change.value, 0, 1e-12);
  ASSERT_EQ(mix->parts.size(), 2U);
  EXPECT_EQ(std::get<std::string>(mix->parts[0].columns[0].second.value), "free");
}

TEST(Mix, GroupsHaveToMakeTheWhole) {
  const Composition shared = composed(of(.5, 4), {{"gold", of(.5, 4)}, {"free", of(.5, 4)}});
  EXPECT_FALSE(mix_of(shared, shared, kShare));
  const Composition other = composed(of(.4, 4), {{"gold", of(.5, 4)}});
  EXPECT_FALSE(mix_of(other, other, kShare));
  const Composition one = composed(of(.5, 4), {{"gold", of(.5, 4)}});
  EXPECT_TRUE(mix_of(one, one, kShare));
  EXPECT_FALSE(mix_of(one, one, {.name = "speed", .kind = model::MetricKind::Percentile}));
}

TEST(Mix, TheIntervalOfADifferenceComesFromThoseOfBoth) {
  Estimate before = of(.5, 10), after = of(.7, 20);
  before.low = .4;
  before.high = .6;
  after.low = .55;
  after.high = .8;
  const Estimate difference = difference_of(before, after);
  EXPECT_NEAR(*difference.value, .2, 1e-12);
  EXPECT_NEAR(*difference.low, .2 - std::sqrt(.15 * .15 + .1 * .1), 1e-12);
  EXPECT_NEAR(*difference.high, .2 + std::sqrt(.1 * .1 + .1 * .1), 1e-12);
  EXPECT_EQ(difference.n, 30);
}

}  // namespace
}  // namespace throughline::measure
