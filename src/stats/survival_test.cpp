#include "stats/survival.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

// Acute myelogenous leukaemia (Miller 1981), as in R's survival package.
const std::vector<Observation> kMaintained{{9, true},  {13, true}, {13, false}, {18, true}, {23, true},  {28, false},
                                           {31, true}, {34, true}, {45, false}, {48, true}, {161, false}};
const std::vector<Observation> kNotMaintained{{5, true},  {5, true},  {8, true},  {8, true},  {12, true}, {16, false},
                                              {23, true}, {27, true}, {30, true}, {33, true}, {43, true}, {45, true}};

SurvivalCurve curve_of(const std::vector<Observation>& observations) {
  return *kaplan_meier(tally(observations));
}

TEST(KaplanMeier, MaintainedPatients) {
  const SurvivalCurve curve = curve_of(kMaintained);
  const std::vector<double> published{.9091, .8182, .7159, .6136, .4909, .3682, .1841};
  ASSERT_EQ(curve.steps.size(), published.size());
  for (std::size_t i = 0; i < published.size(); ++i) EXPECT_NEAR(curve.steps[i].survival, published[i], 6e-5);
  EXPECT_EQ(curve.median, 31);
  EXPECT_NEAR(curve.steps[0].interval->low, .5081, 6e-5);
  EXPECT_NEAR(curve.steps[0].interval->high, .9867, 6e-5);
  EXPECT_EQ(curve.median_interval, (OpenInterval{13, std::nullopt}));
  EXPECT_EQ(curve.n, 11);
  EXPECT_EQ(curve.events, 7);
}

TEST(KaplanMeier, ReadsBetweenAndBeyondTheSteps) {
  const SurvivalCurve curve = curve_of(kMaintained);
  EXPECT_EQ(survival_at(curve, 0), 1);
  EXPECT_NEAR(*survival_at(curve, 9), .9091, 6e-5);
  EXPECT_NEAR(*survival_at(curve, 12.9), .9091, 6e-5);
  EXPECT_NEAR(*survival_at(curve, 161), .1841, 6e-5);
  EXPECT_FALSE(survival_at(curve, 162));
}

TEST(KaplanMeier, Edges) {
  EXPECT_EQ(kaplan_meier({}).error().code, "stats.no-data");
  const SurvivalCurve censored = curve_of({{5, false}, {8, false}, {12, false}});
  EXPECT_TRUE(censored.steps.empty());
  EXPECT_FALSE(censored.median);
  EXPECT_EQ(survival_at(censored, 12), 1);
  const SurvivalCurve ties = curve_of({{5, true}, {5, false}, {5, true}, {7, true}});
  EXPECT_EQ(ties.steps[0].at_risk, 4);
  EXPECT_EQ(ties.steps[0].survival, .5);
  EXPECT_EQ(ties.median, 5);
  EXPECT_EQ(ties.steps[1].survival, 0);
  EXPECT_FALSE(ties.steps[1].error);
  EXPECT_FALSE(ties.steps[1].interval);
  EXPECT_EQ(survival_at(ties, 1000), 0);
  const SurvivalCurve at_once = curve_of({{0, true}});
  EXPECT_EQ(at_once.steps[0].survival, 0);
  EXPECT_EQ(at_once.median, 0);
}

TEST(KaplanMeier, WithoutCensoringIsTheShareLeft) {
  std::vector<Observation> all;
  for (int i = 1; i <= 10; ++i) all.push_back({double(i), true});
  const SurvivalCurve curve = curve_of(all);
  for (int i = 1; i <= 10; ++i) EXPECT_NEAR(*survival_at(curve, i), 1 - i / 10.0, 1e-12);
  EXPECT_EQ(curve.median, 5);  // the product of ten fractions is a hair above 1/2
}

TEST(Tally, DoesNotCareAboutOrder) {
  auto turned = kMaintained;
  std::ranges::reverse(turned);
  EXPECT_EQ(tally(turned), tally(kMaintained));
  EXPECT_EQ(tally(kMaintained)[1], (TimeCount{13, 1, 1}));
}

TEST(LogRank, MaintainedAgainstNot) {
  const auto test = log_rank(tally(kMaintained), tally(kNotMaintained));
  EXPECT_NEAR(test->test.statistic, 3.3964, 6e-5);
  EXPECT_NEAR(test->test.p, .06534, 6e-6);
  EXPECT_EQ(test->observed[0], 7);
  EXPECT_NEAR(test->expected[0], 10.689336, 1e-6);
  EXPECT_NEAR(log_rank(tally(kMaintained), tally(kNotMaintained), 1)->test.statistic, 2.77928, 1e-5);
  EXPECT_NEAR(log_rank(tally(kNotMaintained), tally(kMaintained))->test.statistic, test->test.statistic, 1e-12);
}

TEST(LogRank, NamesWhyThereIsNone) {
  const auto some = tally(kMaintained);
  EXPECT_EQ(log_rank(some, {}).error().code, "stats.no-data");
  const std::vector<TimeCount> censored{{3, 0, 2}};
  EXPECT_EQ(log_rank(censored, censored).error().code, "stats.no-variance");
  EXPECT_NEAR(log_rank(some, some)->test.p, 1, 1e-12);
}

TEST(HazardRatio, MaintainedAgainstNot) {
  const auto ratio = hazard_ratio(tally(kMaintained), tally(kNotMaintained));
  EXPECT_NEAR(ratio->coefficient, .915533, 1e-6);
  EXPECT_NEAR(ratio->error, .511934, 1e-6);
  EXPECT_NEAR(hazard_ratio(tally(kNotMaintained), tally(kMaintained))->coefficient, -ratio->coefficient, 1e-8);
  EXPECT_NEAR(hazard_ratio(tally(kMaintained), tally(kMaintained))->value, 1, 1e-9);
}

TEST(HazardRatio, NamesWhyThereIsNone) {
  const auto some = tally(kMaintained);
  EXPECT_EQ(hazard_ratio(some, {}).error().code, "stats.no-data");
  const std::vector<TimeCount> censored{{100, 0, 5}}, early{{1, 3, 0}}, late{{5, 3, 0}};
  EXPECT_EQ(hazard_ratio(some, censored).error().code, "stats.no-variance");
  EXPECT_EQ(hazard_ratio(censored, some).error().code, "stats.no-variance");
  EXPECT_EQ(hazard_ratio(censored, censored).error().code, "stats.no-variance");
  EXPECT_EQ(hazard_ratio(late, early).error().code, "stats.no-variance");
}

}  // namespace
}  // namespace throughline::stats
