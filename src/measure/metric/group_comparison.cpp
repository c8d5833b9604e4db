#include "measure/metric/group_comparison.h"

#include <fmt/format.h>

#include "stats/distributions.h"
#include "stats/multiple.h"

namespace throughline::measure {

using model::Row;

namespace {

constexpr std::size_t kMostGroups = 10;

std::string label_of(const sequence::Frame& frame, sequence::GroupKey key) {
  std::string label;
  for (const auto& [column, cell] : frame.columns_of(key))
    label += (label.empty() ? "" : ", ") + std::get<std::string>(cell.value);
  return label;
}

std::vector<Known> known_groups(const Figures& figures, const sequence::Frame& frame,
                                const model::MetricDefinition& metric) {
  std::vector<Known> known;
  for (const Figure& figure : figures.groups) {
    if (auto one = known_of(label_of(frame, figure.key), figure.value, metric)) known.push_back(*std::move(one));
  }
  return known;
}

}  // namespace

std::optional<Known> known_of(std::string label, const model::Estimate& value, const model::MetricDefinition& metric) {
  if (value.n < metric.minimum_n || !value.value || !value.low || !value.high || *value.low == *value.high) return {};
  return Known{std::move(label), value.n, {*value.value, {*value.low, *value.high}}};
}

Row heterogeneity_row(const std::vector<Known>& known) {
  std::vector<stats::WithError> groups;
  for (const Known& each : known) {
    const double width = each.estimate.interval.high - each.estimate.interval.low;
    groups.push_back({each.estimate.value, width / 2 / stats::z_for(stats::kConfidence)});
  }
  Row row{{"groups", known.size()},
          {"method", "Cochran's Q and I² (Higgins & Thompson 2002), errors from the groups' 95 % intervals"}};
  const auto found = stats::heterogeneity(groups);
  if (!found) {
    row.emplace_back("reason", "fewer than two groups have an interval");
    return row;
  }
  row.emplace_back("q", found->q);
  row.emplace_back("df", found->df);
  row.emplace_back("p", found->p);
  row.emplace_back("i2", found->i2);
  if (found->i2_interval) {
    row.emplace_back("i2_low", found->i2_interval->low);
    row.emplace_back("i2_high", found->i2_interval->high);
  }
  row.emplace_back("consistent", found->p >= 1 - stats::kConfidence);
  return row;
}

model::Rows differences_of(const std::vector<std::pair<const Known*, const Known*>>& pairs,
                           const model::MetricDefinition& metric) {
  model::Rows rows(pairs.size());
  std::vector<std::size_t> told;
  std::vector<double> p, values;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto& [a, b] = pairs[i];
    const auto found = stats::mover_difference(a->estimate, b->estimate);
    if (!found) continue;
    model::Estimate difference;
    difference.value = found->value;
    difference.low = found->interval.low;
    difference.high = found->interval.high;
    difference.n = a->n + b->n;
    rows[i] = {{"difference", difference}, {"p", found->p}};
    told.push_back(i);
    p.push_back(found->p);
    values.push_back(found->value);
  }
  const std::vector<double> adjusted = stats::holm(p);
  for (std::size_t i = 0; i < told.size(); ++i) {
    const bool is_clear = adjusted[i] < 1 - stats::kConfidence;
    const bool is_better = (values[i] > 0) == metric.higher_is_better;
    rows[told[i]].emplace_back("p_adjusted", adjusted[i]);
    rows[told[i]].emplace_back("verdict", !is_clear ? "cannot_tell" : is_better ? "better" : "worse");
  }
  return rows;
}

namespace {

// Each group less each that follows.
model::Rows all_differences(const std::vector<Known>& known, const model::MetricDefinition& metric) {
  std::vector<std::pair<const Known*, const Known*>> pairs;
  for (std::size_t a = 0; a < known.size(); ++a) {
    for (std::size_t b = a + 1; b < known.size(); ++b) pairs.emplace_back(&known[a], &known[b]);
  }
  model::Rows rows;
  model::Rows told = differences_of(pairs, metric);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (told[i].empty()) continue;
    Row row{{"group", pairs[i].first->label}, {"less", pairs[i].second->label}};
    for (auto& cell : told[i]) row.push_back(std::move(cell));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

void add_comparison(const Figures& figures, const sequence::Frame& frame, const model::MetricDefinition& metric,
                    model::Answer& answer) {
  const std::vector<Known> known = known_groups(figures, frame, metric);
  answer.more.emplace_back("heterogeneity", heterogeneity_row(known));
  if (known.size() < 2 || known.size() > kMostGroups) return;
  answer.units.emplace_back("difference", figures.unit);
  answer.more.emplace_back("differences", all_differences(known, metric));
  answer.methods.emplace_back(kDifferenceMethod);
  if (frame.by(model::By::Kind::Segments) != nullptr || frame.by(model::By::Kind::Calendar) != nullptr)
    answer.notes.emplace_back("groups that share people are compared as if they were different ones");
}

}  // namespace throughline::measure
