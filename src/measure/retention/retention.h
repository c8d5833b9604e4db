// retention.h: the retention's answer. Who belongs to a cohort, and what returning is, stands in cohorts.h.
//
//     {"ask": "retention", "start": ["signed up"], "returns": ["opened"], "interval": "month", "periods": 2}
//
//     cohort    people   period   returned   share              status
//     2025-01        2        0          2   1                  ok        1  the cohort itself
//     2025-01        2        1          1   .50 (.09 to .91)   ok
//     2025-01        2        2          -   -                  censored  2  the data end before this interval does
//
// Brackets that are not over when the data end have no figure: who has not returned yet may still do so. Where the
// question names brackets, `period` is the first of each and `through` the last. Split by something (not by calendar:
// cohorts are that already), the group's column comes first. Cohorts without anybody are not listed. more.pooled: all
// cohorts together, as far as they were observed.
//
// Behind: group is the cohort's label when the question is not split, else the group's; outcome "returned:K" (in the
// bracket that begins with period K), "lost:K" (observed, not returned in it), "" anybody in a cohort; of one cohort
// only: "returned:K:COHORT". The rules "clickhouse" ask something else: conditions.h.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Retention; without `returns` the start events count as returns.
// Errors: retention.no-start, retention.periods-out-of-range, retention.brackets-out-of-order,
// retention.too-many-cohorts, retention.split-by-calendar, retention.unknown-event and the like,
// retention.unknown-outcome, question.unknown-group; of the rules "clickhouse": retention.too-few-conditions,
// retention.too-many-conditions.
Result<model::Answer> retention(const model::Question& question, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot);

}  // namespace throughline::measure
