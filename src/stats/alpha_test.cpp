#include "stats/alpha.h"

#include <gtest/gtest.h>
#include <vector>

#include "stats/questionnaire.h"

namespace throughline::stats {
namespace {

std::vector<Summary> items_of(const std::vector<std::vector<double>>& people, Summary& totals) {
  std::vector<Summary> items;
  std::vector<double> sums;
  for (const auto& person : people) {
    sums.push_back(0);
    for (const double answer : person) sums.back() += answer;
  }
  for (std::size_t item = 0; item < people.front().size(); ++item) {
    std::vector<double> column;
    for (const auto& person : people) column.push_back(person[item]);
    items.push_back(summarise(column));
  }
  totals = summarise(sums);
  return items;
}

TEST(Alpha, IsThatOfTheAnswersWithFeldtsInterval) {
  const std::vector<std::vector<double>> people{{4, 5, 4}, {2, 2, 3}, {5, 5, 5}, {3, 4, 3}, {1, 2, 1}, {4, 4, 5}};
  std::vector<double> rows;
  for (const auto& person : people) rows.insert(rows.end(), person.begin(), person.end());
  Summary totals;
  const auto alpha = cronbach_alpha(items_of(people, totals), totals);
  ASSERT_TRUE(alpha);
  EXPECT_NEAR(alpha->value, *cronbach_alpha(rows, 3), 1e-12);
  EXPECT_LT(alpha->interval.low, alpha->value);
  EXPECT_GT(alpha->interval.high, alpha->value);
  EXPECT_LT(alpha->interval.high, 1);
}

TEST(Alpha, WhatHasNone) {
  Summary totals;
  const auto one = items_of({{4}, {2}}, totals);
  EXPECT_EQ(cronbach_alpha(one, totals).error().code, "stats.too-few");
  const auto same = items_of({{4, 2}, {4, 2}}, totals);
  EXPECT_EQ(cronbach_alpha(same, totals).error().code, "stats.no-variance");
  const auto nobody = items_of({{4, 2}}, totals);
  EXPECT_EQ(cronbach_alpha(nobody, totals).error().code, "stats.too-few");
}

}  // namespace
}  // namespace throughline::stats
