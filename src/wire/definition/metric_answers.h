// metric_answers.h: the keys `weighting` and `quality` of metrics of answers. docs/reference/answers.md says what they
// mean.
#pragma once

#include "model/metric.h"
#include "wire/definition/yaml_reader.h"

namespace throughline::wire::definition {

// Kind, variant and interval method are read before. Errors: definition.*.
Status read_about_answers(const yaml::Mapping& mapping, model::MetricDefinition& metric);

}  // namespace throughline::wire::definition
