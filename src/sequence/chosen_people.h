// chosen_people.h: who is in a segment, by person.
#pragma once

#include <vector>

#include "base/error.h"
#include "model/catalogue.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

// Of a definition: events and properties that never occurred match nothing, for apply checked their names, and what
// they name may simply not have happened yet. Errors: metric.unknown, segment.not-of-answers, those of patterns
// (comparison.h) and of cohorts (cohort.h).
Result<std::vector<bool>> members(const model::SegmentRule& rule, const model::Catalogue& catalogue,
                                  Snapshot& snapshot);

// Of a rule that stands in a question: what never occurred is an error (segment.unknown-event, …).
Result<std::vector<bool>> members_asked_for(const model::SegmentRule& rule, const model::Catalogue& catalogue,
                                            Snapshot& snapshot);

// Whether the patterns that its rules about properties and answers name can be read (comparison.h).
Status check_patterns(const model::SegmentRule& rule);

}  // namespace throughline::sequence
