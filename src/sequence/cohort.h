// cohort.h: the people behind a figure, as a segment.
//
// A cohort is its question, asked anew with each version of the data: late events and merged people move it as they
// move the figure itself, and a forgotten person is in none. One that shall stay as it was has from and to.
#pragma once

#include <vector>

#include "base/error.h"
#include "model/catalogue.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

// `question` counts people and has `behind`. Errors: those of asking it, and segment.cohort-in-itself.
Result<std::vector<bool>> people_behind(const model::Question& question, const model::Catalogue& catalogue,
                                        Snapshot& snapshot);

}  // namespace throughline::sequence
