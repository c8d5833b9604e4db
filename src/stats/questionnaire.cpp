#include "stats/questionnaire.h"

#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <utility>
#include <vector>

#include "stats/mean.h"

namespace throughline::stats {
namespace {

using Band = std::pair<double, std::string_view>;  // from this score on, this name

constexpr std::array<Band, 11> kGrades{{{84.1, "A+"},
                                        {80.8, "A"},
                                        {78.9, "A-"},
                                        {77.2, "B+"},
                                        {74.1, "B"},
                                        {72.6, "B-"},
                                        {71.1, "C+"},
                                        {65.0, "C"},
                                        {62.7, "C-"},
                                        {51.7, "D"},
                                        {0, "F"}}};
constexpr std::array<Band, 6> kAdjectives{{{84.1, "best imaginable"},
                                           {80.8, "excellent"},
                                           {71.1, "good"},
                                           {51.7, "ok"},
                                           {25.1, "poor"},
                                           {0, "worst imaginable"}}};
constexpr std::array<Band, 3> kAcceptability{{{72.6, "acceptable"}, {51.7, "marginal"}, {0, "not acceptable"}}};
constexpr std::array<Band, 3> kAttitudes{{{78.9, "promoter"}, {62.7, "passive"}, {0, "detractor"}}};

constexpr std::array<std::pair<double, double>, 32> kPercentiles{
    {{5, 0.3}, {10, 0.4}, {15, 0.7}, {20, 1},  {25, 1.5}, {30, 2},    {35, 4},       {40, 6},
     {45, 8},  {50, 13},  {55, 19},  {60, 29}, {65, 41},  {66, 44},   {67, 47},      {68, 50},
     {69, 53}, {70, 56},  {71, 60},  {72, 63}, {73, 67},  {74, 70},   {75, 73},      {76, 77},
     {77, 80}, {78, 83},  {79, 86},  {80, 88}, {85, 97},  {90, 99.8}, {95, 99.9999}, {100, 100}}};

// A mean that is the bound but for rounding (80.8 as 80.79999999999998) belongs to the better class.
template <std::size_t N>
std::string_view band(const std::array<Band, N>& bands, double mean) {
  assert(mean >= 0 && mean <= 100);
  for (const auto& [bound, name] : bands) {
    if (mean >= bound - 1e-9) return name;
  }
  return bands.back().second;
}

std::unexpected<Error> out_of_range(std::string_view what, double found, double low, double high) {
  return fail("stats.out-of-range", fmt::format("{} is {}, outside {} to {}", what, found, low, high));
}

Status check_ratings(const TlxRatings& ratings) {
  for (const double rating : ratings) {
    if (!(rating >= 0 && rating <= 100)) return out_of_range("a rating", rating, 0, 100);
  }
  return {};
}

}  // namespace

Result<SusScore> sus(const std::array<std::optional<int>, 10>& answers) {
  constexpr int kNeutral = 3;
  int points = 0, imputed = 0;
  for (std::size_t item = 0; item < answers.size(); ++item) {
    const int answer = answers[item].value_or(kNeutral);
    if (answer < 1 || answer > 5) return out_of_range(fmt::format("the answer to item {}", item + 1), answer, 1, 5);
    const bool is_odd_item = item % 2 == 0;  // items are counted from 1
    points += is_odd_item ? answer - 1 : 5 - answer;
    imputed += !answers[item];
  }
  if (imputed == 10) return no_data("answers");
  return SusScore{2.5 * points, imputed};
}

std::string_view sus_grade(double mean) {
  return band(kGrades, mean);
}
std::string_view sus_adjective(double mean) {
  return band(kAdjectives, mean);
}
std::string_view sus_acceptability(double mean) {
  return band(kAcceptability, mean);
}
std::string_view sus_attitude(double mean) {
  return band(kAttitudes, mean);
}

double sus_percentile(double mean) {
  assert(mean >= 0 && mean <= 100);
  if (mean <= kPercentiles.front().first) return kPercentiles.front().second;
  for (auto above = kPercentiles.begin() + 1; above != kPercentiles.end(); ++above) {
    const auto below = std::prev(above);
    if (mean <= above->first) {
      return std::lerp(below->second, above->second, (mean - below->first) / (above->first - below->first));
    }
  }
  return kPercentiles.back().second;
}

Result<double> umux_lite(int capabilities, int ease) {
  for (const int answer : {capabilities, ease}) {
    if (answer < 1 || answer > 7) return out_of_range("an answer", answer, 1, 7);
  }
  return (capabilities + ease - 2) * 100.0 / 12;
}

double sus_by_regression(double umux_lite_score) {
  return 0.65 * umux_lite_score + 22.9;
}

Result<Lostness> lostness(std::int64_t different, std::int64_t total, std::int64_t fewest) {
  if (different < 1 || fewest < 1 || total < different) {
    return fail("stats.out-of-range", fmt::format("{} different pages among {} seen, where {} would do, cannot be",
                                                  different, total, fewest));
  }
  const double n = double(different);
  return Lostness{std::hypot(n / double(total) - 1, double(fewest) / n - 1), different >= fewest};
}

std::string_view lostness_band(double value) {
  assert(value >= 0);
  if (value <= 0.4) return "not lost";
  return value >= 0.5 ? "lost" : "unclear";
}

Result<double> nasa_tlx(const TlxRatings& ratings) {
  CHECKED(check_ratings(ratings));
  double sum = 0;
  for (const double rating : ratings) sum += rating;
  return sum / 6;
}

Result<double> nasa_tlx(const TlxRatings& ratings, const TlxWeights& weights) {
  CHECKED(check_ratings(ratings));
  int comparisons = 0;
  double sum = 0;
  for (std::size_t scale = 0; scale < ratings.size(); ++scale) {
    if (weights[scale] < 0 || weights[scale] > 5) return out_of_range("a weight", weights[scale], 0, 5);
    comparisons += weights[scale];
    sum += ratings[scale] * weights[scale];
  }
  if (comparisons != 15) return out_of_range("the sum of the weights", comparisons, 15, 15);
  return sum / 15;
}

Result<double> cronbach_alpha(std::span<const double> answers, std::size_t items) {
  assert(items > 0 && answers.size() % items == 0);
  const std::size_t people = answers.size() / items;
  if (items < 2) return too_few("items", 2, std::int64_t(items));
  if (people < 2) return too_few("people", 2, std::int64_t(people));

  std::vector<double> totals(people), column(people);
  double item_variances = 0;
  for (std::size_t item = 0; item < items; ++item) {
    for (std::size_t person = 0; person < people; ++person) {
      column[person] = answers[person * items + item];
      totals[person] += column[person];
    }
    item_variances += *summarise(column).variance();
  }
  const double total_variance = *summarise(totals).variance();
  if (total_variance == 0) return no_variance("totals");
  const double k = double(items);
  return k / (k - 1) * (1 - item_variances / total_variance);
}

}  // namespace throughline::stats
