// behind.h: the people behind a figure of a journey. Used inside journey/ only.
//
// Outcomes: entered (also ""), went_on, left, still_here, finished, began_late, skipped, returned, of one stage or of any;
// kept_order and deviated, of the passage. The stage stands in the group ("Claim"), or behind the outcome ("left:Claim"),
// which is how it is named where the answer is split and the group is a row's. "skipped:Offer > Repair" and
// "returned:Repair > Offer" are those who made this very move.
#pragma once

#include "base/error.h"
#include "measure/journey/passage.h"
#include "model/answer.h"
#include "model/definition.h"
#include "model/question.h"

namespace throughline::measure {

// Errors: journey.unknown-stage, journey.unknown-outcome, question.unknown-group.
Result<model::Answer> subjects_behind(const model::JourneyDefinition& journey, const JourneyKernel& kernel,
                                      const model::Question& question, const sequence::Frame& frame,
                                      const sequence::Snapshot& snapshot, model::Answer answer);

}  // namespace throughline::measure
