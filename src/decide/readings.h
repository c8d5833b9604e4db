// readings.h: what the workspace tells of itself and of single people, as rows of answers. Free functions over the
// store and the directory, so that each can be read and tested by itself.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "sequence/snapshot.h"
#include "store/store.h"

namespace throughline::decide {

// ---- ledger.cpp: what was taken in -----------------------------------------------------------------------------

// One row per source and a last one, "all". read = accepted + deduplicated + refused in each.
model::Answer ledger(const std::vector<store::ImportRecord>& imports);
// One row per import, newest first.
model::Answer import_list(const std::vector<store::ImportRecord>& imports);
model::Answer refused_rows(const std::vector<wire::Refusal>& refusals, const store::ImportRecord& import);

// ---- who.cpp: one person's identities --------------------------------------------------------------------------

// The person meant by a person id or by any identity, in any way it may be written. Errors: person.unknown,
// person.ambiguous (two kinds of identity have this value for different people).
Result<std::uint32_t> find_person(const store::Directory& directory, std::string_view id);
std::vector<model::Identity> identities_of(const store::Directory& directory, std::uint32_t person);

// Each identity with the fact that joined it, best first: kind, value, why, joined_to, source, import, line, time.
model::Rows joined(const store::Directory& directory, std::uint32_t person);
// Facts that did not join, because a phone or a device is shared: kind, value, other, why.
model::Rows kept_apart(const store::Directory& directory, std::uint32_t person);

// ---- person.cpp: one person's data -----------------------------------------------------------------------------

struct PersonQuery {
  const store::Store& store;
  const store::Directory& directory;
  sequence::Snapshot& snapshot;
  const model::Catalogue& catalogue;
};

Result<model::Answer> people(const PersonQuery& query, std::string_view search, std::size_t limit);
Result<model::Row> person(const PersonQuery& query, std::uint32_t person);
// Newest first; `before` is the cursor "next" of the page before. Errors: request.bad-cursor.
Result<model::Row> timeline(const PersonQuery& query, std::uint32_t person, std::string_view before, std::size_t limit);

}  // namespace throughline::decide
