// What several kinds of definition have in common: names, channels, events.
#include <algorithm>
#include <fmt/format.h>

#include "wire/definition/kinds.h"

namespace throughline::wire::definition {

using yaml::Mapping;
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

namespace {

Result<model::EventMatcher> read_matcher(const Value& value) {
  model::EventMatcher matcher;
  if (value.is(Node::Kind::Text)) {
    TRY(name, read_text(value));
    matcher.event = std::move(name);
    return matcher;
  }
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("an event's name, or a mapping with \"event\"");
  TRY(mapping, Mapping::open(value, "an event", {"event", "channel", "touchpoint", "where"}));
  CHECKED(mapping.required("event", matcher.event, yaml::read_text));
  CHECKED(mapping.optional("channel", matcher.channel, read_channel));
  CHECKED(mapping.optional("touchpoint", matcher.touchpoint, yaml::read_text));
  if (const auto where = mapping.find("where")) {
    if (!where->is(Node::Kind::Mapping)) return where->wrong_type("a mapping of properties to their values");
    for (const auto& [property, values] : where->members()) {
      TRY(texts, read_any_texts(values));
      matcher.where.emplace_back(property.node().text, std::move(texts));
    }
  }
  return matcher;
}

}  // namespace

Result<model::AnyOf> read_events(const Value& value) {
  if (value.is(Node::Kind::Nothing)) return value.wrong_type("an event's name, or a list of events");
  return read_list(value, read_matcher);
}

}  // namespace throughline::wire::definition
