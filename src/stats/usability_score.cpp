#include "stats/usability_score.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "stats/distributions.h"

namespace throughline::stats {
namespace {

double density(double z) {
  return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
}

// The limit's distance from the mean in standard deviations, positive where the mean is on the good side.
double distance(const Summary& values, double limit, Side side) {
  const double z = (limit - values.mean) / *values.deviation();
  return side == Side::AtMost ? z : -z;
}

double mean_of(std::span<const ScoreComponent> components) {
  double sum = 0;
  for (const ScoreComponent& component : components) sum += component.value;
  return sum / double(components.size());
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Of people as clusters.
double linearised_error(const std::vector<double>& moved) {
  const double people = double(moved.size());
  return std::sqrt(people / (people - 1) * dot(moved, moved));
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double sizes = std::sqrt(dot(a, a) * dot(b, b));
  return sizes > 0 ? std::clamp(dot(a, b) / sizes, -1.0, 1.0) : 0;
}

Interval around(double value, double half) {
  return clamped({value - half, value + half}, 0, 1);
}

}  // namespace

Result<ScoreComponent> share_component(Trials trials, double confidence) {
  if (trials.n == 0) return no_data("attempts");
  const double centre = adjusted_centre(trials, confidence), z = z_for(confidence);
  return ScoreComponent{.value = *observed_share(trials),
                        .error = std::sqrt(centre * (1 - centre) / (double(trials.n) + z * z)),
                        .interval = adjusted_wald(trials, confidence),
                        .n = trials.n};
}

Result<ScoreComponent> within_limit(const Summary& values, double limit, Side side, double confidence) {
  if (values.n == 0) return no_data("values");
  if (values.n == 1) return too_few("values", 2, 1);
  if (values.squared_deviations <= 0) return no_variance("values");
  const double z = distance(values, limit, side), n = double(values.n);
  const double error = std::sqrt(1 / n + z * z / (2 * (n - 1)));
  const double half = t_for(confidence, n - 1) * error;
  return ScoreComponent{.value = normal_cdf(z),
                        .error = density(z) * error,
                        .interval = {normal_cdf(z - half), normal_cdf(z + half)},
                        .n = values.n};
}

double satisfied_from(double scale_low, double scale_high) {
  return scale_low + 0.75 * (scale_high - scale_low);
}

std::vector<double> moved_share(std::span<const PersonPart> people) {
  double trials = 0, successes = 0;
  for (const PersonPart& person : people) {
    trials += person.count;
    successes += person.sum;
  }
  std::vector<double> moved;
  for (const PersonPart& person : people) moved.push_back((person.sum - successes / trials * person.count) / trials);
  return moved;
}

std::vector<double> moved_within(std::span<const PersonPart> people, const Summary& values, double limit, Side side) {
  const double z = distance(values, limit, side), n = double(values.n), m = values.mean, s = *values.deviation();
  const double sign = side == Side::AtMost ? -1 : 1;
  std::vector<double> moved;
  for (const PersonPart& person : people) {
    const double from_mean = person.sum - person.count * m;
    const double squares = person.squares - 2 * m * person.sum + person.count * m * m;
    const double of_spread = squares / (s * s) - person.count * (n - 1) / n;
    moved.push_back(density(z) * (sign * from_mean / s / n - z / 2 * of_spread / (n - 1)));
  }
  return moved;
}

UsabilityScore score_of_anybody(std::span<const ScoreComponent> components, double confidence) {
  assert(!components.empty());
  const double k = double(components.size());
  UsabilityScore score{.value = mean_of(components)};
  Interval ends;
  double variance = 0;
  for (const ScoreComponent& component : components) {
    ends.low += component.interval.low / k;
    ends.high += component.interval.high / k;
    variance += component.error * component.error;
  }
  score.interval = ends;
  score.if_independent = around(score.value, z_for(confidence) * std::sqrt(variance) / k);
  return score;
}

UsabilityScore score_of_people(std::span<const ScoreComponent> components, std::span<const std::vector<double>> moved,
                               double confidence) {
  assert(!components.empty() && components.size() == moved.size());
  UsabilityScore score{.value = mean_of(components)};
  const std::size_t people = moved.front().size(), k = components.size();
  if (people < 2) return score;
  std::vector<double> errors;
  for (std::size_t i = 0; i < k; ++i) errors.push_back(std::max(components[i].error, linearised_error(moved[i])));
  double together = 0, apart = 0;
  for (std::size_t i = 0; i < k; ++i) {
    apart += errors[i] * errors[i];
    for (std::size_t j = 0; j < k; ++j)
      together += errors[i] * errors[j] * (i == j ? 1 : correlation(moved[i], moved[j]));
  }
  const double t = t_for(confidence, double(people - 1)) / double(k);
  score.interval = around(score.value, t * std::sqrt(std::max(0.0, together)));
  score.if_independent = around(score.value, t * std::sqrt(apart));
  return score;
}

}  // namespace throughline::stats
