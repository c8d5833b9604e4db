// cohort.h: the people behind a figure, kept as a segment.
//
//     write_cohort("shop", "dropped", "", R"({"ask": "funnel", …, "behind": {"outcome": "dropped:1"}})")
//     writes shop/segments/dropped.yaml:    segment: dropped
//                                           people:
//                                             cohort: {"ask": "funnel", …, "behind": {"outcome": "dropped:1"}}
//
// What is kept is the question, not today's people: who stands behind the figure later is in the segment then.
#pragma once

#include <string>

#include "base/error.h"
#include "base/zone.h"
#include "model/definition.h"

namespace throughline::decide {

// Into the workspace's folder, for apply to load. Errors: cohort.exists, file.not-writable, definition.bad-name,
// segment.cohort-without-people, those of questions. `zone`: the workspace's.
Result<model::Definition> write_cohort(const std::string& folder, const std::string& name, const std::string& title,
                                       std::string question, const Zone& zone);

}  // namespace throughline::decide
