// What a rule says of a value: {is: gold}, {at_least: 5, less_than: 10}, {matches: "^DE-"}, {after: 2025-01-01}.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "wire/rules/rules.h"

namespace throughline::wire::rules {

const std::vector<std::string> kComparisonKeys{
    "is",      "is_not",         "contains",  "does_not_contain", "starts_with", "ends_with",
    "matches", "does_not_match", "less_than", "at_most",          "more_than",   "at_least",
    "between", "before",         "after",     "is_set",           "ignore_case", "zone"};

namespace {

using model::Comparison;
using How = Comparison::How;

constexpr std::size_t kLongestPattern = 1000;

struct OfTexts {
  std::string_view key;
  How how;
  bool negated;
};
constexpr std::array<OfTexts, 8> kOfTexts{{{"is", How::Is, false},
                                           {"is_not", How::Is, true},
                                           {"contains", How::Contains, false},
                                           {"does_not_contain", How::Contains, true},
                                           {"starts_with", How::StartsWith, false},
                                           {"ends_with", How::EndsWith, false},
                                           {"matches", How::Matches, false},
                                           {"does_not_match", How::Matches, true}}};

struct Given {
  std::string key;
  Written value;
};

bool is_lower(std::string_view key) {
  return key == "at_least" || key == "more_than" || key == "after";
}
bool is_of_time(std::string_view key) {
  return key == "before" || key == "after";
}

Result<Comparison> read_texts(const OfTexts& said, const Written& value) {
  Comparison comparison{.how = said.how, .negated = said.negated};
  TRY(texts, value.values());
  if (said.how != How::Is && std::ranges::any_of(texts, &std::string::empty))
    return value.error("filter.empty-text", fmt::format("\"{}\" needs a text that is not empty", said.key),
                       "is_set asks whether there is a value");
  if (said.how == How::Matches && texts.size() != 1) return value.wrong_type("one pattern");
  if (said.how == How::Matches && texts[0].size() > kLongestPattern)
    return value.error("filter.pattern-too-long",
                       fmt::format("the pattern has {} bytes; it may have {}", texts[0].size(), kLongestPattern));
  comparison.texts = std::move(texts);
  return comparison;
}

Status read_number(const Given& bound, Comparison& comparison) {
  TRY(number, bound.value.number());
  (is_lower(bound.key) ? comparison.low : comparison.high) = number;
  if (bound.key == "more_than") comparison.above_low = true;
  if (bound.key == "less_than") comparison.below_high = true;
  return {};
}

bool is_day(std::string_view text) {
  return text.size() == 10;
}

// A day is included in "between" and not in "before" and "after"; an instant likewise, to the microsecond.
Result<Instant> read_from(const Written& value, const Zone& zone, bool included) {
  TRY(text, value.text());
  TRY(instant, value.bound(zone, !included));
  return is_day(text) || included ? instant : instant + Duration(1);
}
Result<Instant> read_to(const Written& value, const Zone& zone, bool included) {
  TRY(text, value.text());
  TRY(instant, value.bound(zone, included));
  return is_day(text) || !included ? instant : instant + Duration(1);
}

Status read_time(const Given& bound, Comparison& comparison) {
  if (bound.key == "after") {
    TRY(from, read_from(bound.value, comparison.zone, false));
    comparison.from = from;
  } else {
    TRY(to, read_to(bound.value, comparison.zone, false));
    comparison.to = to;
  }
  return {};
}

Status read_between(const Written& value, Comparison& comparison) {
  const std::vector<Written> ends = value.items();
  if (!value.is_list() || ends.size() != 2) return value.wrong_type("a list of two: the lowest and the highest");
  if (ends[0].is_number() && ends[1].is_number()) {
    comparison.how = How::Number;
    TRY(low, ends[0].number());
    TRY(high, ends[1].number());
    comparison.low = low;
    comparison.high = high;
    return {};
  }
  comparison.how = How::Time;
  TRY(from, read_from(ends[0], comparison.zone, true));
  TRY(to, read_to(ends[1], comparison.zone, true));
  comparison.from = from;
  comparison.to = to;
  return {};
}

// Two bounds go together when one is the lower and one the upper, both of numbers or both of times.
bool are_a_pair(const std::vector<Given>& given) {
  const auto is_bound = [](const Given& one) {
    return is_lower(one.key) || one.key == "at_most" || one.key == "less_than" || one.key == "before";
  };
  return given.size() == 2 && std::ranges::all_of(given, is_bound) &&
         is_lower(given[0].key) != is_lower(given[1].key) && is_of_time(given[0].key) == is_of_time(given[1].key);
}

Status read_bounds(const std::vector<Given>& given, Comparison& comparison) {
  for (const Given& bound : given) {
    if (bound.key == "between") {
      CHECKED(read_between(bound.value, comparison));
    } else if (is_of_time(bound.key)) {
      comparison.how = How::Time;
      CHECKED(read_time(bound, comparison));
    } else {
      comparison.how = How::Number;
      CHECKED(read_number(bound, comparison));
    }
  }
  const bool is_backwards = (comparison.low && comparison.high && *comparison.low > *comparison.high) ||
                            (comparison.from && comparison.to && *comparison.from > *comparison.to);
  if (is_backwards) return given[0].value.error("filter.backwards", "the lower bound lies above the upper one");
  return {};
}

Status read_switches(const Written& rule, Comparison& comparison) {
  if (const auto ignored = rule.find("ignore_case")) {
    TRY(ignores_case, ignored->truth());
    comparison.ignores_case = ignores_case;
  }
  comparison.zone = rule.zone();
  if (const auto zone = rule.find("zone")) {
    TRY(name, zone->text());
    Result<Zone> known = Zone::find(name);
    if (!known) return zone->error(std::move(known).error());
    comparison.zone = *known;
  }
  return {};
}

}  // namespace

Result<std::optional<Comparison>> read_comparison(const Written& rule) {
  std::vector<Given> given;
  for (const auto& [key, value] : rule.members()) {
    if (key == "ignore_case" || key == "zone") continue;
    if (std::ranges::find(kComparisonKeys, key) != kComparisonKeys.end()) given.push_back({key, value});
  }
  Comparison comparison;
  CHECKED(read_switches(rule, comparison));
  if (given.empty()) return std::nullopt;
  if (given.size() > 1 && !are_a_pair(given))
    return given[1].value.error(
        "filter.several-comparisons",
        fmt::format("a rule makes one comparison, and this one has \"{}\" and \"{}\"", given[0].key, given[1].key),
        "join two rules with \"all\" or \"any\"");
  const auto [key, value] = given[0];
  if (const auto of_texts = std::ranges::find(kOfTexts, key, &OfTexts::key); of_texts != kOfTexts.end()) {
    TRY(texts, read_texts(*of_texts, value));
    texts.ignores_case = comparison.ignores_case;
    return texts;
  }
  if (key == "is_set") {
    TRY(is_set, value.truth());
    comparison.negated = !is_set;
    return comparison;
  }
  CHECKED(read_bounds(given, comparison));
  return comparison;
}

}  // namespace throughline::wire::rules
