#include "measure/friction/primitives.h"

#include <fmt/format.h>

namespace throughline::measure {
namespace {

using model::Filter;
using model::FilterRule;
using sequence::Trait;

// Those without which the filter cannot hold; what is negated holds where nothing is known.
void collect_properties(const Filter& filter, std::vector<std::string>& names) {
  if (const auto* all = std::get_if<Filter::All>(&filter.node)) {
    for (const Filter& part : all->of) collect_properties(part, names);
  } else if (const auto* any = std::get_if<Filter::Any>(&filter.node)) {
    for (const Filter& part : any->of) collect_properties(part, names);
  } else if (const auto* rule = std::get_if<FilterRule>(&filter.node); rule != nullptr) {
    if (rule->of == FilterRule::Of::Event && !rule->comparison.negated) names.push_back(rule->property);
  }
}

Lack missing_property(const std::string& name) {
  return {"missing-property", fmt::format("no event has the property \"{}\"", name)};
}

Lack missing_event(const model::AnyOf& events) {
  std::vector<std::string> names;
  for (const model::EventMatcher& matcher : events) names.push_back(fmt::format("\"{}\"", matcher.event));
  return {"missing-event", fmt::format("no event is called {}", fmt::join(names, " or "))};
}

}  // namespace

Result<std::vector<Trait>> Primitives::traits(const std::vector<std::string>& names) const {
  std::vector<Trait> all;
  for (const std::string& name : names) {
    TRY(one, trait(name));
    all.push_back(std::move(one));
  }
  return all;
}

Result<std::optional<Lack>> Primitives::lack_of(const model::AnyOf& events) const {
  std::optional<Lack> lack = missing_event(events);
  for (const model::EventMatcher& matcher : events) {
    if (!matcher.event.empty() && !snapshot_.names().find(matcher.event)) continue;
    std::vector<std::string> properties;
    collect_properties(matcher.where, properties);
    TRY(told, traits(properties));
    std::optional<Lack> of_matcher = lack_of(told);
    if (!of_matcher) return std::optional<Lack>{};
    lack = std::move(of_matcher);
  }
  return lack;
}

std::optional<Lack> Primitives::lack_of(const Trait& trait) {
  return trait.is_known() ? std::nullopt : std::optional(missing_property(trait.name()));
}

std::optional<Lack> Primitives::lack_of(const std::vector<Trait>& traits) {
  for (const Trait& trait : traits) {
    if (auto lack = lack_of(trait)) return lack;
  }
  return std::nullopt;
}

}  // namespace throughline::measure
