// How filters are named in answers.
#include <fmt/format.h>

#include "sequence/filter.h"

namespace throughline::sequence {
namespace {

using model::AsOf;
using model::Comparison;
using model::FilterRule;
using How = Comparison::How;
using Of = FilterRule::Of;

std::string read_at(const FilterRule& rule, std::string_view owner) {
  if (rule.as_of == AsOf::Latest) return fmt::format("{} latest {}", owner, rule.property);
  return fmt::format("{} {} at the {}", owner, rule.property, rule.as_of == AsOf::Entry ? "entry" : "event");
}

std::string subject(const FilterRule& rule) {
  switch (rule.of) {
    case Of::Event:
      return rule.property;
    case Of::Name:
      return "event";
    case Of::Channel:
      return "channel";
    case Of::Touchpoint:
      return "touchpoint";
    case Of::Person:
      return read_at(rule, "person's");
    case Of::Account:
      return read_at(rule, "account's");
    case Of::Object:
      return read_at(rule, rule.type + "'s");
    case Of::Response:
      return fmt::format("{} of the last answer to {}{}", rule.property, rule.type,
                         rule.as_of == AsOf::Latest  ? ""
                         : rule.as_of == AsOf::Entry ? " by the entry"
                                                     : " by the event");
  }
  return "";
}

std::string numbers(const Comparison& comparison) {
  const auto bound = [](std::string_view word, double number) { return fmt::format("{} {}", word, number); };
  const std::string low = comparison.low ? bound(comparison.above_low ? "more than" : "at least", *comparison.low) : "";
  const std::string high =
      comparison.high ? bound(comparison.below_high ? "less than" : "at most", *comparison.high) : "";
  return low.empty() ? high : high.empty() ? low : low + " and " + high;
}

std::string times(const Comparison& comparison) {
  const std::string from = comparison.from ? "from " + to_iso(*comparison.from) : "";
  const std::string to = comparison.to ? "before " + to_iso(*comparison.to) : "";
  return from.empty() ? to : to.empty() ? from : from + " and " + to;
}

std::string joined(const std::vector<model::Filter>& parts, std::string_view word) {
  std::vector<std::string> texts;
  for (const model::Filter& part : parts) texts.push_back(to_text(part));
  return fmt::format("{}", fmt::join(texts, word));
}

bool is_any(const model::Filter& filter) {
  const auto* any = std::get_if<model::Filter::Any>(&filter.node);
  return any != nullptr && any->of.size() > 1;
}

}  // namespace

std::string to_text(const Comparison& comparison) {
  const std::string texts = fmt::format("{}", fmt::join(comparison.texts, " or "));
  const auto verb = [&](std::string_view plain, std::string_view negated) {
    return fmt::format("{} {}{}", comparison.negated ? negated : plain, texts,
                       comparison.ignores_case ? " in any case" : "");
  };
  switch (comparison.how) {
    case How::IsSet:
      return comparison.negated ? "not known" : "known";
    case How::Is:
      return comparison.negated || comparison.ignores_case ? verb("is", "not") : texts;
    case How::Contains:
      return verb("contains", "does not contain");
    case How::StartsWith:
      return verb("starts with", "does not start with");
    case How::EndsWith:
      return verb("ends with", "does not end with");
    case How::Matches:
      return verb("matches", "does not match");
    case How::Number:
      return numbers(comparison);
    case How::Time:
      return times(comparison);
  }
  return "";
}

std::string to_text(const model::Filter& filter) {
  if (const auto* rule = std::get_if<FilterRule>(&filter.node))
    return fmt::format("{} {}", subject(*rule), to_text(rule->comparison));
  if (const auto* negated = std::get_if<model::Filter::Not>(&filter.node))
    return fmt::format("not ({})", to_text(*negated->filter));
  if (const auto* any = std::get_if<model::Filter::Any>(&filter.node)) return joined(any->of, " or ");
  std::vector<std::string> texts;
  for (const model::Filter& part : std::get<model::Filter::All>(filter.node).of)
    texts.push_back(is_any(part) ? fmt::format("({})", to_text(part)) : to_text(part));
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace throughline::sequence
