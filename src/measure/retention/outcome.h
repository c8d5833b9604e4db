// outcome.h: which members a reader of a retention asks to see: "returned:3", "lost:3", "returned:3:2025-01".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace throughline::measure {

struct ReturnOutcome {
  bool is_anybody = true;
  bool is_lost = false;
  std::size_t place = 0;  // in `numbers`
  std::string cohort;     // "" is any
};

// `numbers`: those that may stand behind "returned:" and "lost:". Errors: retention.unknown-outcome.
Result<ReturnOutcome> parse_return_outcome(std::string_view text, const std::vector<int>& numbers);

}  // namespace throughline::measure
