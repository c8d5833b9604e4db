// Events by name, narrowed by channel, touchpoint and properties.
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

#include "wire/question/parts.h"

namespace throughline::wire::question {
namespace {

namespace json = boost::json;

// A property's value as matchers compare it.
Result<std::string> read_value(const JsonItem& item) {
  const json::value& value = item.value();
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return model::to_text(model::Value(value.get_bool()));
  if (value.is_int64()) return model::to_text(model::Value(value.get_int64()));
  if (value.is_double()) {
    // Boost.JSON 1.81 may be one unit in the last place off; 15 digits are what it surely has.
    return model::to_text(model::Value(std::strtod(fmt::format("{:.15g}", value.get_double()).c_str(), nullptr)));
  }
  return item.wrong_type("a text, a number, true or false");
}

Result<std::vector<std::string>> read_values(const JsonItem& item) {
  std::vector<std::string> texts;
  const bool is_array = item.value().is_array();
  for (const JsonItem& one : is_array ? item.items() : std::vector{item}) {
    TRY(text, read_value(one));
    texts.push_back(std::move(text));
  }
  if (texts.empty()) return item.wrong_type("at least one value");
  return texts;
}

}  // namespace

Result<model::EventMatcher> read_matcher(const JsonItem& item) {
  model::EventMatcher matcher;
  if (item.value().is_string()) {
    TRY(name, item.text());
    matcher.event = std::move(name);
    return matcher;
  }
  if (!item.value().is_object()) return item.wrong_type("an event's name, or an object with \"event\"");
  CHECKED(item.check_members({"event", "channel", "touchpoint", "where"}));
  TRY(event, item.need("event"));
  TRY(name, event.text());
  matcher.event = std::move(name);
  if (const auto channel = item.find("channel")) {
    TRY(text, channel->text());
    const std::vector<std::string> known(model::kChannels.begin(), model::kChannels.end());
    if (std::ranges::find(known, text) == known.end()) {
      return channel->error("question.unknown-value", fmt::format("no channel is called \"{}\"", text.substr(0, 100)),
                            did_you_mean(text, known, fmt::format("one of: {}", fmt::join(known, ", "))));
    }
    matcher.channel = std::move(text);
  }
  if (const auto touchpoint = item.find("touchpoint")) {
    TRY(text, touchpoint->text());
    matcher.touchpoint = std::move(text);
  }
  if (const auto where = item.find("where")) {
    if (!where->value().is_object()) return where->wrong_type("an object of properties and their values");
    for (const auto& [property, values] : where->members()) {
      TRY(texts, read_values(values));
      matcher.where.emplace_back(property, std::move(texts));
    }
  }
  return matcher;
}

Result<model::AnyOf> read_events(const JsonItem& item, bool may_be_empty) {
  model::AnyOf events;
  const bool is_array = item.value().is_array();
  for (const JsonItem& one : is_array ? item.items() : std::vector{item}) {
    TRY(matcher, read_matcher(one));
    events.push_back(std::move(matcher));
  }
  if (events.empty() && !may_be_empty) return item.wrong_type("at least one event");
  return events;
}

}  // namespace throughline::wire::question
