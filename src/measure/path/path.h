// path.h: the answer about paths. What a trail is stands in trails.h.
//
//     {"ask": "paths", "start": "cart", "steps": 3}
//
//     position  from  to    people  passages  share              median_seconds
//            0  cart  pay        2         2  .67 (.21 to .94)             2,100
//            0  cart  help       1         1  .33 (.06 to .79)               600
//            1  pay   done       2         2  1 (.34 to 1)                    60
//
// Rows are links: from the node at `position` to the node at the next; `share` is of the passages at `from`. The
// `edges` with the most passages are listed; the rest of each position is one row from "other" to "other", whose people
// are not told, as one person may pass several of its links. Beside the rows stand `nodes` (per position: people,
// passages, entries, exits; nodes of no listed link together as "other") and `shown`: the share of passings on listed
// links. Split by something, the group's column comes first and the limit holds for each group.
//
// Behind: outcome "node:POSITION:NAME", "entry:…", "exit:…", "link:POSITION:FROM > TO", "" anybody with a trail.
// Errors: those of PathKernel::compile and Frame::make; paths.unknown-outcome.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Paths.
Result<model::Answer> paths(const model::Question& question, const model::Catalogue& catalogue,
                            sequence::Snapshot& snapshot);

}  // namespace throughline::measure
