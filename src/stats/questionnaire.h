// questionnaire.h: scoring of standard questionnaires.
//
//     sus({4,1,5,2,5,1,4,2,3,1})   85         System Usability Scale, 0 to 100 (not percent)
//     sus_grade(73.4)              "B-"       grades describe the mean of a group, not one person
//     umux_lite(6, 5)              75         0 to 100
//     lostness(5, 7, 3)            .4916      0 = the shortest way
//     nasa_tlx(ratings)            0 to 100   raw, or weighted by the 15 paired comparisons
//
// Answers outside their scale: out-of-range. Means of SUS, UMUX-Lite and SEQ (1 to 7) get their interval from
// mean_interval (mean.h), over people.
// Sources: Brooke 1996; Sauro & Lewis 2016, Quantifying the User Experience, chapter 8 (grades); Sauro 2018
// (adjectives); Lewis, Utesch & Maher 2013 (UMUX-Lite); Smith 1996 (lostness); Hart & Staveland 1988 and Hart 2006
// (NASA-TLX); Cronbach 1951.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "stats/estimate.h"

namespace throughline::stats {

// 2.5 · (sum of odd items - 1, sum of 5 - even items), answers 1 to 5. Brooke scores an open item as 3; `imputed`
// says how many. No-data when all ten are open.
struct SusScore {
  double value = 0;
  int imputed = 0;
};
Result<SusScore> sus(const std::array<std::optional<int>, 10>& answers);

// All of these read a mean score from 0 to 100 (asserted). Lower bounds belong to the better class.
// "A+" from 84.1, then 80.8, 78.9, 77.2, 74.1, 72.6, 71.1, 65.0, 62.7, "D" from 51.7, else "F". Widely copied lists
// with 80.3 or 68 as bounds are of another, older scale.
std::string_view sus_grade(double mean);
// "worst imaginable" below 25.1, "poor" below 51.7, "ok" below 71.1, "good" below 80.8, "excellent" below 84.1,
// "best imaginable".
std::string_view sus_adjective(double mean);
// "not acceptable" below 51.7, "marginal" below 72.6, "acceptable".
std::string_view sus_acceptability(double mean);
// "promoter" from 78.9, "detractor" below 62.7, else "passive".
std::string_view sus_attitude(double mean);
// Share of 500 studied products with a lower score, in percent: 68 gives 50. Linear between the published points;
// below 5 held at .3. The table is quoted from secondary sources: read it to whole percents.
double sus_percentile(double mean);

// (a + b - 2) · 100 / 12 for two answers from 1 to 7.
Result<double> umux_lite(int capabilities, int ease);
// .65x + 22.9, the regression of 2013 onto SUS. Deprecated: its authors advise against it, since it underestimates good
// products; for figures that were published with it.
double sus_by_regression(double umux_lite_score);

// sqrt((N/S - 1)² + (R/N - 1)²): N different pages seen, S pages seen in all, R the fewest that do the task.
// Only completed tasks have one. N < R means the task was done on a way shorter than "the fewest", or not done:
// `is_valid` is false and the value is not to be averaged. Out-of-range: N < 1, R < 1, S < N.
struct Lostness {
  double value = 0;
  bool is_valid = true;
};
Result<Lostness> lostness(std::int64_t different, std::int64_t total, std::int64_t fewest);
// "not lost" up to .4, "lost" from .5, between them "unclear".
std::string_view lostness_band(double value);

// Six ratings from 0 to 100: mental, physical, temporal, performance, effort, frustration.
using TlxRatings = std::array<double, 6>;
// How often each scale won its paired comparisons: 0 to 5, 15 in all.
using TlxWeights = std::array<int, 6>;
Result<double> nasa_tlx(const TlxRatings& ratings);                             // the mean ("raw TLX")
Result<double> nasa_tlx(const TlxRatings& ratings, const TlxWeights& weights);  // sum of rating · weight / 15

// Do the items of a questionnaire measure one thing? k/(k-1) · (1 - sum of item variances / variance of the totals).
// `answers` holds one row of `items` values per person, complete rows only. Below 0 is possible (reverse-coded items
// left as they are). Too-few: fewer than two items or people; no-variance: all totals the same.
Result<double> cronbach_alpha(std::span<const double> answers, std::size_t items);

}  // namespace throughline::stats
