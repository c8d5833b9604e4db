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

// Of fewer than the metric asks for, n stays and the figure goes: the value with the words about it, and each estimate
// beside it by its own n. A response rate of many who were asked stands also where few of them answered.
void withhold(Figure& figure, std::int64_t minimum_n);

// What the metric excludes and is held against, in sentences.
void note_contract(const model::MetricDefinition& metric, std::vector<std::string>& notes);
// Adds those that are not there yet.
void add_notes(std::vector<std::string>& notes, const std::vector<std::string>& more);

}  // namespace throughline::measure
