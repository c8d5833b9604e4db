// intervals.h: the interval that a metric's contract asks for. Used inside metric/ only.
#pragma once

#include <cstdint>
#include <string>

#include "model/answer.h"
#include "model/metric.h"

namespace throughline::measure {

// `part` of `whole`, as observed; no value when whole is 0.
model::Estimate share_of(model::IntervalMethod method, std::int64_t part, std::int64_t whole);

// "adjusted Wald": its name where people read it.
std::string name_of(model::IntervalMethod method);
// "Wilson score interval, 95 %"
std::string in_words(model::IntervalMethod method);

}  // namespace throughline::measure
