// properties_json.h: properties as one JSON object, the form in which the store keeps them.
#pragma once

#include <string>
#include <string_view>

#include "model/value.h"

namespace throughline::wire {

// "{}" for none. Non-finite numbers become null.
std::string to_json(const model::Properties& properties);
std::string to_json(const model::Value& value);

// Reads what to_json wrote; nested values come back as their JSON text. A text that is no object gives none.
model::Properties parse_properties(std::string_view json);
model::Value parse_value(std::string_view json);

}  // namespace throughline::wire
