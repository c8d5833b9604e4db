// comparison.h: a metric read several times, side by side: periods, segments, conditions, each held against the first.
//
//     April: 8 of 10 pay;  May: 6 of 10;  May, of keen: 5 of 6
//     row 1  April   .80 (.49 to .94)
//     row 2  May     .60 (.31 to .83)   difference -.20 (-.52 to +.19), p, p_adjusted (Holm, of two), cannot_tell
//     row 3  keen    .83 (.44 to .97)   difference +.03 …, shared: how many are behind both this and the first
//
// Differences take the two readings for different people (stats/groups.h). `shared` says whether they are; where they
// are not, a note says that the interval is then mostly too wide.
//
// Cost: the metric once for each reading, and once more to list who is behind it.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Comparison. With `behind`, its group is a reading as its row names it. Errors: those
// of metric(), with the reading as place; question.conflict (by), question.wrong-number, question.same-reading.
Result<model::Answer> comparison(const model::Question& question, const model::Catalogue& catalogue,
                                 sequence::Snapshot& snapshot);

}  // namespace throughline::measure
