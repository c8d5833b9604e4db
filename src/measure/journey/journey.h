// journey.h: a journey's answer: stage by stage, who enters, goes on and leaves, with UX, CX, friction and voice.
// What a passage is stands in passage.h.
//
//     stage   passages  entered   went_on        left        still_here   dwell      to_next
//     Offer        100  100/100   60 of 80       20 of 80            20   2 days     19 days (median seconds)
//     Claim         60   60/100   30 of 50       20 of 50            10   …          …
//     Repair        30   30/100   -              5 of 25              5   finished 20
//
// Rows nest as in the contract: steps, channels, outcomes, metrics, tasks, frictions and verbatims inside their stage.
// Shares of going on and leaving are of those who are due: who entered so long before the data's end that leaving would
// be known, whatever became of them; else the quick would be favoured. `outcomes` counts everybody. Nothing goes on
// from the last stage, which says how many finished. Dwell leaves out those who are still here. `more` holds `of` and
// the journey's own (relationship) metrics.
//
// A metric in a stage or step is the plain metric of the question's period, segment and zone, over all its answers or
// attempts: it is transactional, so it was asked there. A relationship metric listed in a stage is left out, with a
// note. A step's tasks stand beside its metrics, with what no metric of the step says of them. Verbatims are the three
// newest of the survey metrics of the stage and its steps, or of the step.
//
// `skipped` and `returned` of a stage, and `conformance` (a row, or one per group): how many passages keep the intended
// order, how many go the whole way, and each deviation with its passages (way.h).
//
// Split, each group has a row per stage with the passages' figures; metrics, tasks, verbatims and steps stand in the
// answer that is not split. The group is that of the passage's first event with a known person.
// Behind: see behind.h. Errors: journey.unknown, journey.unknown-stage, journey.unknown-outcome, metric.unknown,
// object.unknown-type. Cost: one pass for the passages, one or two per metric, one per survey metric for the verbatims.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Journey.
Result<model::Answer> journey(const model::Question& question, const model::Catalogue& catalogue,
                              sequence::Snapshot& snapshot);

}  // namespace throughline::measure
