// definitions.h: the workspace's YAML files against what the store has: check, version, load, write back.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace throughline::decide {

// The newest version of each definition that was not removed. A stored text that no longer reads is an error. `zone`:
// the workspace's, of days in rules that name none.
Result<model::Catalogue> load_catalogue(store::Store& store, const Zone& zone);

// The same with a metric as it was in that version; without a version, or in that of now, the catalogue itself.
// Errors: metric.unknown, metric.unknown-version with `place`, those of a text that no longer reads.
Result<std::shared_ptr<const model::Catalogue>> with_version(std::shared_ptr<const model::Catalogue> catalogue,
                                                             store::Store& store, std::string_view metric,
                                                             std::optional<int> version, const Zone& zone,
                                                             std::string_view place);

// Reads every .yaml below the five folders, checks all of them, and stores what changed: all or nothing.
// Errors: all that is wrong, in the order of files.
std::expected<model::Answer, std::vector<Error>> apply_files(const std::string& folder, store::Store& store,
                                                             const Zone& zone);

// Writes the stored texts as files below `folder`.
Result<model::Answer> export_files(const std::string& folder, store::Store& store);

}  // namespace throughline::decide
