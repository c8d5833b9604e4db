#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "wire/rules/rules.h"

namespace throughline::wire::rules {
namespace {

using model::Filter;
using model::FilterRule;
using Of = FilterRule::Of;

// What makes a mapping a condition rather than the short form. A property with such a name needs the long form.
constexpr std::array<std::string_view, 9> kWords{"all",     "any",    "not",      "property", "person",
                                                 "account", "object", "response", "field"};

bool is_word(std::string_view key) {
  return std::ranges::find(kWords, key) != kWords.end();
}

std::vector<std::string> with_comparisons(std::vector<std::string> keys) {
  keys.insert(keys.end(), kComparisonKeys.begin(), kComparisonKeys.end());
  return keys;
}

Result<model::Comparison> need_comparison(const Written& rule, std::string_view word) {
  TRY(comparison, read_comparison(rule));
  if (comparison) return *comparison;
  return rule.error("filter.no-comparison", fmt::format("a rule with \"{}\" says nothing of the value", word),
                    fmt::format("one of: {}", fmt::join(kComparisonKeys.begin(), kComparisonKeys.end() - 2, ", ")));
}

Status read_as_of(const Written& rule, bool has_entry, FilterRule& read) {
  const auto as_of = rule.find("as_of");
  if (!as_of) return {};
  TRY(when, as_of->one_of("time to read a property", {"event", "entry", "latest"}));
  if (when == "entry" && !has_entry)
    return as_of->error("filter.no-entry", "only what is counted has an entry, not an event by itself",
                        "the question's own \"where\" may say \"entry\"");
  read.as_of = when == "entry" ? model::AsOf::Entry : when == "latest" ? model::AsOf::Latest : model::AsOf::Event;
  return {};
}

Result<FilterRule> read_field(const Written& rule, const Written& field) {
  CHECKED(rule.check_members("a rule with \"field\"", with_comparisons({"field"})));
  TRY(name, field.one_of("field", {"event", "channel", "touchpoint"}));
  TRY(comparison, need_comparison(rule, "field"));
  return FilterRule{.of = name == "event"     ? Of::Name
                          : name == "channel" ? Of::Channel
                                              : Of::Touchpoint,
                    .property = {},
                    .type = {},
                    .comparison = std::move(comparison)};
}

// {object: claim, property: value, …}, {response: nps, property: score, …}
Status read_owned(const Written& rule, std::string_view word, const Written& type, FilterRule& read) {
  CHECKED(rule.check_members(fmt::format("a rule with \"{}\"", word),
                             with_comparisons({std::string(word), "property", "as_of"})));
  TRY(name, type.text());
  read.type = std::move(name);
  read.of = word == "object" ? Of::Object : Of::Response;
  read.property = model::kScore;
  const auto property = rule.find("property");
  if (!property && word == "object") return rule.missing("a rule with \"object\"", "\"property\"");
  if (!property) return {};
  TRY(text, property->text());
  read.property = std::move(text);
  return {};
}

Result<FilterRule> read_rule(const Written& rule, const std::string& word, const Written& subject, bool has_entry) {
  if (word == "field") return read_field(rule, subject);
  FilterRule read;
  if (word == "object" || word == "response") {
    CHECKED(read_owned(rule, word, subject, read));
  } else {
    std::vector<std::string> keys{word};
    if (word != "property") keys.emplace_back("as_of");
    CHECKED(rule.check_members(fmt::format("a rule with \"{}\"", word), with_comparisons(std::move(keys))));
    TRY(property, subject.text());
    read.property = std::move(property);
    read.of = word == "person" ? Of::Person : word == "account" ? Of::Account : Of::Event;
  }
  CHECKED(read_as_of(rule, has_entry, read));
  TRY(comparison, need_comparison(rule, word));
  read.comparison = std::move(comparison);
  return read;
}

Result<Filter> read_condition(const Written& written, bool has_entry);

Result<Filter> read_joined(const Written& written, const std::string& word, const Written& inner, bool has_entry) {
  CHECKED(written.check_members(fmt::format("a rule with \"{}\"", word), {word}));
  if (word == "not") {
    TRY(negated, read_filter(inner, has_entry));
    return Filter{Filter::Not{std::make_shared<const Filter>(std::move(negated))}};
  }
  if (!inner.is_list()) return inner.wrong_type("a list of rules");
  std::vector<Filter> parts;
  for (const Written& part : inner.items()) {
    TRY(filter, read_filter(part, has_entry));
    parts.push_back(std::move(filter));
  }
  if (parts.empty()) return inner.empty_list("at least one rule");
  if (word == "all") return Filter{Filter::All{std::move(parts)}};
  return Filter{Filter::Any{std::move(parts)}};
}

// What a condition is, is told by the first of its members that is such a word; "object" and "response" come before
// "property", which they may have beside them.
Result<Filter> read_condition(const Written& written, bool has_entry) {
  for (const char* word : {"all", "any", "not", "field", "object", "response", "person", "account", "property"}) {
    const auto inner = written.find(word);
    if (!inner) continue;
    if (std::string_view(word) == "all" || std::string_view(word) == "any" || std::string_view(word) == "not")
      return read_joined(written, word, *inner, has_entry);
    TRY(rule, read_rule(written, word, *inner, has_entry));
    return Filter{std::move(rule)};
  }
  return Filter{};
}

Result<Filter> read_short_form(const Written& written) {
  Filter::All all;
  for (const auto& [property, value] : written.members()) {
    if (!value.is_mapping()) {
      TRY(texts, value.values());
      all.of.push_back(model::property_is(property, std::move(texts)));
      continue;
    }
    CHECKED(value.check_members("a comparison", kComparisonKeys));
    TRY(comparison, need_comparison(value, property));
    all.of.push_back({FilterRule{.property = property, .type = {}, .comparison = std::move(comparison)}});
  }
  return Filter{std::move(all)};
}

}  // namespace

Result<Filter> read_filter(const Written& written, bool has_entry) {
  if (!written.is_mapping())
    return written.wrong_type(fmt::format("{} of properties and their values", written.mapping_word()));
  const auto members = written.members();
  if (std::ranges::any_of(members, [](const auto& member) { return is_word(member.first); }))
    return read_condition(written, has_entry);
  return read_short_form(written);
}

}  // namespace throughline::wire::rules
