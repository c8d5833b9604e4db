// asking.h: how a question about a metric is put: whose timelines, what is excluded, whether there is a figure. Used
// inside metric/ only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "measure/metric/figures.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/frame.h"

namespace throughline::measure {

// The metric of the catalogue, which has to be of that version where one is named. Errors: metric.unknown,
// metric.unknown-version.
Result<const model::MetricDefinition*> metric_at(std::string_view name, std::optional<int> version,
                                                 const model::Catalogue& catalogue);

// A metric of objects reads their timelines, unless the question says whose it wants.
model::Question as_defined(model::Question question, const model::MetricDefinition& metric);

// The question's frame, without what the metric excludes. What is excluded of answers is told by their reader, which
// also counts it.
Result<sequence::Frame> frame_of(const model::Question& question, const model::MetricDefinition& metric,
                                 const model::Catalogue& catalogue, sequence::Snapshot& snapshot);

// Whether a figure may be shown, else why not.
struct Standing {
  std::string status = "ok";
  std::string reason;
};
Standing standing(const Figure& figure, const Figures& figures, const model::MetricDefinition& metric);

}  // namespace throughline::measure
