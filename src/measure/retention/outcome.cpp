#include "measure/retention/outcome.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace throughline::measure {

Result<ReturnOutcome> parse_return_outcome(std::string_view text, const std::vector<int>& numbers) {
  ReturnOutcome outcome{.is_anybody = text.empty(), .is_lost = text.starts_with("lost:"), .cohort = {}};
  if (outcome.is_anybody) return outcome;
  if (outcome.is_lost || text.starts_with("returned:")) {
    std::string_view rest = text.substr(text.find(':') + 1);
    if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
      outcome.cohort = rest.substr(colon + 1);
      rest = rest.substr(0, colon);
    }
    int number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const auto found = std::ranges::find(numbers, number);
    if (error == std::errc() && end == rest.data() + rest.size() && found != numbers.end()) {
      outcome.place = static_cast<std::size_t>(found - numbers.begin());
      return outcome;
    }
  }
  return fail("retention.unknown-outcome", fmt::format("no outcome of this retention is called \"{}\"", text),
              fmt::format("write returned:K or lost:K with K of {}, or leave it empty", fmt::join(numbers, ", ")));
}

}  // namespace throughline::measure
