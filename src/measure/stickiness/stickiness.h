// stickiness.h: on how many intervals of a period people are active, and how much of a month's people a day sees.
//
//     days, 1 to 4 May, any event        intervals  people  share   people_or_more  share_or_more
//     ana   1 May   2 May   4 May                1       1    .33                3           1
//     ben   2 May (twice)                        2       1    .33                2         .67
//     zoe   1 May   2 May                        3       1    .33                1         .33
//                                                4       0      0                0           0
//
// An interval is active with `at_least` such events in it. Who has no active interval is not counted. Intervals are
// those of the question's zone; those that the period touches are taken whole, as far as the data reach, and each
// number of them has its row. The anchor, for segment and `by`, is the subject's first such event of the period.
//
// more.ratios, for each whole calendar month of the period (its days all lie in the period and in the data; one event
// makes a day an active one):
//     dau_mau   the month's mean daily active ÷ its active: the mean share of its days on which they were active
//     wau_mau   the same of its whole weeks (Monday to Sunday, all days in the month)
//     dau_wau   active days in those weeks ÷ 7 × active weeks, summed over people
//
// Behind: outcome "on:K", "at_least:K", "" any active. Cost: one pass each; a state has a number per interval.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Stickiness. Errors: stickiness.unknown-event and the like,
// stickiness.split-by-calendar, stickiness.too-many-intervals, stickiness.unknown-outcome, question.unknown-group.
Result<model::Answer> stickiness(const model::Question& question, const model::Catalogue& catalogue,
                                 sequence::Snapshot& snapshot);

}  // namespace throughline::measure
