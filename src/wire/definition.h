// definition.h: definitions from YAML and their checks, with file, line, caret and help. Format:
// docs/reference/definitions.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/zone.h"
#include "model/definition.h"

namespace throughline::wire {

// Reads one file's text. `file` names it in errors and in the definition; its folder ("journeys/") must fit its kind.
// version and applied are left to the store. `zone`: the workspace's, of days and texts without an offset in rules that
// name none. Errors: definition.broken-yaml, definition.unknown-key,
// definition.missing-key, definition.wrong-type, definition.unknown-value, and those of durations and zones.
Result<model::Definition> parse_definition(std::string_view yaml, std::string_view file,
                                           const Zone& zone = Zone::utc());

// The frictions that need no file, each named RULES.NAME, with the version of its thresholds.
const std::vector<model::Definition>& builtin_frictions();

// What no single file can know: names that other definitions must have (tasks, metrics), double names. All that is
// wrong is reported, not the first only.
std::vector<Error> check_references(const std::vector<model::Definition>& definitions);

// Event names that the definitions ask for, each with the place where it stands, so that apply can hold them against
// the names that the data have.
struct NamedEvent {
  std::string event;
  Place place;
  model::Filter where = {};  // what narrows it
};
std::vector<NamedEvent> events_named(const model::Definition& definition);

// Constant event names that sources can give; `is_open` when a source takes names from a column.
std::vector<std::string> events_given(const std::vector<model::Definition>& definitions, bool& is_open);

}  // namespace throughline::wire
