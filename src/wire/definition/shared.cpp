// What several kinds of definition have in common: names, channels, events.
#include <algorithm>
#include <fmt/format.h>

#include "wire/definition/kinds.h"
#include "wire/rules/rules.h"

namespace throughline::wire::definition {

using yaml::Node;
using yaml::Value;

Result<std::string> read_name(const Value& value) {
  constexpr std::size_t kLongest = 100;
  TRY(name, read_text(value));
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool fits = std::ranges::all_of(name, [&](char c) { return is_word(c) || c == '-' || c == '.'; });
  if (!fits || !is_word(name.front()) || name.size() > kLongest) {
    return value.error(
        "definition.bad-name", fmt::format("\"{}\" cannot be a name", yaml::shortened(name)),
        fmt::format("names are up to {} letters (a-z), digits, _, - and ., and do not begin with - or .", kLongest));
  }
  return name;
}

Result<std::string> read_channel(const Value& value) {
  return read_one_of(value, std::vector<std::string>(model::kChannels.begin(), model::kChannels.end()));
}

Result<model::AnyOf> read_events(const Value& value) {
  if (value.is(Node::Kind::Nothing)) return value.wrong_type("an event's name, or a list of events");
  return rules::read_events(value);
}

}  // namespace throughline::wire::definition
