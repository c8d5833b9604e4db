#include "stats/questionnaire.h"

#include <gtest/gtest.h>
#include <utility>
#include <vector>

namespace throughline::stats {
namespace {

TEST(Sus, Scores) {
  EXPECT_EQ(sus({4, 1, 5, 2, 5, 1, 4, 2, 3, 1})->value, 85);
  EXPECT_EQ(sus({2, 1, 4, 1, 4, 3, 4, 2, 3, 3})->value, 67.5);
  EXPECT_EQ(sus({3, 3, 3, 3, 3, 3, 3, 3, 3, 3})->value, 50);
  EXPECT_EQ(sus({5, 1, 5, 1, 5, 1, 5, 1, 5, 1})->value, 100);
  EXPECT_EQ(sus({1, 5, 1, 5, 1, 5, 1, 5, 1, 5})->value, 0);
}

TEST(Sus, CountsWhatIsOpenAndRefusesWhatCannotBe) {
  const auto open = sus({5, 1, 5, 1, {}, 1, 5, 1, 5, {}});
  EXPECT_EQ(open->value, 90);
  EXPECT_EQ(open->imputed, 2);
  EXPECT_EQ(sus({}).error().code, "stats.no-data");
  EXPECT_EQ(sus({6, 1, 5, 1, 5, 1, 5, 1, 5, 1}).error().code, "stats.out-of-range");
  EXPECT_EQ(sus({5, 0, 5, 1, 5, 1, 5, 1, 5, 1}).error().message, "the answer to item 2 is 0, outside 1 to 5");
}

TEST(Sus, GradesChangeAtTheirLowerBounds) {
  const std::vector<std::pair<double, std::string_view>> cases{
      {100, "A+"},  {84.1, "A+"}, {84.0, "A"}, {80.8, "A"}, {80.3, "A-"}, {78.9, "A-"}, {77.2, "B+"}, {74.1, "B"},
      {72.6, "B-"}, {71.1, "C+"}, {68, "C"},   {65.0, "C"}, {62.7, "C-"}, {51.7, "D"},  {51.6, "F"},  {0, "F"}};
  for (const auto& [score, grade] : cases) EXPECT_EQ(sus_grade(score), grade) << score;
  EXPECT_EQ(sus_grade((80.7 + 80.8 + 80.9) / 3), "A");
}

TEST(Sus, Words) {
  EXPECT_EQ(sus_adjective(25), "worst imaginable");
  EXPECT_EQ(sus_adjective(25.1), "poor");
  EXPECT_EQ(sus_adjective(68), "ok");
  EXPECT_EQ(sus_adjective(71.1), "good");
  EXPECT_EQ(sus_adjective(80.8), "excellent");
  EXPECT_EQ(sus_adjective(84.1), "best imaginable");
  EXPECT_EQ(sus_acceptability(51.6), "not acceptable");
  EXPECT_EQ(sus_acceptability(72.5), "marginal");
  EXPECT_EQ(sus_acceptability(72.6), "acceptable");
  EXPECT_EQ(sus_attitude(78.9), "promoter");
  EXPECT_EQ(sus_attitude(62.7), "passive");
  EXPECT_EQ(sus_attitude(62.6), "detractor");
}

TEST(Sus, PercentilesRiseWithTheScore) {
  EXPECT_EQ(sus_percentile(68), 50);
  EXPECT_EQ(sus_percentile(75), 73);
  EXPECT_EQ(sus_percentile(80), 88);
  EXPECT_NEAR(sus_percentile(52), 15.4, 1e-9);
  EXPECT_NEAR(sus_percentile(62.5), 35, 1e-9);
  EXPECT_NEAR(sus_percentile(82.5), 92.5, 1e-9);
  EXPECT_EQ(sus_percentile(0), .3);
  EXPECT_EQ(sus_percentile(100), 100);
  for (double score = 0; score < 99.9; score += .1) EXPECT_LE(sus_percentile(score), sus_percentile(score + .1));
}

TEST(UmuxLite, Scores) {
  EXPECT_EQ(*umux_lite(6, 5), 75);
  EXPECT_EQ(*umux_lite(7, 7), 100);
  EXPECT_EQ(*umux_lite(1, 1), 0);
  EXPECT_EQ(umux_lite(0, 5).error().code, "stats.out-of-range");
  EXPECT_EQ(umux_lite(5, 8).error().code, "stats.out-of-range");
}

TEST(Lostness, Cases) {
  EXPECT_EQ(lostness(3, 3, 3)->value, 0);
  EXPECT_NEAR(lostness(5, 7, 3)->value, .4916, 6e-5);
  EXPECT_NEAR(lostness(10, 20, 4)->value, .7810, 6e-5);
  EXPECT_FALSE(lostness(2, 2, 4)->is_valid);
  EXPECT_EQ(lostness(5, 4, 3).error().code, "stats.out-of-range");
  EXPECT_EQ(lostness(0, 0, 3).error().code, "stats.out-of-range");
  EXPECT_EQ(lostness_band(.4), "not lost");
  EXPECT_EQ(lostness_band(.45), "unclear");
  EXPECT_EQ(lostness_band(.5), "lost");
}

TEST(NasaTlx, RawAndWeighted) {
  EXPECT_DOUBLE_EQ(*nasa_tlx({50, 20, 70, 30, 60, 40}), 45);
  EXPECT_DOUBLE_EQ(*nasa_tlx({50, 20, 70, 30, 60, 40}, {5, 0, 4, 1, 3, 2}), (250 + 280 + 30 + 180 + 80) / 15.0);
  EXPECT_EQ(nasa_tlx({50, 20, 70, 30, 60, 101}).error().code, "stats.out-of-range");
  EXPECT_EQ(nasa_tlx({50, 20, 70, 30, 60, 40}, {5, 0, 4, 1, 3, 1}).error().code, "stats.out-of-range");
  EXPECT_EQ(nasa_tlx({50, 20, 70, 30, 60, 40}, {6, 0, 4, 1, 3, 1}).error().code, "stats.out-of-range");
}

TEST(CronbachAlpha, OfSixPeople) {
  const std::vector<double> answers{4, 5, 4, 4, 2, 3, 2, 3, 5, 5, 4, 5, 3, 3, 3, 2, 4, 4, 5, 4, 1, 2, 2, 1};
  EXPECT_NEAR(*cronbach_alpha(answers, 4), .958762887, 1e-9);
  EXPECT_EQ(cronbach_alpha(answers, 1).error().code, "stats.too-few");
  EXPECT_EQ(cronbach_alpha(std::vector<double>{1, 2}, 2).error().code, "stats.too-few");
  EXPECT_EQ(cronbach_alpha({}, 2).error().code, "stats.too-few");
  EXPECT_EQ(cronbach_alpha(std::vector<double>{1, 2, 2, 1}, 2).error().code, "stats.no-variance");
  EXPECT_NEAR(*cronbach_alpha(std::vector<double>{1, 1, 2, 2, 5, 5}, 2), 1, 1e-12);
}

}  // namespace
}  // namespace throughline::stats
