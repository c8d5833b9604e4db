// ranking.h: the actions of an activation in order: what separates most, with its test. How, says activation.h.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "measure/activation/activation.h"

namespace throughline::measure {

struct Action {
  sequence::Code name = 0;
  int at_least = 1;
  ActivationCounts::Pair did, did_not;
  double phi = 0;
  std::optional<double> p, p_adjusted;  // none where all stayed, or nobody did: there is nothing to separate
};

// Every action that some did and some did not, best first; ties in the order of names, then of counts.
std::vector<Action> rank_actions(const ActivationCounts& counts, const std::vector<int>& at_least, std::size_t names);

}  // namespace throughline::measure
