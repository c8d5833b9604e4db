// rules.h: readers of what questions and definitions have in common: events, conditions on them, rules about people.
// The forms are described in docs/reference/filters.md and docs/reference/definitions.md.
#pragma once

#include <optional>

#include "model/definition.h"
#include "wire/rules/written.h"

namespace throughline::wire::rules {

// An event's name, a mapping that narrows it, or a list of either.
Result<model::AnyOf> read_events(const Written& written, bool may_be_empty = false);

// A condition, or the short form {plan: gold, country: [DE, AT], amount: {at_least: 50}}, all of which must hold.
// Only what counts units has an entry: a matcher looks at single events (filter.no-entry).
Result<model::Filter> read_filter(const Written& written, bool has_entry);

// The one comparison (or the two bounds) among the members of a rule; nothing when there is none. Errors:
// filter.several-comparisons, filter.backwards, filter.empty-text, filter.pattern-too-long.
Result<std::optional<model::Comparison>> read_comparison(const Written& rule);
extern const std::vector<std::string> kComparisonKeys;  // with ignore_case and zone

Result<model::SegmentRule> read_segment_rule(const Written& written);

}  // namespace throughline::wire::rules
