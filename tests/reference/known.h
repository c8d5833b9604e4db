// known.h: what a question may name in a world, and what no event of it, no person and no definition bears.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "model/question.h"
#include "reference/reference.h"

namespace throughline::reference {

bool occurs(const World& world, const auto& holds) {
  return std::ranges::any_of(world.events, holds);
}

bool is_known(const World& world, const model::AnyOf& events);
// Steps are rows of a funnel's answer, so they must be ones that funnel.cpp can name.
bool is_nameable(const model::AnyOf& events);
// The column of a dimension, where the answer has no other of its name.
std::string column(const model::By& by);
// What any question may ask for in vain.
bool is_known_frame(const World& world, const model::Question& question);
// Is every pattern the first that fits some name?
bool are_used(const World& world, const model::Naming& naming);
// A trait that some event tells: its channel, its touchpoint, or a property of events.
bool is_told(const World& world, const std::string& trait);

}  // namespace throughline::reference
