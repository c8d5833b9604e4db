// ask.h: the one door to every analysis. The page, the API and the terminal all ask here, so that the same question
// has the same answer everywhere.
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// Safe to call from many threads with one snapshot. Errors: those of the analysis asked.
Result<model::Answer> ask(const model::Question& question, const model::Catalogue& catalogue,
                          sequence::Snapshot& snapshot);

}  // namespace throughline::measure
