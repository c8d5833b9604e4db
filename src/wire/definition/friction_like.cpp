#include "wire/definition/friction_like.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "wire/definition.h"
#include "wire/definition/kinds.h"

namespace throughline::wire::definition {
namespace {

using model::AnyOf;
using model::Filter;
using model::FilterRule;
using yaml::Mapping;
using yaml::Value;

struct Names {
  std::map<std::string, AnyOf> events;
  std::map<std::string, std::string> properties;
  std::set<std::string> used_events, used_properties;  // that the rule has
};

void rename(std::string& property, Names& names) {
  if (property.empty()) return;
  names.used_properties.insert(property);
  if (const auto found = names.properties.find(property); found != names.properties.end()) property = found->second;
}

void rename(std::vector<std::string>& properties, Names& names) {
  for (std::string& property : properties) rename(property, names);
}

void rename(Filter& filter, Names& names) {
  if (auto* all = std::get_if<Filter::All>(&filter.node)) {
    for (Filter& part : all->of) rename(part, names);
  } else if (auto* any = std::get_if<Filter::Any>(&filter.node)) {
    for (Filter& part : any->of) rename(part, names);
  } else if (auto* negated = std::get_if<Filter::Not>(&filter.node)) {
    Filter inner = *negated->filter;
    rename(inner, names);
    negated->filter = std::make_shared<const Filter>(std::move(inner));
  } else if (auto& rule = std::get<FilterRule>(filter.node); rule.of == FilterRule::Of::Event) {
    rename(rule.property, names);
  }
}

// What the source's matcher asks and what the rule asks must both hold.
Filter joined(const Filter& a, const Filter& b) {
  if (a.passes_all()) return b;
  if (b.passes_all()) return a;
  return {Filter::All{{a, b}}};
}

void rename(AnyOf& events, Names& names) {
  AnyOf renamed;
  for (model::EventMatcher& matcher : events) {
    names.used_events.insert(matcher.event);
    rename(matcher.where, names);
    const auto found = names.events.find(matcher.event);
    if (found == names.events.end()) {
      renamed.push_back(std::move(matcher));
      continue;
    }
    for (model::EventMatcher given : found->second) {
      given.where = joined(given.where, matcher.where);
      renamed.push_back(std::move(given));
    }
  }
  events = std::move(renamed);
}

struct Renamed {
  Names& names;
  void operator()(model::EventFriction& event) const { rename(event.of, names); }
  void operator()(model::RepeatFriction& repeat) const {
    rename(repeat.of, names);
    rename(repeat.same, names);
    if (!repeat.radius) return;
    rename(repeat.x, names);
    rename(repeat.y, names);
  }
  void operator()(model::UnansweredFriction& unanswered) const {
    rename(unanswered.of, names);
    rename(unanswered.by, names);
    rename(unanswered.delay, names);
    rename(unanswered.due, names);
    rename(unanswered.same, names);
  }
  void operator()(model::FollowedFriction& followed) const {
    rename(followed.of, names);
    rename(followed.by, names);
    rename(followed.same, names);
    rename(followed.differ, names);
  }
  void operator()(model::TurnedBackFriction& turned_back) const {
    rename(turned_back.of, names);
    rename(turned_back.place, names);
  }
  void operator()(model::ThrashedFriction& thrashed) const {
    rename(thrashed.of, names);
    rename(thrashed.x, names);
    rename(thrashed.y, names);
  }
};

Status read_names(const Mapping& mapping, Names& names) {
  if (const auto events = mapping.find("events")) {
    if (!events->is(yaml::Node::Kind::Mapping)) return events->wrong_type("a mapping of the rule's events to yours");
    for (const auto& [name, given] : events->members()) {
      TRY(any_of, read_events(given));
      names.events.emplace(name.node().text, std::move(any_of));
    }
  }
  if (const auto properties = mapping.find("properties")) {
    if (!properties->is(yaml::Node::Kind::Mapping))
      return properties->wrong_type("a mapping of the rule's properties to yours");
    for (const auto& [name, given] : properties->members()) {
      TRY(text, yaml::read_text(given));
      names.properties.emplace(name.node().text, std::move(text));
    }
  }
  return {};
}

Status check_used(const Mapping& mapping, std::string_view key, const std::set<std::string>& used) {
  const auto given = mapping.find(key);
  if (!given) return {};
  const std::vector<std::string> known(used.begin(), used.end());
  for (const auto& [name, ignored] : given->members()) {
    const std::string& text = name.node().text;
    if (!used.contains(text))
      return name.error("definition.unknown-value",
                        fmt::format("\"{}\" is none of the rule's {}", yaml::shortened(text), key),
                        did_you_mean(text, known, fmt::format("it has: {}", fmt::join(known, ", "))));
  }
  return {};
}

Result<model::FrictionDefinition> built_in(const Value& value) {
  TRY(name, yaml::read_text(value));
  const auto& all = builtin_frictions();
  const auto found = std::ranges::find(all, name, &model::Definition::name);
  if (found != all.end()) return std::get<model::FrictionDefinition>(found->meaning);
  std::vector<std::string> known;
  for (const model::Definition& one : all) known.push_back(one.name);
  return value.error("definition.unknown-friction", fmt::format("no built-in friction is called \"{}\"", name),
                     did_you_mean(name, known, "docs/reference/friction.md lists them"));
}

}  // namespace

Result<model::FrictionDefinition> read_like(const Mapping& mapping) {
  TRY(friction, built_in(*mapping.find("like")));
  Names names;
  CHECKED(read_names(mapping, names));
  std::visit(Renamed{names}, friction.pattern);
  CHECKED(check_used(mapping, "events", names.used_events));
  CHECKED(check_used(mapping, "properties", names.used_properties));
  friction.title.clear();  // its own name, unless it says a title
  if (friction.origin.empty()) friction.origin = *yaml::read_text(*mapping.find("like"));
  return friction;
}

}  // namespace throughline::wire::definition
