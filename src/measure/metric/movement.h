// movement.h: why did a metric move? The difference between an earlier reading and one of now, in named parts that add
// up to it. Each part is what asking again under one changed condition gave, the others kept as they were.
//
//     8 of 10 pay in April, 6 of 10 in May                       real_change -0.2
//     the same, by plan: gold 9 of 9 and 3 of 3,                 mix         -0.5333   fewer gold,
//                        free -1 of 1 …                          real_change +0.3333   each plan as it does itself
//
// Parts, in the order in which the conditions change: erasures, noted, merges, late_events, new_data, definition, mix,
// real_change. Each has `difference` (an estimate), `reached` (the value with it and all before it), `because`; one
// that cannot be told has a status and a reason instead, and is held in the next that can.
//
// mix and real_change (Kitagawa 1955; the two-fold decomposition of Oaxaca 1973 and Blinder 1973 with weights in the
// middle), over groups with shares w of n and values v, at the two readings A and B:
//     mix          sum of (wB - wA) * ((vA + vB) / 2 - middle of the whole)
//     real change  sum of (wA + wB) / 2 * (vB - vA)       a group of one reading only: all of it is mix
// Only where the whole is the mean of its groups: no medians, no groups that share people.
//
// Intervals: of the real change, from those of the groups (MOVER, Zou & Donner 2008), shares of n as observed. The
// other parts count what is there: no chance is in them.
//
// Cost: the metric once for each condition that changed, and twice for the groups.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// What the metric is asked of. The pointers are never null.
struct MovementState {
  std::shared_ptr<const model::Catalogue> catalogue;
  std::shared_ptr<sequence::Snapshot> snapshot;
};

// One condition that changes, between the earlier reading and the next step.
struct MovementStep {
  std::string part;
  std::string because;                            // in a sentence, what changed or that nothing did
  std::function<Result<MovementState>()> change;  // empty: nothing changed
  std::string untold;                             // not "": why nobody can tell; nothing is asked then
};

struct MovementPlan {
  std::function<Result<MovementState>()> earlier;
  std::vector<MovementStep> steps;  // all but mix and real change; after them the state is that of now
  std::string erased;               // what was taken away since, in a sentence; "": nothing was
  model::Row before, after;         // what is told of the two readings besides their values
};

// `question.ask` holds a Question::Movement.
Result<model::Answer> movement(const model::Question& question, const MovementPlan& plan);

// The same where there is one state of data and definitions only. Errors: movement.no-history when the question names
// another.
Result<model::Answer> movement(const model::Question& question, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot);

}  // namespace throughline::measure
