// variants.h: the answer about variants. What a variant is, and which passages are shown, stands in ways.h.
//
//     {"ask": "variants", "limit": 50, "goal": "done"}
//
//     variant             path             length  passages  people  share               cumulative  median_seconds
//     v_1f0c…             cart, pay, done       3         2       2  .67 (.21 to .94)    .67         300
//     v_88a2…             cart, help            2         1       1  .33 (.06 to .79)    1           60
//
// The `limit` variants with the most passages are listed; counts say how many there are. `person` names somebody who
// took it. Of a path the first 100 visits are told. Beside the rows stand `passages`: the typical one and, with a goal,
// the best and the worst. Split by something, the group's column comes first and the limit holds for each group.
//
// Behind: outcome the name of a variant; with a goal "reached", "missed"; "" anybody with a passage.
// Errors: those of WayKernel::compile and Frame::make; variants.unknown-outcome.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Variants.
Result<model::Answer> variants(const model::Question& question, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot);

}  // namespace throughline::measure
