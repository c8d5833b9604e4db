// funnel.h: the funnel's answer. What a walk is, and how people are counted, stands in walks.h.
//
//     {"ask": "funnel", "steps": ["cart", "pay"], "within": "1h"}
//
//     step   people   share of step 1     from the step before   median_seconds
//     cart        4   1                   -                      -
//     pay         2   .50 (.15 to .85)    .50 (.15 to .85)       2,400 (unbounded: two times only)
//
// Split by something, the group's column comes first and each group lists all its steps. `people` is `accounts` or
// `objects` when those are counted. counts holds who is at step 1 and at the last step, of the whole, each once.
//
// Behind: outcome "reached:N" (at least step N), "dropped:N" (step N and no further), "" anybody at step 1.
// Edges: nobody at step 1: status no-data, the steps with 0 people and without shares. A share of nobody is absent.
// Errors: those of FunnelKernel::compile and Frame::make; funnel.unknown-outcome.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Funnel.
Result<model::Answer> funnel(const model::Question& question, const model::Catalogue& catalogue,
                             sequence::Snapshot& snapshot);

}  // namespace throughline::measure
