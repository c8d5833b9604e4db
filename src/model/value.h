// value.h: one value of a property, as it was given: nothing, a truth value, a whole number, a number or a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace throughline::model {

using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;
using Properties = std::vector<std::pair<std::string, Value>>;  // in the order given; names are unique

// How a value is written in tables, groups and filters: "", "true", "42", "0.5", "gold".
std::string to_text(const Value& value);

inline const Value* find(const Properties& properties, std::string_view name) {
  for (const auto& [key, value] : properties) {
    if (key == name) return &value;
  }
  return nullptr;
}

}  // namespace throughline::model
