// group_comparison.h: the groups of a split metric held against one another. Used inside metric/ only.
//
//     by channel: web .71, app .64, phone .40        heterogeneity: Q, I², p: are they consistent?
//                                                    differences: web less app, web less phone, app less phone
//
// Differences are of two groups each, with the interval that their own intervals give (stats/groups.h) and p adjusted by
// Holm for how many there are; of up to 10 groups, which are 45. Groups with fewer than the metric asks for, or without an
// interval, are in neither. Groups may share people (segments, intervals of the calendar): then a note says that they
// are taken for different ones.
#pragma once

#include "measure/metric/figures.h"

namespace throughline::measure {

void add_comparison(const Figures& figures, const sequence::Frame& frame, const model::MetricDefinition& metric,
                    model::Answer& answer);

}  // namespace throughline::measure
