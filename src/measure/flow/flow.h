// flow.h: the answer about the directly-follows graph. What follows what stands in graph.h.
//
//     {"ask": "flow", "nodes": 15}
//
//     from  to    transitions  people  share              median_seconds  mean_seconds
//     cart  pay             2       2  1 (.34 to 1)                  180           180
//     pay   cart            1       1  .50 (.09 to .91)              120           120
//
// Shown are the `nodes` with the most visits over all groups (of equal ones the first by name), the same in each group,
// and every edge between two of them; `share` is of the visits of `from`. Beside the rows stand `nodes` (visits, events,
// people, starts, ends) and `shown`: how many of all nodes are shown, the share of passages that are shown in full, and
// the share of transitions that are shown. Split by something, the group's column comes first.
//
// Behind: outcome "node:NAME", "start:NAME", "end:NAME", "edge:FROM > TO", "" anybody with a passage.
// Errors: those of Nodes::make and Frame::make; flow.unknown-outcome.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Flow.
Result<model::Answer> flow(const model::Question& question, const model::Catalogue& catalogue,
                           sequence::Snapshot& snapshot);

}  // namespace throughline::measure
