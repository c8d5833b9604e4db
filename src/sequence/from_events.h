// from_events.h: a reading over events in memory, for tests and for cases. It decides who is who as an import would:
// the identities of one event are each linked with the best of them (the lowest kind), and identify/ joins the links.
//
//     ana {user ana, cookie c1} and {cookie c1}    one person, two events
//
// Events are numbered by their content, so that the order in which they are given never shows.
#pragma once

#include <memory>
#include <vector>

#include "sequence/reading.h"

namespace throughline::sequence {

// Identities are in normal form (model::normalise).
std::shared_ptr<Reading> from_events(std::vector<model::Event> events, std::vector<model::PropertyChange> changes = {});

}  // namespace throughline::sequence
