// handovers.h: the answer about passages from one channel, device or team to another. kernel.h says what counts as one.
//
//     {"ask": "handovers", "between": "channel", "within": "3d", "asks": "asked", "topic": "topic"}
//
//     from  to     handovers  people  share            median_seconds  asked_again  asked_again_share
//     web   phone         40      31  .80 (.67 to .89)          5,400           12  .30 (.18 to .45)
//
// `share`: of those that left `from`: handed over, or lost. The `top` passages are listed, the rest in one row from
// "other" to "other", whose people and times are not told. Beside the rows stand `losses` (by where: handed over, lost,
// done, open) and `delays` (listed hand-overs by delay). Split by something, the group's column comes first.
//
// Behind: outcome "FROM > TO", "lost:FROM", "" any hand-over.
// Errors: those of Frame::make; handovers.unknown-property, handovers.unknown-event and others of Match::compile with
// the place "/events", "/done" or "/asks"; handovers.unknown-outcome.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Handovers.
Result<model::Answer> handovers(const model::Question& question, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot);

}  // namespace throughline::measure
