// scorecard.h: UX and CX side by side, now against the period before, and where it hurts.
//
//     NPS 31 (n 410), before 24: change +7 (-1 to 15)                 1  not clear: the interval holds 0
//     claim_effort 4.1, before 4.9: change -.8 (-1.2 to -.4)          2  clear, and worse
//     hurts: "file refused" reaches 31 % of Send documents            3  rank 1 to 2: its interval meets the next's
//       claim_effort of those reached less that of the others: -1.4   4  an association: nobody was put there by lot
//
// Period: as asked; without an end up to the last event; without a start 90 days long. Before: the same length before
// it. Trends: 13 calendar weeks up to the end. Metrics: all that are defined, each under its discipline.
// `more` holds period, cx, ux and stages (of the first journey); rows are the ranking over all journeys: `hurts`, every
// friction of a step by the share of the step's passages that it reaches; `works`, the tasks with the highest success.
// The outcome compared is the first CX score of the stage or its steps, else of the journey, else the journey's churn.
//
// Change: for shares Newcombe's interval; else MOVER (Zou & Donner 2008) from the two intervals. Ranks: those that the
// 95 % intervals of the shares allow. Errors: segment.unknown and those of metrics and journeys.
// Cost: four passes per metric, one per journey and outcome.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/zone.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "sequence/snapshot.h"

namespace throughline::decide {

Result<model::Answer> scorecard(std::optional<Instant> from, std::optional<Instant> to, const Zone& zone,
                                const std::string& segment, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot);

}  // namespace throughline::decide
