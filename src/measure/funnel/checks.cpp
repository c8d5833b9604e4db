#include "measure/funnel/checks.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/funnel/parts.h"
#include "measure/funnel/walk.h"

namespace throughline::measure {
namespace {

using model::FunnelMode;
using model::FunnelOrder;
using model::FunnelQuestion;
using model::FunnelRules;

std::unexpected<Error> wrong(std::string code, std::string place, std::string message, std::string help) {
  return fail(Error{.code = std::move(code),
                    .message = std::move(message),
                    .place = {.name = std::move(place)},
                    .help = std::move(help)});
}

Status check_sizes(const FunnelQuestion& asked) {
  const std::size_t steps = asked.steps.size();
  if (steps < 2) {
    return fail("funnel.too-few-steps", fmt::format("a funnel needs at least 2 steps; this one has {}", steps),
                "name the events that people go through, in order");
  }
  if (steps > kMostSteps) {
    return fail("funnel.too-many-steps",
                fmt::format("a funnel has at most {} steps; this one has {}", kMostSteps, steps),
                "leave out steps that everybody passes, or ask two funnels");
  }
  if (steps + asked.exclude.size() > sequence::kMostMatchers) {
    return wrong("funnel.too-many-exclusions", "/exclude",
                 fmt::format("steps and exclusions are at most {} together; here they are {}", sequence::kMostMatchers,
                             steps + asked.exclude.size()),
                 "several events may stand in one exclusion");
  }
  if (asked.hold.size() > kMostHeld) {
    return wrong("funnel.too-many-held", "/hold",
                 fmt::format("at most {} properties are held constant; here are {}", kMostHeld, asked.hold.size()),
                 "hold those that say what the walk is about");
  }
  return {};
}

Status check_span(const model::StepSpan& span, std::size_t steps, const std::string& place) {
  const std::size_t to = span.to == 0 ? steps : span.to;
  if (1 <= span.from && span.from < to && to <= steps) return {};
  return wrong("funnel.wrong-step", place, fmt::format("step {} to step {} is no part of this funnel", span.from, to),
               fmt::format("steps count from 1 to {}, the first one named comes first", steps));
}

Status check_steps(const FunnelQuestion& asked) {
  const std::size_t steps = asked.steps.size();
  for (std::size_t i = 0; i < asked.exclude.size(); ++i)
    CHECKED(check_span(asked.exclude[i].between, steps, fmt::format("/exclude/{}", i)));
  if (asked.time_to_convert) CHECKED(check_span(*asked.time_to_convert, steps, "/time_to_convert"));
  for (std::size_t i = 0; i < asked.optional.size(); ++i) {
    if (1 < asked.optional[i] && asked.optional[i] < steps) continue;
    return wrong(
        "funnel.wrong-step", fmt::format("/optional/{}", i),
        fmt::format("step {} cannot be optional", asked.optional[i]),
        steps > 2 ? fmt::format("steps 2 to {} can: a funnel begins with its first and ends with its last", steps - 1)
                  : "a funnel of two steps begins with one and ends with the other");
  }
  for (std::size_t i = 0; i < asked.anchor.size(); ++i) {
    if (1 <= asked.anchor[i] && asked.anchor[i] <= steps) continue;
    return wrong("funnel.wrong-step", fmt::format("/anchor/{}", i), fmt::format("there is no step {}", asked.anchor[i]),
                 fmt::format("steps count from 1 to {}", steps));
  }
  const model::Attribution& attribution = asked.attribution;
  if (attribution.kind == model::Attribution::Kind::Step && (attribution.step < 1 || attribution.step > steps)) {
    return wrong("funnel.wrong-step", "/attribution", fmt::format("there is no step {}", attribution.step),
                 fmt::format("steps count from 1 to {}", steps));
  }
  return {};
}

// What a rule set does not have, as its name in the question; "" when it has all that is asked.
std::string_view missing(const FunnelQuestion& asked) {
  const bool is_clickhouse = asked.rules == FunnelRules::Clickhouse, is_mixpanel = asked.rules == FunnelRules::Mixpanel;
  if (is_clickhouse && asked.order != FunnelOrder::Ordered) return "order";
  if (is_mixpanel && asked.order == FunnelOrder::Strict) return "order";
  if (is_clickhouse && !asked.exclude.empty()) return "exclude";
  if ((is_clickhouse || is_mixpanel) && !asked.optional.empty()) return "optional";
  if (!is_mixpanel && !asked.anchor.empty()) return "anchor";
  // Theirs are seconds: a month is 31 days for PostHog.
  const bool is_of_time = asked.within.unit == model::FunnelWindow::Unit::Time;
  if (!is_of_time && (is_clickhouse || asked.rules == FunnelRules::Posthog)) return "within";
  const bool is_known = std::ranges::all_of(asked.modes, [&](FunnelMode mode) {
    const bool is_of_mixpanel =
        mode == FunnelMode::OptimizedReentry || mode == FunnelMode::Totals || mode == FunnelMode::Sessions;
    return is_of_mixpanel ? is_mixpanel : is_clickhouse;
  });
  return is_known ? "" : "modes";
}

Status check_rules(const FunnelQuestion& asked) {
  if (const std::string_view part = missing(asked); !part.empty()) {
    return wrong("funnel.not-in-rules", fmt::format("/{}", part),
                 fmt::format("the rules of {} have no such \"{}\"", word_of(model::kFunnelRules, asked.rules), part),
                 "docs/reference/funnel.md says what each rule set has");
  }
  const auto has = [&](FunnelMode mode) { return std::ranges::find(asked.modes, mode) != asked.modes.end(); };
  if (has(FunnelMode::AllowReentry) && !has(FunnelMode::StrictOrder)) {
    return wrong("funnel.conflict", "/modes", "allow_reentry goes with strict_order only, as in ClickHouse",
                 "add strict_order");
  }
  if (has(FunnelMode::Totals) && has(FunnelMode::OptimizedReentry)) {
    return wrong("funnel.conflict", "/modes",
                 "totals enter again when a walk has ended, optimized_reentry while it goes on",
                 "leave one of them out");
  }
  if (has(FunnelMode::Sessions) && (has(FunnelMode::Totals) || has(FunnelMode::OptimizedReentry))) {
    return wrong("funnel.conflict", "/modes", "with sessions each is entered once, at its first event",
                 "leave sessions or the other mode out");
  }
  return {};
}

Status check_combination(const FunnelQuestion& asked, const sequence::Frame& frame) {
  using Kind = model::Attribution::Kind;
  const bool is_strict = asked.order == FunnelOrder::Strict ||
                         std::ranges::find(asked.modes, FunnelMode::StrictOrder) != asked.modes.end();
  if (!asked.anchor.empty() && asked.order != FunnelOrder::Unordered) {
    return wrong("funnel.conflict", "/anchor", "only in any order is a step anchored: else each has its place",
                 "add \"order\": \"unordered\", or leave \"anchor\" out");
  }
  if (asked.order == FunnelOrder::Unordered) {
    if (!asked.optional.empty())
      return wrong("funnel.conflict", "/optional", "in any order every step is counted, so none is optional",
                   "leave \"optional\" out");
    for (std::size_t i = 0; i < asked.exclude.size(); ++i) {
      const model::StepSpan& between = asked.exclude[i].between;
      if (between.from == 1 && (between.to == 0 || between.to == asked.steps.size())) continue;
      return wrong("funnel.conflict", fmt::format("/exclude/{}", i), "in any order no step lies between two others",
                   "leave \"after\" and \"before\" out");
    }
  }
  if (asked.attribution.kind == Kind::First) return {};
  using By = model::By::Kind;
  if (!frame.is_split() || frame.by(By::Calendar) != nullptr || frame.by(By::Segments) != nullptr) {
    return wrong("funnel.conflict", "/attribution",
                 "attribution says which event's property, channel or touchpoint is meant",
                 "split by these; intervals and segments are those of the entry");
  }
  if (asked.attribution.kind == Kind::All && is_strict) {
    return wrong("funnel.conflict", "/attribution", "a strict order looks at all events, attribution \"all\" at some",
                 "choose first, last or step:N");
  }
  return {};
}

}  // namespace

Status check(const FunnelQuestion& asked, const sequence::Frame& frame) {
  CHECKED(check_sizes(asked));
  CHECKED(check_steps(asked));
  CHECKED(check_rules(asked));
  return check_combination(asked, frame);
}

}  // namespace throughline::measure
