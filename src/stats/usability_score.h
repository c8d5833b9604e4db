// usability_score.h: completion, time, errors and satisfaction of a task as one share: SUM, Single Usability Metric.
//
//     completion 8 of 10 .8000, times within 100 s .8413, ratings from 4 of 5 on .5000     score .7138
//
// Each component is a share of 1: completion and opportunities without an error as they are; times and ratings as the
// part of a normal distribution with their mean and standard deviation that lies within a limit, which is the longest
// time that is acceptable, or the lowest rating that says satisfied. The score is the mean of the components.
//
// Standard errors of components: of a share that of its adjusted Wald interval, which is never 0; of a part of a normal
// distribution, with z the limit's distance in standard deviations, density(z) · sqrt(1/n + z² / (2(n - 1))): the delta
// method.
//
// Of the score: components of the same people go together (people who err take longer), so their errors may not be
// added up as if they did not. Two ways:
//   - score_of_people knows what each person brings. A component's error is the larger one of its own and the
//     linearised one with people as clusters (who tried twice is no second person); they are combined with the
//     correlations between what people bring. t with one degree of freedom fewer than people.
//   - score_of_anybody only knows the components: the mean of their ends, the widest that any correlation gives;
//     `if_independent` is what none of it would give.
//
// Sources: Sauro & Kindlund 2005 (CHI) for the score; Wolter, Introduction to Variance Estimation, ch. 6 for
// linearisation. Intervals are ours: the paper gives the ends of the components averaged, as score_of_anybody does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimate.h"
#include "stats/mean.h"
#include "stats/proportion.h"

namespace throughline::stats {

struct ScoreComponent {
  double value = 0;  // share of 1
  double error = 0;  // standard error
  Interval interval;
  std::int64_t n = 0;
};

// No-data for n = 0.
Result<ScoreComponent> share_component(Trials trials, double confidence = kConfidence);

// The part of a normal distribution at most, or at least, at `limit`. No-data, too-few (one value), no-variance (all
// the same: how others would differ is not known).
enum class Side { AtMost, AtLeast };
Result<ScoreComponent> within_limit(const Summary& values, double limit, Side side, double confidence = kConfidence);

// The limit of ratings on a scale: three quarters up, 4 of 1 to 5.
double satisfied_from(double scale_low, double scale_high);

// What one person brings to a component: how many values, their sum, and that of their squares; of a share trials and
// successes.
struct PersonPart {
  double count = 0, sum = 0, squares = 0;
};
// By how much each person moves the component; they sum to 0. Of components that have a value.
std::vector<double> moved_share(std::span<const PersonPart> people);
std::vector<double> moved_within(std::span<const PersonPart> people, const Summary& values, double limit, Side side);

struct UsabilityScore {
  double value = 0;
  std::optional<Interval> interval;  // within 0 to 1
  std::optional<Interval> if_independent;
};
// At least one component (asserted).
UsabilityScore score_of_anybody(std::span<const ScoreComponent> components, double confidence = kConfidence);
// `moved` has one list for each component, all of the same people in the same order. Fewer than two: no interval.
UsabilityScore score_of_people(std::span<const ScoreComponent> components, std::span<const std::vector<double>> moved,
                               double confidence = kConfidence);

}  // namespace throughline::stats
