// yaml_json.h: a YAML document as JSON, by YAML's core schema.
//
//     {version: "1", limit: 50, type: [number, "null"], empty: }
//     → {"version":"1","limit":50,"type":["number","null"],"empty":null}
//
// For documents of ours (the API's contract): aliases are written out each time they occur.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace throughline::wire {

// `name` stands in errors. Errors: yaml.broken (with line and column), yaml.too-deep, yaml.key-not-text.
Result<std::string> yaml_to_json(std::string_view yaml, std::string_view name);

}  // namespace throughline::wire
