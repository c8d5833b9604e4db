#include <cmath>
#include <set>

#include "reference/answers.h"
#include "reference/rules.h"

namespace throughline::reference {
namespace {

using model::MetricDefinition;
using model::MetricKind;

// What an answer counts as in the mean that the value is.
double worth(double score, const MetricDefinition& metric) {
  const double low = metric.scale_low, high = metric.scale_high;
  const bool higher = metric.higher_is_better;
  if (metric.kind == MetricKind::Nps) return score >= 9 ? 100 : score <= 6 ? -100 : 0;
  if (metric.kind == MetricKind::Csat && metric.variant == "rescaled_mean")
    return higher ? (score - low) / (high - low) : (high - score) / (high - low);
  if (metric.kind == MetricKind::Csat && metric.variant != "mean")
    return (higher ? score >= high - 1 : score <= low + 1) ? 1 : 0;
  if (metric.kind == MetricKind::Ces && metric.variant == "share_positive")
    return (higher ? 3 * (score - low) >= 2 * (high - low) : 3 * (high - score) >= 2 * (high - low)) ? 1 : 0;
  return score;
}

std::string value_of(const World& world, const std::string& property, const Told& told) {
  if (property == "channel") return told.event.channel;
  if (property == "touchpoint") return told.event.touchpoint;
  const std::string own = text_of(told.event, property);
  if (!own.empty() || told.person.empty()) return own;
  return property_of(world, {.name = told.person, .type = {}}, property, told.event.time);
}

// The values of an answer in all margins; nothing where one has no target.
std::optional<std::vector<std::string>> cell_of(const World& world, const model::Weighting& weighting,
                                                const Told& told) {
  std::vector<std::string> cell;
  for (const auto& margin : weighting.margins) {
    const std::string value = value_of(world, margin.property, told);
    bool is_known = false;
    for (const auto& [target, share] : margin.targets) is_known = is_known || target == value;
    if (!is_known) return std::nullopt;
    cell.push_back(value);
  }
  return cell;
}

// One weight per answer, margin after margin scaled until all hold. Nothing where a wanted value has nobody.
std::optional<std::vector<double>> rake(const model::Weighting& weighting,
                                        const std::vector<std::vector<std::string>>& cells) {
  std::vector<double> weights(cells.size(), 1);
  for (int round = 0; round < 2'000; ++round) {
    for (std::size_t margin = 0; margin < weighting.margins.size(); ++margin) {
      for (const auto& [value, share] : weighting.margins[margin].targets) {
        double sum = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) sum += cells[i][margin] == value ? weights[i] : 0;
        if (sum == 0) return std::nullopt;
        for (std::size_t i = 0; i < cells.size(); ++i)
          if (cells[i][margin] == value) weights[i] *= share * static_cast<double>(cells.size()) / sum;
      }
    }
  }
  return weights;
}

using Weights = std::map<std::vector<std::string>, double>;  // by cell

std::optional<Weights> weights_of(const World& world, const model::Question& question, const MetricDefinition& metric) {
  model::Question whole = question;
  whole.by.clear();
  std::vector<std::vector<std::string>> cells;
  for (const auto& [group, all] : answers(world, whole, metric)) {
    for (const Given& given : all)
      if (auto cell = cell_of(world, *metric.weighting, given.told)) cells.push_back(*cell);
  }
  if (cells.empty()) return std::nullopt;
  const auto raked = rake(*metric.weighting, cells);
  if (!raked) return std::nullopt;
  Weights weights;
  for (std::size_t i = 0; i < cells.size(); ++i) weights[cells[i]] = raked->at(i);
  return weights;
}

}  // namespace

void weigh(const World& world, const model::Question& question, const MetricDefinition& metric, Figures& figures) {
  const auto weights = weights_of(world, question, metric);
  const AnswersByGroup by_group = answers(world, question, metric);
  for (auto& [group, figure] : figures) {
    std::vector<Extra> beside{{{Column::Kind::Number, "unweighted"}, number(figure.value), true, figure.n}};
    const bool shows_mean =
        metric.kind == MetricKind::Csat ? metric.variant != "mean" : metric.variant == "share_positive";
    MetricDefinition other = metric;
    other.variant = shows_mean ? "mean" : metric.kind == MetricKind::Csat ? "top_two_box" : "share_positive";
    double sum = 0, squares = 0, value = 0, other_value = 0;
    std::size_t n = 0;
    const auto found = by_group.find(group);
    for (const Given& given : found == by_group.end() ? std::vector<Given>() : found->second) {
      const auto cell = cell_of(world, *metric.weighting, given.told);
      if (!cell || !weights) continue;
      const double weight = weights->at(*cell);
      ++n;
      sum += weight;
      squares += weight * weight;
      value += weight * worth(given.score, metric);
      other_value += weight * worth(given.score, other);
    }
    figure.value = sum > 0 ? std::optional(value / sum) : std::nullopt;
    figure.n = n;
    if (sum > 0) {
      beside.push_back({{Column::Kind::Number, "effective_n"}, number(sum * sum / squares), true});
      beside.push_back(
          {{Column::Kind::Number, "design_effect"}, number(static_cast<double>(n) * squares / (sum * sum)), true});
    }
    for (Extra& extra : figure.extras)
      if (extra.column.name == "mean" || extra.column.name == "top_two_box" || extra.column.name == "positive")
        extra.text = number(sum > 0 ? std::optional(other_value / sum) : std::nullopt);
    figure.extras.insert(figure.extras.begin() + 1, beside.begin(), beside.end());
  }
}

}  // namespace throughline::reference
