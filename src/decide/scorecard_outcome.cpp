#include <algorithm>

#include "decide/scorecard_parts.h"
#include "measure/churn/churn.h"
#include "measure/score/score.h"
#include "sequence/fold.h"
#include "stats/mean.h"
#include "stats/nps.h"
#include "stats/proportion.h"

namespace throughline::decide {

using measure::ScoreTally;
using model::Estimate;
using model::MetricKind;

bool PersonOutcome::can_read(const model::MetricDefinition& metric) {
  return is_of_answers(metric.kind) || metric.kind == MetricKind::Churn;
}

Result<PersonOutcome> PersonOutcome::read(const model::MetricDefinition& metric, const model::Question& scope,
                                          const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  PersonOutcome result;
  result.metric_ = &metric;
  TRY(frame, sequence::Frame::make(scope, catalogue, snapshot));
  const sequence::Columns& columns = frame.columns();
  result.values_.resize(columns.subjects());
  if (metric.kind == MetricKind::Churn) {
    TRY(kernel, measure::ChurnKernel::compile(metric, snapshot, frame));
    for (std::size_t person = 0; person < columns.subjects(); ++person) {
      const sequence::Timeline timeline(columns, person);
      kernel.customers(timeline,
                       [&](const measure::Customer& customer) { result.values_[person] = customer.has_left ? 1 : 0; });
    }
    return result;
  }
  TRY(reader, measure::ResponseReader::compile(metric, snapshot, columns));
  const measure::LastScoreKernel kernel(reader);
  for (std::size_t person = 0; person < columns.subjects(); ++person) {
    sequence::counted_units(
        frame, kernel, sequence::Timeline(columns, person),
        [&](sequence::GroupKey, const measure::Response& response) { result.values_[person] = response.score; });
  }
  return result;
}

namespace {

Estimate between(double value, stats::Interval interval, std::int64_t n) {
  return {.value = value, .low = interval.low, .high = interval.high, .n = n};
}

Estimate shares(stats::Trials a, stats::Trials b) {
  const auto interval = stats::newcombe_difference(a, b);
  Estimate nothing;
  nothing.n = a.n + b.n;
  return interval ? between(*stats::observed_share(a) - *stats::observed_share(b), *interval, a.n + b.n) : nothing;
}

// In the unit of the metric's values: a rescaled mean has a part of the scale's length.
Estimate means(const model::MetricDefinition& metric, const ScoreTally& a, const ScoreTally& b) {
  const double unit = metric.variant != "rescaled_mean" ? 1 : measure::rescaling(metric);
  const auto found = stats::welch(a.summary(), b.summary());
  if (!found) return {.value = {}, .low = {}, .high = {}, .n = a.n() + b.n()};
  const auto [low, high] = std::minmax(found->interval.low * unit, found->interval.high * unit);
  return between(found->value * unit, {low, high}, a.n() + b.n());
}

Estimate difference(const model::MetricDefinition& metric, const ScoreTally& a, const ScoreTally& b) {
  Estimate nothing;
  nothing.n = a.n() + b.n();
  switch (metric.kind) {
    case MetricKind::Nps: {
      const auto found = stats::nps_difference(a.nps(), b.nps());
      return found ? between(found->observed, found->interval, nothing.n) : nothing;
    }
    case MetricKind::Churn: {
      const auto left = [](const ScoreTally& tally) {
        const auto found = tally.counts.find(1);
        return stats::Trials{found == tally.counts.end() ? 0 : found->second, tally.n()};
      };
      return shares(left(a), left(b));
    }
    default:
      return metric.method() == model::IntervalMethod::T ? means(metric, a, b)
                                                         : shares(measure::boxes(metric, a), measure::boxes(metric, b));
  }
}

}  // namespace

PersonOutcome::Comparison PersonOutcome::compare(const std::vector<bool>& reached,
                                                 const std::vector<bool>& others) const {
  ScoreTally with, without;
  for (std::size_t person = 0; person < values_.size(); ++person) {
    if (!values_[person]) continue;
    if (reached[person]) {
      ++with.counts[*values_[person]];
    } else if (others[person]) {
      ++without.counts[*values_[person]];
    }
  }
  Comparison result;
  result.difference.n = with.n() + without.n();
  const std::int64_t fewest = std::min(with.n(), without.n());
  if (fewest == 0) {
    result.status = "no-data";
  } else if (fewest < metric_->minimum_n) {
    result.status = "too-few-people";
  } else {
    result.difference = difference(*metric_, with, without);
    if (!result.difference.value) result.status = "too-few-people";
  }
  return result;
}

}  // namespace throughline::decide
