// names.h: what questions may name: events with how often they occur, channels, touchpoints, properties.
//
//     kind            name          events
//     event           page viewed  140,415    1  events: the most frequent first
//     event           cart          12,007
//     channel         web                –    2  the rest by name; how often is not counted
//     property        plan               –    3  of events; person_property, account_property, object_property else
#pragma once

#include <string_view>

#include "base/error.h"
#include "model/answer.h"
#include "sequence/snapshot.h"

namespace throughline::decide {

// Of one kind, or of all where none is named. Counts: how many names there are of each kind.
// Cost: properties of events are looked for in all events of the store; the rest is at hand.
// Errors: names.unknown-kind.
Result<model::Answer> names(sequence::Snapshot& snapshot, std::string_view kind = {});

}  // namespace throughline::decide
