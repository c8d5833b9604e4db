// friction.h: the answer about frictions. How one shows on a timeline stands in finders.h.
//
//     {"ask": "friction", "frictions": ["rage_click", "crash"], "place": "url"}
//
//     friction    occurred  of  left_out  open  people  share            sessions  per_1000_sessions  rules
//     rage_click         3  41         0     0       2  .40 (.12 to .77)        3  375 (137 to 694)   throughline
//     crash              -                 missing-event: no event is called "crash"                  throughline
//
// `of`: how many events were looked at (not of frictions that are single events). `share`: of the people with any event
// that counts. `sessions`: those with the friction; per 1,000 of the sessions with any event that counts, Wilson's
// interval. `left_out`: events that lack what the rule needs. `open`: the data end before it could be known. Beside the
// rows stands `places`: where each happens most. A row's status is ok, or why it has no figure: missing-event,
// missing-property, no-data. Split by something, the group's column comes first.
//
// Behind: outcome the name of a friction asked for, "" any of them.
// Errors: those of Frame::make and asked.h; friction.unknown-property (place), friction.unknown-outcome.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Friction.
Result<model::Answer> friction(const model::Question& question, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot);

}  // namespace throughline::measure
