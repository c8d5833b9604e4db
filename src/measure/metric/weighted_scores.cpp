#include "measure/metric/weighted_scores.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/score_values.h"
#include "sequence/fold.h"

namespace throughline::measure {

using model::Estimate;
using model::MetricDefinition;
using model::MetricKind;
using model::Row;

namespace {

constexpr double kMuch = 5;  // times the median weight

using Groups = std::map<sequence::GroupKey, CellTally>;

// Of all groups, and of everybody.
template <bool kLastOnly>
std::pair<Groups, CellTally> tallies(const Asked& asked, const ResponseReader& reader, const Cells& cells) {
  auto split = sequence::fold_with_everybody(asked.frame, CellKernel<kLastOnly>(reader, cells));
  return {std::move(split.groups), std::move(split.everybody)};
}

}  // namespace

Result<WeightedScores> WeightedScores::make(const Asked& asked, const ResponseReader& reader) {
  WeightedScores scores;
  scores.metric_ = &asked.metric;
  auto cells = Cells::compile(*asked.metric.weighting, asked.catalogue, asked.frame, asked.snapshot);
  if (!cells && cells.error().code == "question.unknown-property") {
    scores.failure_ = cells.error().message;
    return scores;
  }
  if (!cells) return std::unexpected(std::move(cells).error());
  auto [groups, whole] =
      asked.metric.once_per_person ? tallies<true>(asked, reader, *cells) : tallies<false>(asked, reader, *cells);
  scores.groups_ = std::move(groups);
  scores.rake(*cells, whole);
  return scores;
}

void WeightedScores::rake(const Cells& cells, const CellTally& whole) {
  std::vector<std::vector<double>> targets;
  for (const auto& margin : metric_->weighting->margins) {
    std::vector<double>& shares = targets.emplace_back();
    for (const auto& [value, share] : margin.targets) shares.push_back(share);
    people_.emplace_back(shares.size());
  }
  std::vector<stats::RakingCell> sample;
  std::vector<std::int64_t> places;
  for (const auto& [cell, scores] : whole.counts) {
    const std::int64_t people = whole.people(cell);
    if (cell == Cells::kNone) {
      left_out_ = people;
      continue;
    }
    weighed_ += people;
    places.push_back(cell);
    sample.push_back({.people = static_cast<double>(people), .categories = cells.categories(cell)});
    for (std::size_t margin = 0; margin < people_.size(); ++margin)
      people_[margin][sample.back().categories[margin]] += people;
  }
  // Weights of 1 on average.
  for (auto& margin : targets)
    for (double& share : margin) share *= static_cast<double>(weighed_);
  if (weighed_ == 0) {
    failure_ = "no answer has a value in every margin of the weighting";
    return;
  }
  auto raked = stats::rake(sample, targets, {.trim = metric_->weighting->trim, .gap = 1e-9});
  if (!raked) {
    failure_ = fmt::format("no weights: {}", raked.error().message);
    return;
  }
  raked_ = *std::move(raked);
  for (std::size_t i = 0; i < places.size(); ++i) weights_[places[i]] = raked_.weights[i];
  std::tie(lowest_, highest_) = std::pair(std::ranges::min(raked_.weights), std::ranges::max(raked_.weights));
  if (const auto effective = stats::effective_sample(alike(whole, *metric_))) effective_ = *effective;
}

std::vector<stats::Alike> WeightedScores::alike(const CellTally& tally, const MetricDefinition& metric) const {
  std::vector<stats::Alike> groups;
  for (const auto& [cell, weight] : weights_) {
    const auto found = tally.counts.find(cell);
    if (found == tally.counts.end()) continue;
    for (const auto& [score, count] : found->second) {
      const double points = static_cast<double>(score) / static_cast<double>(kThousandths);
      groups.push_back({.value = counts_as(points, metric), .weight = weight, .people = count});
    }
  }
  return groups;
}

Estimate WeightedScores::value(sequence::GroupKey group, const MetricDefinition& metric) const {
  Estimate estimate = only_n(0);
  const auto found = groups_.find(group);
  if (found == groups_.end()) return estimate;
  const std::vector<stats::Alike> groups = alike(found->second, metric);
  for (const stats::Alike& each : groups) estimate.n += each.people;
  const auto mean = stats::weighted_mean(groups);
  if (!mean) return estimate;
  estimate.value = mean->value;
  if (!mean->interval) return estimate;
  const auto interval = metric.kind == MetricKind::Nps ? stats::weighted_nps_interval(groups)
                        : is_share(metric)             ? stats::weighted_wilson(groups)
                                                       : Result<stats::Interval>(on_scale(*mean->interval, metric));
  if (!interval) return estimate;
  estimate.low = interval->low;
  estimate.high = interval->high;
  return estimate;
}

void WeightedScores::add_beside(sequence::GroupKey group, const Estimate& unweighted, Row& extras) const {
  extras.emplace_back("unweighted", unweighted);
  const auto found = groups_.find(group);
  if (found == groups_.end()) return;
  const auto effective = stats::effective_sample(alike(found->second, *metric_));
  if (!effective) return;
  extras.emplace_back("effective_n", effective->n);
  extras.emplace_back("design_effect", effective->design_effect);
}

model::Rows WeightedScores::margin_rows() const {
  model::Rows rows;
  for (std::size_t margin = 0; margin < people_.size(); ++margin) {
    const auto& [property, targets, trim] =
        std::tie(metric_->weighting->margins[margin].property, metric_->weighting->margins[margin].targets,
                 metric_->weighting->trim);
    for (std::size_t target = 0; target < targets.size(); ++target) {
      const std::int64_t people = people_[margin][target];
      rows.push_back({{"property", property},
                      {"value", targets[target].first},
                      {"people", people},
                      {"share", weighed_ > 0 ? model::Cell(static_cast<double>(people) / static_cast<double>(weighed_))
                                             : model::Cell()},
                      {"target", targets[target].second}});
    }
  }
  return rows;
}

Row WeightedScores::told() const {
  Row row{{"method", "raking (iterative proportional fitting, Deming & Stephan 1940)"},
          {"targets", margin_rows()},
          {"weighed", weighed_},
          {"left_out", left_out_},
          {"converged", failure_.empty()}};
  if (!failure_.empty()) {
    row.emplace_back("reason", failure_);
    return row;
  }
  row.emplace_back("rounds", std::int64_t{raked_.rounds});
  row.emplace_back("lowest_weight", lowest_);
  row.emplace_back("highest_weight", highest_);
  row.emplace_back("highest_over_median", raked_.most_weight);
  row.emplace_back("trimmed", std::llround(raked_.trimmed));
  row.emplace_back("effective_n", effective_.n);
  row.emplace_back("design_effect", effective_.design_effect);
  if (metric_->weighting->trim == 0 && raked_.most_weight > kMuch)
    row.emplace_back("warning", "a weight is over 5 times the median: trim them, or join categories");
  if (metric_->weighting->trim > 0 && raked_.most_weight > metric_->weighting->trim * (1 + 1e-6))
    row.emplace_back("warning", "the targets cannot hold with weights cut there: join categories");
  return row;
}

void WeightedScores::tell(const Asked& asked, Figures& figures) const {
  figures.units.emplace_back("unweighted", figures.unit);
  figures.methods.emplace_back("weighted by raking; linearised standard error, effective n of Kish 1965");
  if (left_out_ > 0)
    figures.notes.push_back(
        fmt::format("left out: {} {} without a value that the weighting has a target for", left_out_, figures.counted));
  if (failure_.empty())
    figures.notes.push_back(fmt::format(
        "weights from {:.3g} to {:.3g} in {} rounds, {:.0f} of them cut: {} {} are worth {:.1f} (design effect {:.2f})",
        lowest_, highest_, raked_.rounds, raked_.trimmed, weighed_, figures.counted, effective_.n,
        effective_.design_effect));
  figures.unusable = failure_;
  if (asked.frame.is_split()) figures.notes.emplace_back("weights are those of everybody, whatever the group");
  figures.more.emplace_back("weighting", told());
}

}  // namespace throughline::measure
