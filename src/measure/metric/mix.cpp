#include "measure/metric/mix.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace throughline::measure {

using model::Estimate;
using model::MetricKind;

namespace {

constexpr double kRounding = 1e-9;  // by which a mean of groups may differ from the whole, of its size

// Kinds whose whole is the mean of its groups, by n.
bool is_mean(const model::MetricDefinition& metric) {
  switch (metric.kind) {
    case MetricKind::Percentile:
    case MetricKind::TaskTime:
    case MetricKind::Learnability:
    case MetricKind::UsabilityScore:
      return false;
    case MetricKind::TimeBetween:
      return metric.variant == "mean";
    default:
      return true;
  }
}

// Why the whole is not the mean of the groups; "" where it is.
std::string not_the_mean(const Composition& reading) {
  std::int64_t n = 0;
  double sum = 0;
  for (const auto& [label, group] : reading.groups) {
    if (group.value.n == 0) continue;
    if (!group.value.value) return "a group has no value";
    n += group.value.n;
    sum += static_cast<double>(group.value.n) * *group.value.value;
  }
  if (n != reading.whole.n)
    return fmt::format("the groups are {} together and the whole is {}: some stand in several groups, or in none", n,
                       reading.whole.n);
  const double mean = sum / static_cast<double>(n), whole = *reading.whole.value;
  const bool is_equal = std::abs(mean - whole) <= kRounding * std::max(1.0, std::abs(whole));
  return is_equal ? "" : "the value of the whole is not the mean of its groups";
}

// The sum of weight · (after - before), with the interval that those of its members give.
class Combination {
 public:
  void add(double weight, const Estimate& before, const Estimate& after) {
    sum_ += weight * (*after.value - *before.value);
    is_bounded_ = is_bounded_ && before.low && before.high && after.low && after.high;
    if (!is_bounded_) return;
    const auto square = [&](double distance) { return std::pow(weight * std::max(0.0, distance), 2); };
    below_ += square(*after.value - *after.low) + square(*before.high - *before.value);
    above_ += square(*after.high - *after.value) + square(*before.value - *before.low);
  }
  Estimate estimate(std::int64_t n) const {
    Estimate result;
    result.n = n;
    result.value = sum_;
    if (!is_bounded_) return result;
    result.low = sum_ - std::sqrt(below_);
    result.high = sum_ + std::sqrt(above_);
    return result;
  }

 private:
  double sum_ = 0, below_ = 0, above_ = 0;
  bool is_bounded_ = true;
};

Mix::Part part_of(const std::string& label, const Composition& before, const Composition& after) {
  Mix::Part part;
  const auto read = [&](const Composition& reading, Estimate& value, double& share) {
    const auto found = reading.groups.find(label);
    if (found == reading.groups.end() || found->second.value.n == 0) return;
    part.columns = found->second.columns;
    value = found->second.value;
    share = static_cast<double>(value.n) / static_cast<double>(reading.whole.n);
  };
  read(before, part.before, part.share_before);
  read(after, part.after, part.share_after);
  const double middle = (*before.whole.value + *after.whole.value) / 2;
  const double moved = part.share_after - part.share_before;
  if (part.before.value && part.after.value) {
    part.mix = moved * ((*part.before.value + *part.after.value) / 2 - middle);
    part.real_change = (part.share_before + part.share_after) / 2 * (*part.after.value - *part.before.value);
  } else {
    part.mix = moved * ((part.after.value ? *part.after.value : *part.before.value) - middle);
  }
  return part;
}

}  // namespace

std::expected<Mix, std::string> mix_of(const Composition& before, const Composition& after,
                                       const model::MetricDefinition& metric) {
  std::string reason = is_mean(metric) ? "" : "a median or percentile of the whole is not the mean of its groups";
  for (const Composition* reading : {&before, &after})
    if (reason.empty()) reason = not_the_mean(*reading);
  if (!reason.empty()) return std::unexpected(reason);
  std::set<std::string> labels;
  for (const Composition* reading : {&before, &after})
    for (const auto& [label, group] : reading->groups)
      if (group.value.n > 0) labels.insert(label);
  Mix mix;
  Combination real;
  for (const std::string& label : labels) {
    Mix::Part part = part_of(label, before, after);
    mix.mix += part.mix;
    if (part.before.value && part.after.value)
      real.add((part.share_before + part.share_after) / 2, part.before, part.after);
    mix.parts.push_back(std::move(part));
  }
  mix.real_change = real.estimate(before.whole.n + after.whole.n);
  std::ranges::stable_sort(mix.parts, std::ranges::greater(), [](const Mix::Part& part) {
    return std::max(std::abs(part.mix), std::abs(part.real_change));
  });
  return mix;
}

Estimate difference_of(const Estimate& before, const Estimate& after) {
  Combination combination;
  combination.add(1, before, after);
  return combination.estimate(before.n + after.n);
}

}  // namespace throughline::measure
