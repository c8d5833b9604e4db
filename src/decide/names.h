// names.h: what questions may name: events with how often they occur, channels, touchpoints, properties.
//
//     kind            name          events
//     event           page viewed  140,415    1  events: the most frequent first
//     event           cart          12,007
//     channel         web                –    2  the rest by name; how often is not counted
//     property        plan               –    3  of events; person_property, account_property, object_property else
#pragma once

#include "base/error.h"
#include "model/answer.h"
#include "sequence/snapshot.h"

namespace throughline::decide {

// Counts: how many names there are of each kind. Cost: one read of the properties' names from the store.
Result<model::Answer> names(sequence::Snapshot& snapshot);

}  // namespace throughline::decide
