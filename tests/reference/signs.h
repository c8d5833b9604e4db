// signs.h: where a friction shows in one story, as the reference sees it.
#pragma once

#include <cstddef>
#include <vector>

#include "reference/story.h"

namespace throughline::reference {

// Places in the story's events.
struct Signs {
  std::vector<std::size_t> looked_at, left_out, open, occurred;
};

Signs signs_of(const model::FrictionDefinition& friction, const Story& story, Instant data_last);

// The workspace's own, or the built-in one.
const model::FrictionDefinition& friction_named(const World& world, const std::string& name);

// Why the data cannot tell: "missing-event", "missing-property", or "".
std::string lack_of(const World& world, const model::FrictionDefinition& friction);

// The value of a trait of one event: its channel, its touchpoint or a property; "" for none.
std::string trait_of(const std::string& trait, const model::Event& event);

}  // namespace throughline::reference
