// definitions.h: the workspace's YAML files against what the store has: check, version, load, write back.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace throughline::decide {

// The newest version of each definition that was not removed. A stored text that no longer reads is an error. `zone`:
// the workspace's, of days in rules that name none.
Result<model::Catalogue> load_catalogue(store::Store& store, const Zone& zone);

// Reads every .yaml below the five folders, checks all of them, and stores what changed: all or nothing.
// Errors: all that is wrong, in the order of files.
std::expected<model::Answer, std::vector<Error>> apply_files(const std::string& folder, store::Store& store,
                                                             const Zone& zone);

// Writes the stored texts as files below `folder`.
Result<model::Answer> export_files(const std::string& folder, store::Store& store);

}  // namespace throughline::decide
