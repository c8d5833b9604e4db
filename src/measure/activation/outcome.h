// outcome.h: which newcomers a reader of an activation asks to see: "stayed", "did:2:invited", "left_without:1:invited".
#pragma once

#include <optional>
#include <string_view>

#include "measure/activation/activation.h"

namespace throughline::measure {

struct StayOutcome {
  std::optional<bool> has_stayed;
  std::optional<bool> is_open;
  struct Did {
    sequence::Code name;
    int at_least;
    bool is_wanted;  // did it, or did not
  };
  std::optional<Did> action;

  bool holds(const Newcomer& unit) const;
};

// Errors: activation.unknown-outcome, activation.unknown-event.
Result<StayOutcome> parse_stay_outcome(std::string_view text, const sequence::Snapshot& snapshot);

}  // namespace throughline::measure
