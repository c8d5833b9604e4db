// rules_test.h: what was read, as a line that a test can show: "all(plan is [gold, 7], not(person country@2 is set))".
#pragma once

#include <fmt/format.h>
#include <string>

#include "model/filter.h"

namespace throughline::wire {

inline std::string line_of(const model::Comparison& comparison) {
  using How = model::Comparison::How;
  const char* const words[] = {"set", "is", "contains", "starts", "ends", "matches", "number", "time"};
  std::string line = comparison.negated ? "not-" : "";
  line += words[static_cast<int>(comparison.how)];
  if (comparison.ignores_case) line += "~";
  if (!comparison.texts.empty()) line += fmt::format(" [{}]", fmt::join(comparison.texts, ", "));
  if (comparison.how == How::Number) {
    line += comparison.above_low ? " (" : " [";
    line += (comparison.low ? fmt::format("{}", *comparison.low) : "") + "," +
            (comparison.high ? fmt::format("{}", *comparison.high) : "") + (comparison.below_high ? ")" : "]");
  }
  if (comparison.how == How::Time)
    line += fmt::format(" [{},{}) {}", comparison.from ? to_iso(*comparison.from) : "",
                        comparison.to ? to_iso(*comparison.to) : "", comparison.zone.name());
  return line;
}

inline std::string line_of(const model::Filter& filter) {
  if (const auto* rule = std::get_if<model::FilterRule>(&filter.node)) {
    const char* const words[] = {"", "person ", "account ", "object ", "response ", "event", "channel", "touchpoint"};
    std::string line = words[static_cast<int>(rule->of)];
    if (!rule->type.empty()) line += rule->type + ".";
    line += rule->property;
    if (rule->as_of != model::AsOf::Event) line += rule->as_of == model::AsOf::Entry ? "@entry" : "@latest";
    return line + " " + line_of(rule->comparison);
  }
  if (const auto* negated = std::get_if<model::Filter::Not>(&filter.node))
    return "not(" + line_of(*negated->filter) + ")";
  const auto* all = std::get_if<model::Filter::All>(&filter.node);
  std::string line;
  for (const model::Filter& part : all != nullptr ? all->of : std::get<model::Filter::Any>(filter.node).of)
    line += (line.empty() ? "" : "; ") + line_of(part);
  return (all != nullptr ? "all(" : "any(") + line + ")";
}

}  // namespace throughline::wire
