// comparison.h: which values of a property a comparison accepts.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/filter.h"
#include "sequence/dictionary.h"

namespace throughline::sequence {

// One bit per code; code 0 (not known) is never accepted, and `negated` is left to the caller, who may ask it of several
// values at once. `is_readable`: whether the comparison could be made with any value; false where all of them are no
// numbers, or no times, and there is at least one.
struct Accepted {
  std::vector<std::uint8_t> by_code;
  bool is_readable = true;
};

// Errors: filter.bad-pattern with the place in the pattern, filter.pattern-too-large.
Result<Accepted> accepted(const model::Comparison& comparison, const Dictionary& values);

// Whether a pattern can be read, for those who only keep it. Errors as above.
Status check_pattern(const model::Comparison& comparison);
Status check_patterns(const model::Filter& filter);

}  // namespace throughline::sequence
