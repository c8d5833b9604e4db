// session.h: the answer about sessions. How a timeline is cut into them stands in cut.h.
//
//     {"ask": "sessions", "idle": "30m", "cap": "24h"}
//
//     sessions  people  per_person  events  median_events  bounces  bounce            median_seconds  total_seconds
//           5       3        1.67      14               2        2  .40 (.12 to .77)             600          5,400
//
// Split by something, the group's column comes first. Per channel, the answer is split by channel unless it is split by
// something else. `people` is `accounts` or `objects` when those are counted. Beside the rows stand `durations`
// (sessions by length), `numbers` (people by number of sessions), `entries` and `exits` (sessions by first and last
// node, the 50 most frequent, the rest as "other").
//
// Behind: outcome "bounced", "stayed", "entry:NODE", "exit:NODE", "" anybody with a session.
// Errors: those of SessionKernel::compile and Frame::make; sessions.unknown-outcome.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Sessions.
Result<model::Answer> sessions(const model::Question& question, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot);

}  // namespace throughline::measure
