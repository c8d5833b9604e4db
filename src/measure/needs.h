// needs.h: which properties of events a question reads, so that they are loaded in one reading of the store instead of
// one each. What is not told here is loaded when it is first read: that only takes longer.
#pragma once

#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/question.h"

namespace throughline::measure {

// Each once.
std::vector<std::string> event_properties_of(const model::Question& question, const model::Catalogue& catalogue);
// Of all the metrics, tasks, journeys and segments that there are: what a scorecard reads.
std::vector<std::string> event_properties_of(const model::Catalogue& catalogue);

}  // namespace throughline::measure
