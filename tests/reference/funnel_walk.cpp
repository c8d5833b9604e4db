#include "reference/funnel_walk.h"

#include <algorithm>
#include <set>

namespace throughline::reference {
namespace {

using model::FunnelOrder;
using model::FunnelQuestion;
using model::FunnelRules;
using Values = std::vector<std::vector<std::string>>;

bool is_whole(const std::vector<std::string>& values) {
  return std::ranges::find(values, "") == values.end();
}

// Does an excluded event with these values concern a walk that holds those?
bool concerns(const std::vector<std::string>& values, const std::vector<std::string>& held) {
  for (std::size_t i = 0; i < held.size(); ++i)
    if (!values[i].empty() && values[i] != held[i]) return false;
  return true;
}

Walked in_order(const FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                std::size_t entry, const Values& values) {
  Walked walk;
  walk.at[0] = entry;
  for (std::size_t i = entry + 1; i < events.size() && walk.reached() < asked.steps.size(); ++i) {
    if (!is_within(events[entry].event.time, events[i].event.time)) break;
    const std::size_t level = walk.reached() - 1;
    std::optional<std::size_t> next;
    for (std::size_t step = level + 1; step < asked.steps.size(); ++step) {
      if (values[i] == values[entry] && is_step(asked, step, events[i])) next = step;
      if (!is_optional(asked, step)) break;
    }
    if (next) {
      walk.at[*next] = i;
    } else if (asked.order == FunnelOrder::Strict ||
               (is_excluded(asked, level, events[i]) && concerns(values[i], values[entry]))) {
      break;
    }
  }
  return walk;
}

bool is_anchored(const FunnelQuestion& asked, std::size_t step) {
  return std::ranges::find(asked.anchor, step + 1) != asked.anchor.end();
}

// In any order: may this step be the one done when so many have been? An anchor comes at its own place, and no other
// step passes one.
bool may_come(const FunnelQuestion& asked, std::size_t step, std::size_t place) {
  if (is_anchored(asked, step) || is_anchored(asked, place)) return step == place;
  for (std::size_t between = std::min(step, place); between < std::max(step, place); ++between)
    if (is_anchored(asked, between)) return false;
  return true;
}

Walked in_any_order(const FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                    std::size_t entry, const Values& values) {
  Walked walk;
  std::set<std::size_t> done;
  for (std::size_t i = entry; i < events.size() && done.size() < asked.steps.size(); ++i) {
    if (!is_within(events[entry].event.time, events[i].event.time)) break;
    std::optional<std::size_t> serves;
    for (std::size_t step = asked.steps.size(); step-- > 0;)
      if (values[i] == values[entry] && is_step(asked, step, events[i]) && !done.contains(step) &&
          may_come(asked, step, done.size()))
        serves = step;
    if (serves) {
      walk.at[done.size()] = i;
      done.insert(*serves);
    } else if (is_excluded(asked, 0, events[i]) && concerns(values[i], values[entry])) {
      break;
    }
  }
  return walk;
}

// Events before `unused` belong to an earlier walk.
Walked with_grace(const FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                  std::size_t entry, const Values& values, std::size_t unused = 0) {
  Walked walk;
  walk.at[0] = entry;
  std::set<std::size_t> used{entry};
  for (std::size_t step = 1; step < asked.steps.size(); ++step) {
    const std::size_t before = walk.at[step - 1];
    for (std::size_t i = unused; i < events.size(); ++i) {
      if (events[before].event.time - events[i].event.time > std::chrono::seconds(2)) continue;
      if (!is_within(events[entry].event.time, events[i].event.time)) break;
      if (values[i] == values[entry] && is_step(asked, step, events[i]) && !used.contains(i)) {
        walk.at[step] = i;
        used.insert(i);
        break;
      }
      if (i > before && is_excluded(asked, step - 1, events[i]) && concerns(values[i], values[entry])) break;
    }
    if (!walk.at.contains(step)) break;
  }
  return walk;
}

// Of Mixpanel's attempts with optimized re-entry: further, or by a newer entry to the same event.
bool is_better(const Walked& attempt, const Walked& kept) {
  if (attempt.reached() != kept.reached()) return attempt.reached() > kept.reached();
  return attempt.reached() > 1 && attempt.at.rbegin()->second == kept.at.rbegin()->second;
}

// The first event that may begin another walk with the same held values, once this one is over.
std::size_t end_of(const FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                   const Values& values, const Walked& walk) {
  const std::size_t entry = walk.at.at(0);
  std::size_t last_used = 0;
  for (const auto& [step, event] : walk.at) last_used = std::max(last_used, event);
  if (walk.reached() == asked.steps.size()) return last_used + 1;
  std::size_t next = walk.at.rbegin()->second + 1;
  for (; next < events.size() && is_within(events[entry].event.time, events[next].event.time); ++next)
    if (is_excluded(asked, walk.reached() - 1, events[next]) && concerns(values[next], values[entry])) {
      ++next;
      break;
    }
  return std::max(next, last_used + 1);
}

std::vector<Walked> total_walks(const FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                                const std::vector<std::size_t>& entries, const Values& values) {
  std::map<std::vector<std::string>, std::size_t> unused;
  std::vector<Walked> result;
  for (const std::size_t entry : entries) {
    std::size_t& first = unused[values[entry]];
    if (entry < first) continue;
    result.push_back(asked.order == FunnelOrder::Ordered ? with_grace(asked, is_within, events, entry, values, first)
                                                         : in_any_order(asked, is_within, events, entry, values));
    first = end_of(asked, is_within, events, values, result.back());
  }
  return result;
}

std::vector<Walked> mixpanel_walks(const FunnelQuestion& asked, const Within& is_within,
                                   const std::vector<Told>& events, const std::vector<std::size_t>& entries,
                                   const Values& values) {
  if (entries.empty()) return {};
  if (is_totals(asked)) return total_walks(asked, is_within, events, entries, values);
  const bool is_ordered = asked.order == FunnelOrder::Ordered;
  const auto from = [&](std::size_t entry) {
    return is_ordered ? with_grace(asked, is_within, events, entry, values)
                      : in_any_order(asked, is_within, events, entry, values);
  };
  if (asked.modes.empty()) return {from(entries.front())};
  if (is_of_sessions(asked)) {
    std::vector<Walked> all;
    for (const std::size_t entry : entries) all.push_back(from(entry));
    return all;
  }
  std::vector<Walked> result;
  std::map<std::vector<std::string>, Walked> best;
  for (const std::size_t entry : entries) {
    const Walked attempt = from(entry);
    if (!is_ordered) {
      result.push_back(attempt);
    } else if (!best.contains(values[entry]) || is_better(attempt, best[values[entry]])) {
      best[values[entry]] = attempt;
    }
  }
  for (const auto& [held, walk] : best) result.push_back(walk);
  return result;
}

std::vector<Walked> posthog_walks(const FunnelQuestion& asked, const std::vector<Told>& events,
                                  const std::vector<std::size_t>& entries, const Values& values) {
  std::set<std::vector<std::string>> held;
  for (const std::size_t entry : entries) held.insert(values[entry]);
  std::vector<Walked> result;
  for (const std::vector<std::string>& one : held) {
    std::vector<Part> parts(events.size(), Part::None);
    std::vector<bool> begins(events.size(), false);
    for (const std::size_t entry : entries) begins[entry] = values[entry] == one;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (concerns(values[i], one)) parts[i] = values[i] == one ? Part::Whole : Part::Excluded;
    }
    const auto walk = asked.order == FunnelOrder::Unordered ? posthog_unordered_walk(asked, events, begins, parts)
                                                            : posthog_walk(asked, events, begins, parts);
    if (walk) result.push_back(*walk);
  }
  return result;
}

}  // namespace

bool is_step(const FunnelQuestion& asked, std::size_t step, const Told& told) {
  return is_one_of(asked.steps[step], told);
}

bool is_any_step(const FunnelQuestion& asked, const Told& told) {
  for (std::size_t step = 0; step < asked.steps.size(); ++step)
    if (is_step(asked, step, told)) return true;
  return false;
}

std::size_t choices(const FunnelQuestion& asked, std::size_t place) {
  std::size_t found = 0;
  for (std::size_t step = 0; step < asked.steps.size(); ++step)
    found += asked.order == FunnelOrder::Unordered ? may_come(asked, step, place) : step == place;
  return found;
}

bool is_first_step(const FunnelQuestion& asked, const Told& told) {
  if (asked.order != FunnelOrder::Unordered) return is_step(asked, 0, told);
  for (std::size_t step = 0; step < asked.steps.size(); ++step)
    if (is_step(asked, step, told) && may_come(asked, step, 0)) return true;
  return false;
}

bool is_optional(const FunnelQuestion& asked, std::size_t step) {
  return std::ranges::find(asked.optional, step + 1) != asked.optional.end();
}

bool is_excluded(const FunnelQuestion& asked, std::size_t level, const Told& told) {
  return std::ranges::any_of(asked.exclude, [&](const model::FunnelExclusion& exclusion) {
    const std::size_t to = exclusion.between.to == 0 ? asked.steps.size() : exclusion.between.to;
    const bool is_between = exclusion.between.from <= level + 1 && level + 1 < to;
    return is_between && is_one_of(exclusion.events, told);
  });
}

bool is_totals(const FunnelQuestion& asked) {
  return std::ranges::find(asked.modes, model::FunnelMode::Totals) != asked.modes.end();
}

bool is_of_sessions(const FunnelQuestion& asked) {
  return std::ranges::find(asked.modes, model::FunnelMode::Sessions) != asked.modes.end();
}

std::vector<bool> first_of_sessions(const FunnelQuestion& asked, const Story& story, const std::vector<Told>& events,
                                    const std::vector<bool>& begins, const Values& values) {
  std::vector<Instant> starts;
  for (std::size_t i = 0; i < story.events.size(); ++i)
    if (i == 0 || story.events[i].event.time - story.events[i - 1].event.time > std::chrono::minutes(30))
      starts.push_back(story.events[i].event.time);
  std::set<std::ptrdiff_t> begun;
  std::vector<bool> first(events.size(), false);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!begins[i] || !is_first_step(asked, events[i]) || !is_whole(values[i])) continue;
    const Instant time = events[i].event.time;
    first[i] = begun.insert(std::ranges::count_if(starts, [&](Instant start) { return start <= time; })).second;
  }
  return first;
}

std::vector<Walked> walks(const FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                          const std::vector<bool>& begins, const Values& values) {
  std::vector<std::size_t> entries;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (begins[i] && is_first_step(asked, events[i]) && is_whole(values[i])) entries.push_back(i);
  }
  if (asked.rules == FunnelRules::Mixpanel) return mixpanel_walks(asked, is_within, events, entries, values);
  if (asked.rules == FunnelRules::Posthog) return posthog_walks(asked, events, entries, values);
  std::vector<Walked> result;
  for (const std::size_t entry : entries)
    result.push_back(asked.order == FunnelOrder::Unordered ? in_any_order(asked, is_within, events, entry, values)
                                                           : in_order(asked, is_within, events, entry, values));
  return result;
}

}  // namespace throughline::reference
