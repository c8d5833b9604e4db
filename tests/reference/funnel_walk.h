// funnel_walk.h: how far one subject walks, entry by entry and event by event.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "reference/story.h"

namespace throughline::reference {

// The events that steps were taken with, by place in the list walked; steps from 0. In any order: by how many were
// done before.
struct Walked {
  std::map<std::size_t, std::size_t> at;
  std::size_t reached() const { return at.empty() ? 0 : at.rbegin()->first + 1; }
};

// Is this time still within the window of a walk that begins with that event? (entry, time)
using Within = std::function<bool(Instant, Instant)>;
Within window_of(const model::FunnelQuestion& asked, const Zone& zone, const Story& story);

// `begins[i]`: may a walk begin with events[i]? `values[i]`: its held properties, "" where it lacks one. All walks that
// the rule set counts of one subject, of which the best is to be chosen; none of a subject that does not count.
std::vector<Walked> walks(const model::FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                          const std::vector<bool>& begins, const std::vector<std::vector<std::string>>& values);
bool is_totals(const model::FunnelQuestion& asked);
bool is_of_sessions(const model::FunnelQuestion& asked);
// Of entries of a subject, those with which a session's walk begins.
std::vector<bool> first_of_sessions(const model::FunnelQuestion& asked, const Story& story,
                                    const std::vector<Told>& events, const std::vector<bool>& begins,
                                    const std::vector<std::vector<std::string>>& values);

// What an event may be to walks that hold properties: nothing, excluded only, or all that it is.
enum class Part { None, Excluded, Whole };

// As PostHog walks; nothing where the subject does not count.
std::optional<Walked> posthog_walk(const model::FunnelQuestion& asked, const std::vector<Told>& events,
                                   const std::vector<bool>& begins, const std::vector<Part>& parts);
std::optional<Walked> posthog_unordered_walk(const model::FunnelQuestion& asked, const std::vector<Told>& events,
                                             const std::vector<bool>& begins, const std::vector<Part>& parts);

bool is_step(const model::FunnelQuestion& asked, std::size_t step, const Told& told);
bool is_any_step(const model::FunnelQuestion& asked, const Told& told);
// How many steps may be done when so many have been.
std::size_t choices(const model::FunnelQuestion& asked, std::size_t place);
// Can it be the first step that is done?
bool is_first_step(const model::FunnelQuestion& asked, const Told& told);
bool is_optional(const model::FunnelQuestion& asked, std::size_t step);
// Is it excluded for a walk whose last step is `level`?
bool is_excluded(const model::FunnelQuestion& asked, std::size_t level, const Told& told);

}  // namespace throughline::reference
