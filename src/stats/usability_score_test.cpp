#include "stats/usability_score.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

Summary of(const std::vector<double>& values) {
  return summarise(values);
}
PersonPart part(const std::vector<double>& values) {
  PersonPart result;
  for (const double value : values) {
    result.count += 1;
    result.sum += value;
    result.squares += value * value;
  }
  return result;
}

TEST(UsabilityScore, ComponentsAreSharesOfOne) {
  // Times 60, 80, 100: mean 80, deviation 20, so that 100 is one deviation up and 80 none.
  const Summary times = of({60, 80, 100});
  EXPECT_NEAR(within_limit(times, 100, Side::AtMost)->value, .841345, 1e-6);
  EXPECT_NEAR(within_limit(times, 80, Side::AtMost)->value, .5, 1e-12);
  EXPECT_NEAR(within_limit(times, 100, Side::AtLeast)->value, .158655, 1e-6);
  // error = density(1) · sqrt(1/3 + 1/4) = .241971 · .763763
  EXPECT_NEAR(within_limit(times, 100, Side::AtMost)->error, .184808, 1e-6);
  EXPECT_NEAR(share_component({8, 10})->value, .8, 1e-12);
  EXPECT_GT(share_component({10, 10})->error, 0);  // all of ten is no certainty
  EXPECT_EQ(satisfied_from(1, 5), 4);
  EXPECT_EQ(satisfied_from(1, 7), 5.5);
}

TEST(UsabilityScore, TheMeanOfItsComponentsWithTheMeanOfTheirEnds) {
  const std::vector<ScoreComponent> all{*share_component({8, 10}), *within_limit(of({60, 80, 100}), 100, Side::AtMost),
                                        *within_limit(of({3, 4, 5}), 4, Side::AtLeast)};
  const UsabilityScore score = score_of_anybody(all);
  EXPECT_NEAR(score.value, (.8 + .841345 + .5) / 3, 1e-6);
  EXPECT_NEAR(score.interval->low, (all[0].interval.low + all[1].interval.low + all[2].interval.low) / 3, 1e-12);
  EXPECT_LT(score.interval->low, score.if_independent->low);
  EXPECT_GT(score.interval->high, score.if_independent->high);
}

TEST(UsabilityScore, WhatPeopleMoveIsTheSlopeOfTheComponent) {
  // Moving one value a little moves the component by its density times that: the numerical derivative of a weight.
  const std::vector<double> values{1, 2, 2, 4, 7};
  const Summary summary = of(values);
  std::vector<PersonPart> people;
  for (const double value : values) people.push_back(part({value}));
  const auto moved = moved_within(people, summary, 5, Side::AtMost);
  EXPECT_NEAR(std::accumulate(moved.begin(), moved.end(), 0.0), 0, 1e-12);
  const double step = 1e-6, n = 5;
  for (std::size_t i = 0; i < values.size(); ++i) {
    // The i-th with weight 1 + step: mean and (population-scaled) variance with weights.
    double weight = 0, sum = 0, squares = 0;
    for (std::size_t j = 0; j < values.size(); ++j) {
      const double w = i == j ? 1 + step : 1;
      weight += w, sum += w * values[j], squares += w * values[j] * values[j];
    }
    const double mean = sum / weight, variance = (squares / weight - mean * mean) * n / (n - 1);
    const double z = (5 - mean) / std::sqrt(variance);
    EXPECT_NEAR(moved[i], (normal_cdf(z) - within_limit(summary, 5, Side::AtMost)->value) / step, 1e-5);
  }
}

TEST(UsabilityScore, OfPeopleWhoGoTogetherIsLessSure) {
  const std::vector<double> times{1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<double> ratings = times;
  std::vector<PersonPart> slow, happy;
  for (const double time : times) slow.push_back(part({time}));
  const auto score = [&] {
    happy.clear();
    for (const double rating : ratings) happy.push_back(part({rating}));
    const std::vector<ScoreComponent> all{*within_limit(of(times), 5, Side::AtMost),
                                          *within_limit(of(ratings), 5, Side::AtLeast)};
    const std::vector<std::vector<double>> moved{moved_within(slow, of(times), 5, Side::AtMost),
                                                 moved_within(happy, of(ratings), 5, Side::AtLeast)};
    return score_of_people(all, moved);
  };
  // Who is slow is happy: what one component loses the other wins.
  const UsabilityScore against = score();
  EXPECT_GT(against.interval->low, against.if_independent->low);
  std::reverse(ratings.begin(), ratings.end());
  const UsabilityScore together = score();
  EXPECT_LT(together.interval->low, together.if_independent->low);
  EXPECT_NEAR(together.value, against.value, 1e-12);
}

TEST(UsabilityScore, APersonWhoTriedTwiceIsNoSecondPerson) {
  std::vector<PersonPart> once, twice;
  for (const double each : {0., 1., 1., 0., 1., 1., 0., 1.}) {
    once.push_back(part({each}));
    once.push_back(part({each}));
    twice.push_back(part({each, each}));
  }
  const std::vector<ScoreComponent> all{*share_component({10, 16})};
  using Moved = std::vector<std::vector<double>>;
  const auto apart = score_of_people(all, Moved{moved_share(once)});
  const auto clustered = score_of_people(all, Moved{moved_share(twice)});
  EXPECT_LT(clustered.interval->low, apart.interval->low);
}

TEST(UsabilityScore, NothingOrTooLittle) {
  EXPECT_EQ(share_component({0, 0}).error().code, "stats.no-data");
  EXPECT_EQ(within_limit({}, 1, Side::AtMost).error().code, "stats.no-data");
  EXPECT_EQ(within_limit(of({3}), 1, Side::AtMost).error().code, "stats.too-few");
  EXPECT_EQ(within_limit(of({3, 3, 3}), 5, Side::AtMost).error().code, "stats.no-variance");
  const std::vector<ScoreComponent> all{*share_component({1, 1})};
  EXPECT_FALSE(score_of_people(all, std::vector<std::vector<double>>{{0}}).interval);
}

}  // namespace
}  // namespace throughline::stats
