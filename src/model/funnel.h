// funnel.h: what a funnel may be asked. What each part means, rule set by rule set: docs/reference/funnel.md.
//
//     {"ask": "funnel", "steps": ["cart", "address", "pay"], "within": "7d", "optional": [2], "hold": ["sku"],
//      "exclude": [{"events": "emptied", "after": 1, "before": 3}]}
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "model/definition.h"
#include "model/funnel_window.h"

namespace throughline::model {

// Other events may lie between two steps; none may; steps come in any order.
enum class FunnelOrder : std::uint8_t { Ordered, Strict, Unordered };
inline constexpr std::array<std::string_view, 3> kFunnelOrders{"ordered", "strict", "unordered"};

// Whose reading of "who got how far" is taken.
enum class FunnelRules : std::uint8_t { Throughline, Posthog, Mixpanel, Clickhouse };
inline constexpr std::array<std::string_view, 4> kFunnelRules{"throughline", "posthog", "mixpanel", "clickhouse"};
// The time of a funnel for which none is asked: each product's own. ClickHouse has none; it gets ours.
constexpr Duration default_window(FunnelRules rules) {
  return std::chrono::days(rules == FunnelRules::Mixpanel ? 7 : 14);
}

// What a rule set lets be chosen: windowFunnel's modes, and Mixpanel's optimized re-entry and its counting of
// totals and of sessions.
enum class FunnelMode : std::uint8_t {
  StrictOrder,
  StrictDeduplication,
  StrictIncrease,
  StrictOnce,
  AllowReentry,
  OptimizedReentry,
  Totals,
  Sessions
};
inline constexpr std::array<std::string_view, 8> kFunnelModes{
    "strict_order",  "strict_deduplication", "strict_increase", "strict_once",
    "allow_reentry", "optimized_reentry",    "totals",          "sessions"};

template <std::size_t size>
constexpr std::string_view word_of(const std::array<std::string_view, size>& words, auto value) {
  return words[static_cast<std::size_t>(value)];
}

// Which event's value says into which group a walk falls.
struct Attribution {
  enum class Kind : std::uint8_t {
    First,  // of step 1
    Last,   // of the last step reached
    Step,   // of the step named
    All     // all of them: events that carry another value take no part
  } kind = Kind::First;
  std::size_t step = 1;  // Step: from 1
};

// Two steps, from 1.
struct StepSpan {
  std::size_t from = 1, to = 0;  // to 0: the last
};

struct FunnelExclusion {
  AnyOf events;
  StepSpan between;  // happening after `from` was taken and before `to`
};

struct FunnelQuestion {
  std::vector<AnyOf> steps;
  FunnelWindow within = default_window(FunnelRules::Throughline);
  FunnelOrder order = FunnelOrder::Ordered;
  FunnelRules rules = FunnelRules::Throughline;
  std::vector<FunnelMode> modes;
  std::vector<FunnelExclusion> exclude;
  std::vector<std::size_t> optional;  // steps, from 1
  std::vector<std::size_t> anchor;    // in any order: steps, from 1, that keep their place
  std::vector<std::string> hold;      // properties of events
  Attribution attribution;
  std::optional<StepSpan> time_to_convert;
};

}  // namespace throughline::model
