#include "sequence/passages.h"

#include <fmt/format.h>

namespace throughline::sequence {

void Passages::describe(model::Answer& answer) const {
  answer.notes.push_back(
      gap_ == kNever ? "a timeline is one passage: no pause ends it"
                     : fmt::format("a pause of more than {} ends a passage", throughline::to_text(Duration(gap_))));
  if (is_collapsed_) answer.notes.emplace_back("events that repeat their node at once are one visit");
  if (nodes_.leaves_out()) answer.notes.emplace_back("events without a touchpoint are left out");
}

}  // namespace throughline::sequence
