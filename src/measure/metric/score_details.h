// score_details.h: what a metric of answers tells beside its figure, of the whole: how the scores spread, whether the
// items of a questionnaire measure one thing, and which answers nobody thought about. Used inside metric/ only.
#pragma once

#include "measure/metric/figures.h"
#include "measure/score/score.h"

namespace throughline::measure {

// Standard deviation, and the values below which none, a quarter, half, three quarters and all of the scores lie.
model::Row spread_row(const ScoreTally& tally);

// Cronbach's alpha over the answers that have all items; the items with their means. Questionnaires with items only.
// Status "no-data" with a reason where there is none.
model::Row reliability_row(const Asked& asked, const ResponseReader& reader);

// How many answers have which flag, and what the figure is without all of them. Metrics that define quality only.
model::Row quality_row(const Asked& asked, const ResponseReader& reader);

}  // namespace throughline::measure
