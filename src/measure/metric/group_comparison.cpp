#include "measure/metric/group_comparison.h"

#include <fmt/format.h>

#include "stats/distributions.h"
#include "stats/groups.h"
#include "stats/multiple.h"

namespace throughline::measure {

using model::Row;

namespace {

constexpr std::size_t kMostGroups = 10;

struct Known {
  std::string label;
  std::int64_t n = 0;
  stats::Estimated estimate;
};

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
    const model::Estimate& value = figure.value;
    if (value.n < metric.minimum_n || !value.value || !value.low || !value.high || *value.low == *value.high) continue;
    known.push_back({label_of(frame, figure.key), value.n, {*value.value, {*value.low, *value.high}}});
  }
  return known;
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

model::Rows difference_rows(const std::vector<Known>& known, const model::MetricDefinition& metric) {
  model::Rows rows;
  std::vector<double> p;
  std::vector<double> values;
  for (std::size_t a = 0; a < known.size(); ++a) {
    for (std::size_t b = a + 1; b < known.size(); ++b) {
      const auto found = stats::mover_difference(known[a].estimate, known[b].estimate);
      if (!found) continue;
      model::Estimate difference;
      difference.value = found->value;
      difference.low = found->interval.low;
      difference.high = found->interval.high;
      difference.n = known[a].n + known[b].n;
      rows.push_back(
          {{"group", known[a].label}, {"less", known[b].label}, {"difference", difference}, {"p", found->p}});
      p.push_back(found->p);
      values.push_back(found->value);
    }
  }
  const std::vector<double> adjusted = stats::holm(p);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool is_clear = adjusted[i] < 1 - stats::kConfidence;
    const bool is_better = (values[i] > 0) == metric.higher_is_better;
    rows[i].emplace_back("p_adjusted", adjusted[i]);
    rows[i].emplace_back("verdict", !is_clear ? "cannot_tell" : is_better ? "better" : "worse");
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
  answer.more.emplace_back("differences", difference_rows(known, metric));
  answer.methods.emplace_back(
      "difference: of two groups, from their own intervals (Zou & Donner 2008), 95 %; p_adjusted: Holm 1979");
  if (frame.by(model::By::Kind::Segments) != nullptr || frame.by(model::By::Kind::Calendar) != nullptr)
    answer.notes.emplace_back("groups that share people are compared as if they were different ones");
}

}  // namespace throughline::measure
