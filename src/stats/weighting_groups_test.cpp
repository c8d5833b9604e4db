// People alike, counted together, weigh as they do one by one.
#include <cmath>
#include <gtest/gtest.h>
#include <vector>

#include "stats/nps.h"
#include "stats/proportion.h"
#include "stats/weighting.h"

namespace throughline::stats {
namespace {

TEST(Alike, WeighAsOneByOne) {
  const std::vector<Alike> groups{{1, 2.5, 3}, {0, 2.5, 1}, {1, .5, 4}, {0, .5, 2}};
  std::vector<double> values, weights;
  for (const Alike& group : groups) {
    values.insert(values.end(), std::size_t(group.people), group.value);
    weights.insert(weights.end(), std::size_t(group.people), group.weight);
  }
  const auto together = weighted_mean(groups), single = weighted_mean(values, weights);
  EXPECT_NEAR(together->value, single->value, 1e-12);
  EXPECT_NEAR(*together->error, *single->error, 1e-12);
  EXPECT_NEAR(together->interval->low, single->interval->low, 1e-12);
  EXPECT_NEAR(effective_sample(groups)->n, effective_sample(weights)->n, 1e-12);
}

// With equal weights the equivalent n is n - 1: the linearised variance has n - 1 below the line.
TEST(Alike, EqualWeightsGiveTheUsualIntervals) {
  const std::vector<Alike> shares{{1, 1, 70}, {0, 1, 31}};
  const Interval found = *weighted_wilson(shares), usual = wilson({70, 101});
  EXPECT_NEAR(found.low, usual.low, .002);
  EXPECT_NEAR(found.high, usual.high, .002);
  const std::vector<Alike> scores{{100, 2, 50}, {0, 2, 30}, {-100, 2, 20}};
  const Interval nps = *weighted_nps_interval(scores), adjusted = nps_adjusted({50, 30, 20})->interval;
  EXPECT_NEAR(nps.low, adjusted.low, .2);
  EXPECT_NEAR(nps.high, adjusted.high, .2);
}

TEST(Alike, AllTheSameIsNoCertainty) {
  const std::vector<Alike> all{{1, 3, 2}, {1, .5, 8}};
  const Interval found = *weighted_wilson(all);
  EXPECT_EQ(found.high, 1);
  EXPECT_GT(found.low, .3);
  EXPECT_LT(found.low, wilson({10, 10}).low);  // ten answers, worth fewer
  const std::vector<Alike> fans{{100, 3, 2}, {100, .5, 8}};
  EXPECT_LT(weighted_nps_interval(fans)->low, 80);
}

TEST(Alike, NobodyAndOne) {
  EXPECT_EQ(weighted_mean(std::vector<Alike>{}).error().code, "stats.no-data");
  EXPECT_EQ(weighted_wilson(std::vector<Alike>{}).error().code, "stats.no-data");
  const auto one = weighted_mean(std::vector<Alike>{{5, 2, 1}});
  EXPECT_EQ(one->value, 5);
  EXPECT_FALSE(one->interval);
}

}  // namespace
}  // namespace throughline::stats
