// group_comparison.h: figures of one metric held against one another: the groups of a split, the readings of a
// comparison. Used inside metric/ only.
//
//     by channel: web .71, app .64, phone .40        heterogeneity: Q, I², p: are they consistent?
//                                                    differences: web less app, web less phone, app less phone
//
// Differences are of two groups each, with the interval that their own intervals give (stats/groups.h) and p adjusted by
// Holm for how many there are; of a split, of up to 10 groups, which are 45. Groups with fewer than the metric asks for,
// or without an interval, are in neither. Groups may share people (segments, intervals of the calendar): then a note says
// that they are taken for different ones.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "measure/metric/figures.h"
#include "stats/groups.h"

namespace throughline::measure {

void add_comparison(const Figures& figures, const sequence::Frame& frame, const model::MetricDefinition& metric,
                    model::Answer& answer);

// A value that can be held against others.
struct Known {
  std::string label;
  std::int64_t n = 0;
  stats::Estimated estimate;
};
// Nothing where there are fewer than the metric asks for, or no interval.
std::optional<Known> known_of(std::string label, const model::Estimate& value, const model::MetricDefinition& metric);

// groups, method; q, df, p, i2, i2_low, i2_high, consistent; or the reason why there are none.
model::Row heterogeneity_row(const std::vector<Known>& known);

// The first of a pair less the second: difference, p, p_adjusted, verdict; a row for each pair, empty where there is no
// difference to be told.
model::Rows differences_of(const std::vector<std::pair<const Known*, const Known*>>& pairs,
                           const model::MetricDefinition& metric);
inline constexpr const char* kDifferenceMethod =
    "difference: of two groups, from their own intervals (Zou & Donner 2008), 95 %; p_adjusted: Holm 1979";

}  // namespace throughline::measure
