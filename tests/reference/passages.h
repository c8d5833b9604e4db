// passages.h: what paths, flow, variants and sessions have in common, as the reference tells it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference/story.h"

namespace throughline::reference {

struct Visited {
  std::string node;
  std::vector<Told> events;  // at least one
  Instant time() const { return events.front().event.time; }
};

using Passage = std::vector<Visited>;

// "" when the event is at no node.
std::string node_of(const model::Naming& naming, const model::Event& event);

std::vector<Passage> passages(const Story& story, const model::Naming& naming, std::optional<Duration> gap,
                              bool is_collapsed);

// What a gap means for who is counted.
std::optional<Duration> longest_pause(const model::Gap& gap, const model::Counting& counting);

// The median, in its own unit. (The product has it exactly of up to 128 values only: worlds here are smaller.)
std::string median(std::vector<double> values);

}  // namespace throughline::reference
