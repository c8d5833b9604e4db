#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "wire/definition/friction_like.h"
#include "wire/definition/kinds.h"

namespace throughline::wire::definition {
namespace {

using model::UpTo;
using yaml::Mapping;
using yaml::Node;
using yaml::Value;

constexpr std::int64_t kMostTimes = 100;

// "1s" includes a second; {less_than: 1s} does not.
template <class T, class Read>
Result<UpTo<T>> read_up_to(const Value& value, const Read& read) {
  UpTo<T> up_to;
  if (!value.is(Node::Kind::Mapping)) {
    TRY(most, read(value));
    up_to.most = most;
    return up_to;
  }
  TRY(bound, Mapping::open(value, "a bound", {"at_most", "less_than"}));
  if (bound.members().size() != 1) return bound.missing("either \"at_most\" or \"less_than\"");
  const auto& [key, most] = bound.members().front();
  TRY(given, read(most));
  up_to.most = given;
  up_to.is_included = key.node().text == "at_most";
  return up_to;
}

Result<UpTo<Duration>> read_time(const Value& value) {
  return read_up_to<Duration>(value, yaml::read_span);
}

Result<double> read_length(const Value& value) {
  TRY(length, yaml::read_number(value));
  if (!(length > 0)) return value.wrong_type("a length over 0");
  return length;
}

Result<int> read_times(const Value& value) {
  TRY(times, yaml::read_count(value));
  if (times < 2 || times > kMostTimes) return value.wrong_type(fmt::format("2 to {}", kMostTimes));
  return static_cast<int>(times);
}

Result<model::FrictionDefinition> with_pattern(auto pattern) {
  return model::FrictionDefinition{.pattern = std::move(pattern)};
}

Result<model::FrictionDefinition> read_event(const Value& value) {
  TRY(of, read_events(value));
  return with_pattern(model::EventFriction{std::move(of)});
}

Result<model::FrictionDefinition> read_repeat(const Value& value) {
  TRY(mapping, Mapping::open(value, "a repeat",
                             {"of", "times", "each", "within", "radius", "distance", "x", "y", "same", "unbroken"}));
  model::RepeatFriction repeat;
  CHECKED(mapping.required("of", repeat.of, read_events));
  CHECKED(mapping.required("times", repeat.times, read_times));
  CHECKED(mapping.optional("each", repeat.each, read_time));
  CHECKED(mapping.optional("within", repeat.within, read_time));
  if (!repeat.each && !repeat.within) return mapping.missing("\"each\" or \"within\"");
  CHECKED(mapping.optional("radius", repeat.radius,
                           [](const Value& radius) { return read_up_to<double>(radius, read_length); }));
  std::string metric = "euclidean";
  CHECKED(mapping.optional("distance", metric,
                           [](const Value& word) { return read_one_of(word, {"euclidean", "manhattan"}); }));
  repeat.metric =
      metric == "manhattan" ? model::RepeatFriction::Metric::Manhattan : model::RepeatFriction::Metric::Euclidean;
  for (const std::string_view key : {"distance", "x", "y"}) {
    if (const auto given = mapping.find(key); given && !repeat.radius)
      return given->error("definition.unfitting-key", fmt::format("\"{}\" belongs to \"radius\"", key));
  }
  CHECKED(mapping.optional("x", repeat.x, yaml::read_text));
  CHECKED(mapping.optional("y", repeat.y, yaml::read_text));
  CHECKED(mapping.optional("same", repeat.same, yaml::read_texts));
  CHECKED(mapping.optional("unbroken", repeat.is_unbroken, yaml::read_truth));
  return with_pattern(std::move(repeat));
}

Result<model::FrictionDefinition> read_unanswered(const Value& value) {
  TRY(mapping, Mapping::open(value, "an unanswered", {"of", "by", "within", "delay", "due", "same"}));
  model::UnansweredFriction unanswered;
  CHECKED(mapping.required("of", unanswered.of, read_events));
  CHECKED(mapping.optional("by", unanswered.by, read_events));
  CHECKED(mapping.optional("within", unanswered.within, read_time));
  CHECKED(mapping.optional("delay", unanswered.delay, yaml::read_text));
  CHECKED(mapping.optional("due", unanswered.due, yaml::read_text));
  CHECKED(mapping.optional("same", unanswered.same, yaml::read_texts));
  if (unanswered.by.empty() && unanswered.delay.empty()) return mapping.missing("\"by\" or \"delay\"");
  if (!unanswered.within && (unanswered.due.empty() || !unanswered.delay.empty())) return mapping.missing("\"within\"");
  for (const std::string_view key : {"due", "same"}) {
    if (const auto given = mapping.find(key); given && unanswered.by.empty())
      return given->error("definition.unfitting-key", fmt::format("\"{}\" belongs to \"by\"", key));
  }
  return with_pattern(std::move(unanswered));
}

Result<model::FrictionDefinition> read_followed(const Value& value) {
  TRY(mapping, Mapping::open(value, "a followed", {"of", "by", "within", "same", "differ"}));
  model::FollowedFriction followed;
  CHECKED(mapping.required("of", followed.of, read_events));
  CHECKED(mapping.required("by", followed.by, read_events));
  CHECKED(mapping.required("within", followed.within, read_time));
  CHECKED(mapping.optional("same", followed.same, yaml::read_texts));
  CHECKED(mapping.optional("differ", followed.differ, yaml::read_texts));
  return with_pattern(std::move(followed));
}

Result<model::FrictionDefinition> read_turned_back(const Value& value) {
  TRY(mapping, Mapping::open(value, "a turned_back", {"of", "place", "within"}));
  model::TurnedBackFriction turned_back;
  CHECKED(mapping.required("of", turned_back.of, read_events));
  CHECKED(mapping.optional("place", turned_back.place, yaml::read_text));
  CHECKED(mapping.required("within", turned_back.within, read_time));
  return with_pattern(std::move(turned_back));
}

Result<model::FrictionDefinition> read_thrashed(const Value& value) {
  TRY(mapping, Mapping::open(value, "a thrashed", {"of", "times", "within", "leg", "x", "y"}));
  model::ThrashedFriction thrashed;
  CHECKED(mapping.required("of", thrashed.of, read_events));
  CHECKED(mapping.required("times", thrashed.times, read_times));
  CHECKED(mapping.required("within", thrashed.within, read_time));
  CHECKED(mapping.required("leg", thrashed.leg, read_length));
  CHECKED(mapping.optional("x", thrashed.x, yaml::read_text));
  CHECKED(mapping.optional("y", thrashed.y, yaml::read_text));
  return with_pattern(std::move(thrashed));
}

struct Pattern {
  std::string key;
  Result<model::FrictionDefinition> (*read)(const Value& value);
};
const std::array<Pattern, 6> kPatterns{{{"event", read_event},
                                        {"repeat", read_repeat},
                                        {"unanswered", read_unanswered},
                                        {"followed", read_followed},
                                        {"turned_back", read_turned_back},
                                        {"thrashed", read_thrashed}}};

Result<model::FrictionDefinition> read_pattern(const Mapping& mapping) {
  const Pattern* chosen = nullptr;
  for (const Pattern& pattern : kPatterns) {
    const auto given = mapping.find(pattern.key);
    if (!given) continue;
    if (chosen != nullptr || mapping.has("like"))
      return given->error("definition.unfitting-key", "a friction has one pattern, or is like one that there is",
                          "write two frictions");
    chosen = &pattern;
  }
  if (mapping.has("like")) return read_like(mapping);
  for (const std::string_view key : {"events", "properties"}) {
    if (const auto given = mapping.find(key))
      return given->error("definition.unfitting-key", fmt::format("\"{}\" belongs to \"like\"", key));
  }
  if (chosen != nullptr) return chosen->read(*mapping.find(chosen->key));
  return mapping.missing("\"like\" or a pattern: event, repeat, unanswered, followed, turned_back or thrashed");
}

}  // namespace

Result<model::FrictionDefinition> read_friction(const Value& value) {
  std::vector<std::string> keys{"friction", "title", "about", "origin", "like", "events", "properties"};
  for (const Pattern& pattern : kPatterns) keys.push_back(pattern.key);
  TRY(mapping, Mapping::open(value, "a friction", keys));
  std::string name;
  CHECKED(mapping.required("friction", name, read_name));
  TRY(friction, read_pattern(mapping));
  friction.name = std::move(name);
  if (friction.title.empty()) friction.title = friction.name;
  CHECKED(mapping.optional("title", friction.title, yaml::read_text));
  CHECKED(mapping.optional("about", friction.about, yaml::read_text));
  CHECKED(mapping.optional("origin", friction.origin, yaml::read_text));
  return friction;
}

}  // namespace throughline::wire::definition
