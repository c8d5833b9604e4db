// known.h: what of the store was known at an earlier time, by the imports that had been taken in then.
//
//     imports 1, 2; identities then          the data as they were, people as they were resolved
//     imports 1, 2                           the same events, of people as they are resolved now
//     imports 1, 2; late until 05-20         and what later imports brought of times up to then
//
// What was erased since, or undone, is in none of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"

namespace throughline::sequence {

struct Known {
  std::vector<std::int64_t> imports;
  bool has_identities_then = false;  // who is who follows from these imports only
  std::optional<Instant> late;       // of other imports what happened no later than this
};

// A condition of SQL on the column `import` of a table: those of these imports.
std::string of_imports(const std::vector<std::int64_t>& imports);

}  // namespace throughline::sequence
