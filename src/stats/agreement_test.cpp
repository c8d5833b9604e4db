#include "stats/agreement.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

using Table = std::vector<std::vector<std::int64_t>>;

TEST(Agreement, CohenOfATextbookTable) {
  const auto kappa = *cohen_kappa(Table{{20, 5}, {10, 15}});
  EXPECT_NEAR(*kappa.value, .4, 1e-12);
  EXPECT_NEAR(*kappa.error, .126996, 1e-6);
}

TEST(Agreement, WeightsCountNearMisses) {
  const Table table{{10, 2, 1}, {1, 10, 2}, {0, 2, 9}};
  const double none = *cohen_kappa(table)->value;
  const double linear = *cohen_kappa(table, Distance::Linear)->value;
  EXPECT_LT(none, linear);
  EXPECT_LT(linear, *cohen_kappa(table, Distance::Quadratic)->value);
  const Table two{{20, 5}, {10, 15}};  // with two categories there is no near miss
  EXPECT_NEAR(*cohen_kappa(two, Distance::Quadratic)->value, .4, 1e-12);
  EXPECT_NEAR(*cohen_kappa(two, Distance::Quadratic)->error, .126996, 1e-6);
}

TEST(Agreement, AllInOneCategoryIsUndefined) {
  const auto kappa = *cohen_kappa(Table{{30, 0}, {0, 0}});
  EXPECT_FALSE(kappa.value || kappa.interval);
  EXPECT_EQ(kappa.observed, 1);
  EXPECT_EQ(cohen_kappa(Table{{0, 0}, {0, 0}}).error().code, "stats.no-data");
  EXPECT_FALSE(fleiss_kappa(Table{{2, 0}, {2, 0}})->value);
  EXPECT_EQ(krippendorff_alpha({{1, 1}, {1, 1}}, Level::Nominal).error().code, "stats.undefined");
}

TEST(Agreement, FleissNeedsTheSameNumberOfRaters) {
  EXPECT_EQ(fleiss_kappa(Table{{2, 0}, {1, 0}}).error().code, "stats.out-of-range");
  EXPECT_EQ(fleiss_kappa(Table{{1, 0}, {0, 1}}).error().code, "stats.too-few");
  EXPECT_EQ(fleiss_kappa(Table{}).error().code, "stats.no-data");
}

// Krippendorff 2011: four observers, twelve units, some ratings missing.
const Ratings kPublished{{1, 1, 1},    {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4},
                         {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}, {5, 5, 5},    {1, 1},       {3}};

TEST(Agreement, KrippendorffAsPublished) {
  EXPECT_NEAR(*krippendorff_alpha(kPublished, Level::Nominal), .743, 5e-4);
  EXPECT_NEAR(*krippendorff_alpha(kPublished, Level::Ordinal), .815, 5e-4);
  EXPECT_NEAR(*krippendorff_alpha(kPublished, Level::Interval), .849, 5e-4);
}

TEST(Agreement, TheSameSeedGivesTheSameInterval) {
  const auto first = *krippendorff_interval(kPublished, Level::Nominal);
  EXPECT_EQ(first, *krippendorff_interval(kPublished, Level::Nominal));
  EXPECT_NE(first, *krippendorff_interval(kPublished, Level::Nominal, kConfidence, {.seed = 2}));
  EXPECT_LT(first.low, .743);
  EXPECT_GT(first.high, .743);
}

TEST(Agreement, AnyTwo) {
  EXPECT_NEAR(*any_two_agreement(Table{{1, 2, 3, 4}, {2, 3, 5}, {1, 2, 6}, {2, 3, 4, 6}}), .4, 1e-12);
  EXPECT_EQ(any_two_agreement(Table{{1}}).error().code, "stats.too-few");
  EXPECT_EQ(any_two_agreement(Table{{}, {}}).error().code, "stats.too-few");
}

}  // namespace
}  // namespace throughline::stats
