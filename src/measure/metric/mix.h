// mix.h: a difference between two wholes, in what their composition and what their groups make of it. Used inside
// metric/ only; movement.h says how it is reckoned.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "model/answer.h"
#include "model/metric.h"

namespace throughline::measure {

// One reading: the whole, and each group by its label.
struct Composition {
  struct Group {
    model::Row columns;
    model::Estimate value;
  };
  model::Estimate whole;
  std::map<std::string, Group> groups;
};

struct Mix {
  struct Part {
    model::Row columns;
    model::Estimate before, after;
    double share_before = 0, share_after = 0;
    double mix = 0, real_change = 0;
  };
  double mix = 0;
  model::Estimate real_change;  // without low and high where a group has no interval
  std::vector<Part> parts;      // the largest first, by what they make of the difference
};

// Or why not, where the wholes are no means of their groups. Both wholes have values.
std::expected<Mix, std::string> mix_of(const Composition& before, const Composition& after,
                                       const model::MetricDefinition& metric);

// after - before of two estimates of different samples, from their intervals (MOVER).
model::Estimate difference_of(const model::Estimate& before, const model::Estimate& after);

}  // namespace throughline::measure
