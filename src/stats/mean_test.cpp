#include "stats/mean.h"

#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <vector>

namespace throughline::stats {
namespace {

Summary summary_of(std::vector<double> values) {
  return summarise(values);
}
Summary logs_of(std::vector<double> values) {
  return *logs(values);
}

TEST(Mean, OfEightSusScores) {
  const Summary scores = summary_of({85, 67.5, 82.5, 50, 92.5, 72.5, 77.5, 60});
  EXPECT_EQ(scores.mean, 73.4375);
  EXPECT_NEAR(*scores.deviation(), 13.947446, 1e-6);
  EXPECT_NEAR(mean_interval(scores)->low, 61.777, 6e-4);
  EXPECT_NEAR(mean_interval(scores)->high, 85.098, 6e-4);
  EXPECT_NEAR(t_test(scores, 68)->t, 1.10268, 1e-5);
  EXPECT_NEAR(t_test(scores, 68)->p, .306627, 1e-6);
}

TEST(Mean, NamesWhyThereIsNoInterval) {
  EXPECT_EQ(mean_interval({}).error().code, "stats.no-data");
  EXPECT_EQ(mean_interval(summary_of({5})).error().code, "stats.too-few");
  EXPECT_EQ(summary_of({5}).mean, 5);
  EXPECT_FALSE(summary_of({5}).variance());
  EXPECT_EQ(t_test(summary_of({5}), 3).error().code, "stats.too-few");
  EXPECT_EQ(t_test(summary_of({5, 5, 5}), 3).error().code, "stats.no-variance");
}

TEST(Mean, OfEqualValuesIsFlatAndExact) {
  const Summary same = summary_of({.1, .1, .1, .1, .1, .1, .1});
  EXPECT_EQ(same.mean, .1);
  EXPECT_EQ(same.squared_deviations, 0);
  EXPECT_TRUE(mean_interval(same)->is_flat());
}

TEST(Moments, AgreeWithTheValuesThemselves) {
  Moments moments;
  for (const int time : {55, 65, 75, 62, 45, 135}) moments.add(time);
  const Summary whole = summarise(moments), direct = summary_of({55, 65, 75, 62, 45, 135});
  EXPECT_EQ(whole.n, 6);
  EXPECT_NEAR(whole.mean, 72.833333, 1e-6);
  EXPECT_NEAR(whole.squared_deviations, direct.squared_deviations, 1e-9);
  EXPECT_NEAR(summarise(moments, 1e-3).mean, .072833333, 1e-9);
  EXPECT_NEAR(*summarise(moments, 1e-3).deviation(), *direct.deviation() / 1000, 1e-12);
  EXPECT_EQ(summarise(Moments{}).n, 0);
}

TEST(Moments, KeepTheVarianceOfLargeValues) {
  // 2^47 microseconds are over four years; a naive sum of squares in doubles would say 0 or less.
  Moments moments;
  for (int i = 0; i < 1000; ++i) moments.add((std::int64_t{1} << 47) + i % 2);
  EXPECT_NEAR(summarise(moments).squared_deviations, 250, 1e-9);
  Moments negative;
  for (int i = 0; i < 1000; ++i) negative.add(-(std::int64_t{1} << 47) - i % 2);
  EXPECT_NEAR(summarise(negative).squared_deviations, 250, 1e-9);
}

RC_GTEST_PROP(Moments, MergeInAnyGrouping, (const std::vector<std::int32_t>& values)) {
  Moments all, odd, even;
  std::vector<double> doubles;
  for (std::size_t i = 0; i < values.size(); ++i) {
    all.add(values[i]);
    (i % 2 ? odd : even).add(values[i]);
    doubles.push_back(values[i]);
  }
  odd.merge(even);
  RC_ASSERT(odd == all);
  const Summary whole = summarise(all), direct = summarise(doubles);
  const double scale = 1 + std::abs(direct.mean);
  RC_ASSERT(std::abs(whole.mean - direct.mean) <= 1e-9 * scale);
  RC_ASSERT(std::abs(whole.squared_deviations - direct.squared_deviations) <= 1e-9 * (1 + direct.squared_deviations));
}

TEST(Moments, TimesIsRepetition) {
  Moments once, often;
  for (int i = 0; i < 5; ++i) once.add(-7);
  often.add(-7, 5);
  EXPECT_EQ(once, often);
}

TEST(GeometricMean, OfPublishedTaskTimes) {
  const auto answer = geometric_mean(logs_of({55, 65, 75, 62, 45, 135}));
  EXPECT_NEAR(answer->value, 68.2411, 6e-5);
  EXPECT_NEAR(answer->interval->low, 46.0051, 6e-5);
  EXPECT_NEAR(answer->interval->high, 101.2245, 6e-5);
}

TEST(GeometricMean, FromWholeNumbersIsTheSame) {
  Moments moments;
  for (const double time : {55., 65., 75., 62., 45., 135.}) moments.add(nano_log(time));
  const auto answer = geometric_mean(summarise(moments, kNanoLog));
  EXPECT_NEAR(answer->value, 68.2410778, 1e-6);
  EXPECT_NEAR(answer->interval->high, 101.2245338, 1e-6);
}

TEST(GeometricMean, Edges) {
  EXPECT_EQ(geometric_mean({}).error().code, "stats.no-data");
  EXPECT_NEAR(geometric_mean(logs_of({73}))->value, 73, 1e-12);
  EXPECT_FALSE(geometric_mean(logs_of({73}))->interval);
  EXPECT_FALSE(geometric_mean(logs_of({73}))->log_deviation);
  EXPECT_TRUE(geometric_mean(logs_of({40, 40, 40, 40}))->interval->is_flat());
  EXPECT_FALSE(geometric_mean(logs_of({1e-300, 1e300}))->interval);
  EXPECT_EQ(logs(std::vector{3.0, 0.0}).error().code, "stats.not-positive");
  EXPECT_EQ(logs(std::vector{-1.0}).error().code, "stats.not-positive");
  EXPECT_EQ(logs(std::vector{std::nan("")}).error().code, "stats.not-positive");
}

TEST(Welch, RatioOfTaskTimes) {
  const auto ratio = ratio_of_geometric_means(logs_of({34, 33, 28, 44, 46, 21, 22, 53, 22, 29, 39, 50}),
                                              logs_of({25, 20, 31, 18, 40, 22, 19, 27, 30, 16}));
  EXPECT_NEAR(ratio->value, 1.3989, 6e-5);
  EXPECT_NEAR(ratio->interval.low, 1.0640, 6e-5);
  EXPECT_NEAR(ratio->interval.high, 1.8392, 6e-5);
  EXPECT_NEAR(ratio->test->p, .0187, 6e-5);
}

TEST(Welch, SleepData) {  // R: t.test(extra ~ group, data = sleep)
  const auto difference = welch(summary_of({.7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2}),
                                summary_of({1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4}));
  EXPECT_NEAR(difference->test->t, -1.8608, 6e-5);
  EXPECT_NEAR(difference->test->df, 17.776, 6e-4);
  EXPECT_NEAR(difference->test->p, .07939, 6e-6);
}

TEST(Welch, Edges) {
  EXPECT_EQ(welch({}, summary_of({1, 2})).error().code, "stats.no-data");
  EXPECT_EQ(welch(summary_of({1, 2}), summary_of({1})).error().code, "stats.too-few");
  const auto flat = welch(summary_of({2, 2}), summary_of({1, 1}));
  EXPECT_EQ(flat->value, 1);
  EXPECT_TRUE(flat->interval.is_flat());
  EXPECT_FALSE(flat->test);
  const auto one_side = welch(summary_of({2, 2, 2}), summary_of({1, 2, 4}));
  EXPECT_NEAR(one_side->test->df, 2, 1e-12);  // all the uncertainty is b's
  EXPECT_FALSE(welch(summary_of({1e-120, 2e-120}), summary_of({3e-120, 5e-120}))->interval.is_flat());
}

}  // namespace
}  // namespace throughline::stats
