// answer.h: a task's answer: who tries, who gets there, how long it takes, what goes wrong, and how that changes from
// one attempt to the next.
//
//     {"ask": "task", "name": "pay"}                1  one row: 10 attempts of 8 people, success 7 of 9 finished, …
//     … "by": "channel"                             2  a row per channel of the attempt's start
//     … "behind": {"outcome": "gave_up:1"}          3  those who gave up their first attempt
//
// Rows: the group (when split), counts, then shares, times, errors and lostness with n and interval. `more` holds
// `by_attempt`: the same for the 1st, 2nd, … attempt of each one; the last number that is told apart has the later; and
// `times`: how many successes took how long (sequence/time_buckets.h), elapsed and active.
// What an attempt is stands in task.h, what lostness is in stats/lostness.h.
//
// Outcomes of `behind`: tried, success, gave_up, open, error, lost; each also with a number, as "success:2". With the
// last number that is told apart, later attempts are meant, too.
// Errors: task.unknown, task.unknown-outcome, those of frames. Cost: one pass; split by segments two.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Task.
Result<model::Answer> task(const model::Question& question, const model::Catalogue& catalogue,
                           sequence::Snapshot& snapshot);

}  // namespace throughline::measure
