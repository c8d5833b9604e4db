// score_values.h: what a tally of answers amounts to: under a variant, under all of them, and score by score. Used inside
// metric/ only.
//
//     csat of 5 5 4 2      top_two_box 0.75    mean 4    rescaled_mean 0.75
//     score 2 counts as    0                   2         0.25             each value is the mean of its column
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "measure/metric/figures.h"
#include "measure/score/score.h"

namespace throughline::measure {

model::Estimate score_value(const ScoreTally& tally, const model::MetricDefinition& metric);
// Is the value a share of people? A rescaled mean is none: no answer counts in full or not at all.
bool is_share(const model::MetricDefinition& metric);
// What one such answer adds to the mean that the value is: of nps -100, 0 or 100, of a share 0 or 1.
double counts_as(double score, const model::MetricDefinition& metric);
// Of a mean: the part of the interval that the scale can show.
stats::Interval on_scale(stats::Interval interval, const model::MetricDefinition& metric);
// "share", "score", "points".
std::string score_unit(const model::MetricDefinition& metric);
// "answers of 4 and 5, over all answers".
std::string score_formula(const model::MetricDefinition& metric);

// The mean on the metric's scale, its interval cut at the scale's ends.
model::Estimate mean_on_scale(const ScoreTally& tally, const model::MetricDefinition& metric);

// The kind's variants under the metric's own scale, the metric's first; only itself where there is one.
std::vector<model::MetricDefinition> variants_of(const model::MetricDefinition& metric);
// One row per variant: variant, value, unit, formula, differs; empty for kinds without variants.
model::Rows variant_rows(const ScoreTally& tally, const model::MetricDefinition& metric);

// One row per point of the scale, or per tenth of a long one: score (or from and to), how many, share, and for each
// variant what such an answer counts as.
model::Rows distribution_rows(const ScoreTally& tally, const model::MetricDefinition& metric, std::string_view counted);

}  // namespace throughline::measure
