#include "stats/cochran_armitage.h"

#include <cmath>
#include <gtest/gtest.h>
#include <vector>

namespace throughline::stats {
namespace {

using Groups = std::vector<ScoredTrials>;

TEST(CochranArmitage, AsRFindsIt) {
  // The example of R's prop.trend.test: chi-square 8.2249, p .004132.
  const auto found = cochran_armitage(Groups{{1, {83, 86}}, {2, {90, 93}}, {3, {129, 136}}, {4, {70, 82}}});
  ASSERT_TRUE(found);
  EXPECT_LT(found->statistic, 0);
  EXPECT_NEAR(found->statistic * found->statistic, 8.2249, 5e-5);
  EXPECT_NEAR(found->p, .004132, 5e-7);
}

TEST(CochranArmitage, OfTwoGroupsIsTheZOfTwoShares) {
  // 11/12 against 5/12 pooled: z² = (6/12)² / (p q (2/12)) with p = 16/24.
  const auto found = cochran_armitage(Groups{{0, {11, 12}}, {1, {5, 12}}});
  EXPECT_NEAR(found->statistic, -.5 / std::sqrt(2. / 3 / 3 / 6), 1e-12);
  // Other scores, the same order and distance: the same test. The other way round: the other sign.
  EXPECT_NEAR(cochran_armitage(Groups{{7, {11, 12}}, {9, {5, 12}}})->statistic, found->statistic, 1e-12);
  EXPECT_NEAR(cochran_armitage(Groups{{0, {5, 12}}, {1, {11, 12}}})->statistic, -found->statistic, 1e-12);
}

TEST(CochranArmitage, GroupsWithoutTrialsSayNothing) {
  const auto with = cochran_armitage(Groups{{1, {3, 4}}, {2, {0, 0}}, {3, {1, 4}}});
  const auto without = cochran_armitage(Groups{{1, {3, 4}}, {3, {1, 4}}});
  EXPECT_EQ(with->statistic, without->statistic);
}

TEST(CochranArmitage, NothingToTest) {
  EXPECT_EQ(cochran_armitage({}).error().code, "stats.no-data");
  EXPECT_EQ(cochran_armitage(Groups{{1, {0, 0}}}).error().code, "stats.no-data");
  EXPECT_EQ(cochran_armitage(Groups{{1, {3, 4}}, {2, {0, 0}}}).error().code, "stats.too-few");
  EXPECT_EQ(cochran_armitage(Groups{{1, {4, 4}}, {2, {3, 3}}}).error().code, "stats.no-variance");
  EXPECT_EQ(cochran_armitage(Groups{{1, {0, 4}}, {2, {0, 3}}}).error().code, "stats.no-variance");
  EXPECT_EQ(cochran_armitage(Groups{{1, {1, 4}}, {1, {2, 3}}}).error().code, "stats.no-variance");
}

TEST(CochranArmitage, NoTrendAtAll) {
  const auto found = cochran_armitage(Groups{{1, {2, 4}}, {2, {3, 4}}, {3, {2, 4}}});
  EXPECT_NEAR(found->statistic, 0, 1e-12);
  EXPECT_NEAR(found->p, 1, 1e-12);
}

}  // namespace
}  // namespace throughline::stats
