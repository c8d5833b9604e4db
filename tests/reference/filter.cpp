#include <algorithm>
#include <cmath>
#include <regex>
#include <tuple>

#include "reference/rules.h"
#include "wire/time_text.h"

namespace throughline::reference {
namespace {

using model::AsOf;
using model::Comparison;
using model::FilterRule;
using How = Comparison::How;
using Of = FilterRule::Of;

std::string text_of(const model::Event& event, std::string_view property) {
  const model::Value* value = model::find(event.properties, property);
  return value == nullptr ? "" : model::to_text(*value);
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::optional<double> number_of(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' || !std::isfinite(number) ? std::nullopt : std::optional(number);
}

std::optional<Instant> time_of(const Comparison& comparison, const std::string& text) {
  const auto time = wire::parse_time(text, {}, comparison.zone);
  return time ? std::optional(*time) : std::nullopt;
}

bool text_holds(const Comparison& comparison, std::string value, std::string text) {
  if (comparison.how == How::Matches) {
    const auto flags = comparison.ignores_case ? std::regex::ECMAScript | std::regex::icase : std::regex::ECMAScript;
    return std::regex_search(value, std::regex(text, flags));
  }
  if (comparison.ignores_case) value = lower(value), text = lower(text);
  if (comparison.how == How::Is) return value == text;
  if (comparison.how == How::Contains) return value.find(text) != std::string::npos;
  const bool fits = value.size() >= text.size();
  if (comparison.how == How::StartsWith) return fits && value.substr(0, text.size()) == text;
  return fits && value.substr(value.size() - text.size()) == text;
}

bool is_within(const auto& value, const auto& low, const auto& high, bool above, bool below) {
  if (!value) return false;
  if (low && (above ? *value <= *low : *value < *low)) return false;
  return !high || (below ? *value < *high : *value <= *high);
}

bool is_of(const Owner& owner, const World& world, const model::PropertyChange& change) {
  if (change.subject != owner.kind) return false;
  if (owner.kind == model::SubjectKind::Account) return change.account == owner.name;
  if (owner.kind == model::SubjectKind::Object)
    return change.object.type == owner.type && change.object.id == owner.name;
  return change.identity && people(world).at(*change.identity) == owner.name;
}

// The last answer to the survey that the person gave up to an instant.
std::string answer_of(const World& world, const FilterRule& rule, const std::string& person,
                      std::optional<Instant> at) {
  std::string found;
  for (const Story& story : stories(world, {})) {
    for (const Told& told : story.events) {
      if (told.person == person && text_of(told.event, "survey") == rule.type && (!at || told.event.time <= *at))
        found = text_of(told.event, rule.property);
    }
  }
  return found;
}

std::vector<std::string> values_of(const World& world, const FilterRule& rule, const Told& told, const Told& entry) {
  std::optional<Instant> at = told.event.time;
  if (rule.as_of == AsOf::Entry) at = entry.event.time;
  if (rule.as_of == AsOf::Latest) at.reset();
  switch (rule.of) {
    case Of::Event:
      return {text_of(told.event, rule.property)};
    case Of::Name:
      return {told.event.name};
    case Of::Channel:
      return {told.event.channel};
    case Of::Touchpoint:
      return {told.event.touchpoint};
    case Of::Person:
      if (told.person.empty()) return {};
      return {property_of(world, {.name = told.person}, rule.property, at)};
    case Of::Response:
      if (told.person.empty()) return {};
      return {answer_of(world, rule, told.person, at)};
    case Of::Account:
      if (told.event.account.empty()) return {};
      return {property_of(world, {model::SubjectKind::Account, told.event.account, ""}, rule.property, at)};
    case Of::Object: {
      std::vector<std::string> values;
      for (const model::ObjectRef& object : told.event.objects) {
        if (object.type == rule.type)
          values.push_back(property_of(world, {model::SubjectKind::Object, object.id, rule.type}, rule.property, at));
      }
      return values;
    }
  }
  return {};
}

// Every value that the rule could meet.
std::vector<std::string> all_values(const World& world, const FilterRule& rule) {
  std::vector<std::string> values;
  for (const model::Event& event : world.events) {
    if (rule.of == Of::Event || rule.of == Of::Response) values.push_back(text_of(event, rule.property));
    if (rule.of == Of::Name) values.push_back(event.name);
    if (rule.of == Of::Touchpoint) values.push_back(event.touchpoint);
  }
  const auto is_named = [&](const model::PropertyChange& change) {
    return std::ranges::any_of(world.events, [&](const model::Event& event) {
      return rule.of == Of::Account ? event.account == change.account && !event.account.empty()
                                    : std::ranges::find(event.objects, change.object) != event.objects.end();
    });
  };
  for (const model::PropertyChange& change : world.changes) {
    if (change.name != rule.property) continue;
    const bool is_meant = rule.of == Of::Person    ? change.subject == model::SubjectKind::Person
                          : rule.of == Of::Account ? change.subject == model::SubjectKind::Account && is_named(change)
                          : rule.of == Of::Object  ? change.subject == model::SubjectKind::Object &&
                                                        change.object.type == rule.type && is_named(change)
                                                  : false;
    if (is_meant) values.push_back(model::to_text(change.value));
  }
  std::erase(values, "");
  return values;
}

bool is_pattern(const std::string& text) {
  try {
    const std::regex pattern(text);
    return true;
  } catch (const std::regex_error&) {
    return false;
  }
}

bool can_be_asked(const World& world, const FilterRule& rule) {
  const Comparison& comparison = rule.comparison;
  if (comparison.how == How::Matches && !is_pattern(comparison.texts.at(0))) return false;
  if (rule.of == Of::Channel) return true;
  const std::vector<std::string> values = all_values(world, rule);
  const auto occurs = [&](const std::string& text) { return std::ranges::find(values, text) != values.end(); };
  if (rule.of == Of::Name || rule.of == Of::Touchpoint)
    return comparison.how != How::Is || comparison.ignores_case || std::ranges::all_of(comparison.texts, occurs);
  if (rule.of == Of::Object && !std::ranges::any_of(world.events, [&](const model::Event& event) {
        return std::ranges::find(event.objects, rule.type, &model::ObjectRef::type) != event.objects.end();
      }))
    return false;
  if (rule.of == Of::Response && !std::ranges::any_of(world.events, [&](const model::Event& event) {
        return text_of(event, "survey") == rule.type;
      }))
    return false;
  if (comparison.how == How::Number)
    return std::ranges::any_of(values, [](const std::string& text) { return number_of(text).has_value(); });
  if (comparison.how == How::Time)
    return std::ranges::any_of(values, [&](const std::string& text) { return time_of(comparison, text).has_value(); });
  return !values.empty();
}

}  // namespace

std::string property_of(const World& world, const Owner& owner, const std::string& property,
                        std::optional<Instant> at) {
  const model::PropertyChange* found = nullptr;
  const auto rank = [](const model::PropertyChange& change) {
    const std::string text = model::to_text(change.value);
    const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return std::tuple(change.time, !text.empty(), !is_number, is_number ? std::stol(text) : 0, text);
  };
  for (const model::PropertyChange& change : world.changes) {
    if (change.name != property || !is_of(owner, world, change)) continue;
    if (at && change.time > *at) continue;
    if (found == nullptr || rank(*found) < rank(change)) found = &change;
  }
  return found == nullptr ? "" : model::to_text(found->value);
}

std::vector<std::string> ever_of(const World& world, const Owner& owner, const std::string& property) {
  std::vector<std::string> values;
  for (const model::PropertyChange& change : world.changes) {
    if (change.name == property && is_of(owner, world, change)) values.push_back(model::to_text(change.value));
  }
  return values;
}

bool holds(const Comparison& comparison, const std::string& text) {
  if (text.empty()) return false;
  if (comparison.how == How::IsSet) return true;
  if (comparison.how == How::Number)
    return is_within(number_of(text), comparison.low, comparison.high, comparison.above_low, comparison.below_high);
  if (comparison.how == How::Time)
    return is_within(time_of(comparison, text), comparison.from, comparison.to, false, true);
  return std::ranges::any_of(comparison.texts,
                             [&](const std::string& one) { return text_holds(comparison, text, one); });
}

bool passes(const World& world, const model::Filter& filter, const Told& told, const Told& entry) {
  const auto each = [&](const model::Filter& part) { return passes(world, part, told, entry); };
  if (const auto* all = std::get_if<model::Filter::All>(&filter.node)) return std::ranges::all_of(all->of, each);
  if (const auto* any = std::get_if<model::Filter::Any>(&filter.node)) return std::ranges::any_of(any->of, each);
  if (const auto* negated = std::get_if<model::Filter::Not>(&filter.node)) return !each(*negated->filter);
  const auto& rule = std::get<FilterRule>(filter.node);
  bool is_one = false;
  for (const std::string& value : values_of(world, rule, told, entry)) is_one = is_one || holds(rule.comparison, value);
  return is_one != rule.comparison.negated;
}

bool can_be_asked(const World& world, const model::Filter& filter) {
  const auto each = [&](const model::Filter& part) { return can_be_asked(world, part); };
  if (const auto* all = std::get_if<model::Filter::All>(&filter.node)) return std::ranges::all_of(all->of, each);
  if (const auto* any = std::get_if<model::Filter::Any>(&filter.node)) return std::ranges::all_of(any->of, each);
  if (const auto* negated = std::get_if<model::Filter::Not>(&filter.node)) return each(*negated->filter);
  return can_be_asked(world, std::get<FilterRule>(filter.node));
}

}  // namespace throughline::reference
