// weighted_scores.h: a metric's value as the population would give it, by raking (stats/raking.h). Used inside metric/
// only.
//
//     targets: {country: {DE: 60, IT: 40}}, 20 answers of DE and 80 of IT
//     a DE answer weighs 3, an IT one 0.5     value = sum of weight · what it counts as / sum of weights
//
// The weights are those of everybody in period and segment, also where the answer is split: a group speaks for its part
// of the population. Answers without a value in a margin, or with one that has no target, are in no figure, and told.
#pragma once

#include "measure/metric/figures.h"
#include "measure/score/score.h"
#include "measure/score/weighed.h"

namespace throughline::measure {

class WeightedScores {
 public:
  static Result<WeightedScores> make(const Asked& asked, const ResponseReader& reader);

  // The group's value as this metric or another variant of it has it.
  model::Estimate value(sequence::GroupKey group, const model::MetricDefinition& metric) const;
  // What the weights cost, and the value without them.
  void add_beside(sequence::GroupKey group, const model::Estimate& unweighted, model::Row& extras) const;
  // Methods, notes and what the weights rest on.
  void tell(const Asked& asked, Figures& figures) const;

 private:
  model::Row told() const;
  void rake(const Cells& cells, const CellTally& whole);
  std::vector<stats::Alike> alike(const CellTally& tally, const model::MetricDefinition& metric) const;
  model::Rows margin_rows() const;

  const model::MetricDefinition* metric_ = nullptr;
  std::map<sequence::GroupKey, CellTally> groups_;
  std::map<std::int64_t, double> weights_;         // by cell
  std::vector<std::vector<std::int64_t>> people_;  // by margin and target
  stats::Raked raked_;
  double lowest_ = 0, highest_ = 0;
  stats::EffectiveSample effective_;
  std::int64_t weighed_ = 0, left_out_ = 0;
  std::string failure_;  // why there are no weights; "" where there are
};

}  // namespace throughline::measure
