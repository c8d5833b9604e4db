// PostHog's reading of a funnel, told event by event.
#include <algorithm>

#include "reference/funnel_walk.h"

namespace throughline::reference {
namespace {

using model::FunnelOrder;
using model::FunnelQuestion;

struct Attempt {
  Instant start;
  bool is_tainted = false;
  Walked walk;
};

struct State {
  std::map<std::size_t, Attempt> at_level;  // by number of the last step, from 1; 0: about to begin
  std::optional<std::pair<std::size_t, Attempt>> furthest;
};

// The attempt that an event at `time` continues when it is step `level`: that of the step before, or, over optional
// steps that nobody stands at in time, of an earlier one.
std::optional<std::size_t> before(const FunnelQuestion& asked, const State& state, std::size_t level, Instant time) {
  for (std::size_t from = level - 1;; --from) {
    const auto found = state.at_level.find(from);
    if (found != state.at_level.end() && time - found->second.start <= asked.within.time) return from;
    if (from == 0 || !is_optional(asked, from - 1)) return std::nullopt;
  }
}

bool is_there(const State& state, std::size_t level, std::size_t from) {
  return state.at_level.contains(level) && state.at_level.at(level).start == state.at_level.at(from).start;
}

void exclude(const FunnelQuestion& asked, State& state, std::size_t level, Instant time) {
  const auto from = before(asked, state, level, time);
  if (!from || is_there(state, level, *from) || state.at_level[*from].is_tainted) return;
  state.at_level[*from].is_tainted = true;
  if (state.furthest && state.furthest->first == *from && time - state.furthest->second.start <= asked.within.time)
    state.furthest->second.is_tainted = true;
}

void reach(const FunnelQuestion& asked, State& state, std::size_t level, std::size_t event, Instant time,
           bool is_among_other) {
  const auto from = before(asked, state, level, time);
  if (!from || is_there(state, level, *from)) return;
  Attempt next = state.at_level[*from];
  for (const auto& [step, used] : next.walk.at)
    if (is_among_other && used == event && !is_optional(asked, step)) return;
  next.walk.at[level - 1] = event;
  if (!next.is_tainted) state.at_level[level] = next;
  if (!state.furthest || level > state.furthest->first ||
      (level == state.furthest->first && state.furthest->second.is_tainted))
    state.furthest = {level, next};
}

struct What {
  std::vector<std::size_t> steps, excludes;  // steps that it is; levels whose walks it is excluded for; from 0
  bool operator==(const What&) const = default;
};

What what(const FunnelQuestion& asked, const Told& told, bool begins, Part part) {
  What result;
  for (std::size_t step = 0; step < asked.steps.size(); ++step) {
    if (part == Part::Whole && is_step(asked, step, told) && (step > 0 || begins)) result.steps.push_back(step);
    if (part != Part::None && is_excluded(asked, step, told)) result.excludes.push_back(step);
  }
  return result;
}

void process(const FunnelQuestion& asked, State& state, const What& doing, std::size_t event, Instant time) {
  for (auto level = doing.excludes.rbegin(); level != doing.excludes.rend(); ++level)
    exclude(asked, state, *level + 2, time);
  for (auto step = doing.steps.rbegin(); step != doing.steps.rend(); ++step)
    reach(asked, state, *step + 1, event, time, false);
  if (asked.order != FunnelOrder::Strict) return;
  for (std::size_t level = 1; level <= asked.steps.size(); ++level)
    if (std::ranges::find(doing.steps, level - 1) == doing.steps.end()) state.at_level.erase(level);
}

}  // namespace

std::optional<Walked> posthog_walk(const FunnelQuestion& asked, const std::vector<Told>& events,
                                   const std::vector<bool>& begins, const std::vector<Part>& parts) {
  State state;
  for (std::size_t first = 0, end = 0; first < events.size(); first = end) {
    const Instant time = events[first].event.time;
    std::vector<std::size_t> now;
    for (end = first; end < events.size() && events[end].event.time == time; ++end) {
      const What doing = what(asked, events[end], begins[end], parts[end]);
      if (asked.order == FunnelOrder::Strict || (parts[end] == Part::Whole && is_any_step(asked, events[end])) ||
          !doing.excludes.empty())
        now.push_back(end);
    }
    state.at_level[0] = {.start = time, .is_tainted = false, .walk = {}};
    const auto doing = [&](std::size_t i) { return what(asked, events[i], begins[i], parts[i]); };
    if (std::ranges::all_of(now, [&](std::size_t i) { return doing(i) == doing(now.front()); })) {
      for (const std::size_t i : now) process(asked, state, doing(i), i, time);
    } else {
      for (std::size_t step = 0; step < asked.steps.size(); ++step) {
        for (const std::size_t i : now) {
          const What its = doing(i);
          if (std::ranges::find(its.steps, step) != its.steps.end()) reach(asked, state, step + 1, i, time, true);
        }
      }
    }
    if (state.at_level.contains(asked.steps.size())) break;
  }
  if (!state.furthest || state.furthest->second.is_tainted) return std::nullopt;
  return state.furthest->second.walk;
}

// How many steps lie in the window that ends with each event, events shared out among steps as they come.
std::optional<Walked> posthog_unordered_walk(const FunnelQuestion& asked, const std::vector<Told>& events,
                                             const std::vector<bool>& begins, const std::vector<Part>& parts) {
  std::vector<std::vector<std::size_t>> queues(asked.steps.size());
  std::optional<Walked> best;
  const auto push = [&](std::size_t i) {
    const Instant time = events[i].event.time;
    std::optional<std::size_t> chosen;
    for (std::size_t step = 0; step < asked.steps.size(); ++step) {
      if (!is_step(asked, step, events[i])) continue;
      const auto latest = [&](std::size_t of) {
        return queues[of].empty() ? kEarliest : events[queues[of].back()].event.time;
      };
      if (!chosen || latest(step) < latest(*chosen)) chosen = step;
    }
    queues[*chosen].push_back(i);
    std::vector<std::size_t> fronts;
    for (auto& queue : queues) {
      while (!queue.empty() && time - events[queue.front()].event.time > asked.within.time) queue.erase(queue.begin());
      if (!queue.empty()) fronts.push_back(queue.front());
    }
    if (best && fronts.size() <= best->at.size()) return;
    std::ranges::sort(fronts);
    best.emplace();
    for (const std::size_t front : fronts) best->at[best->at.size()] = front;
  };
  for (std::size_t first = 0, end = 0; first < events.size(); first = end) {
    for (end = first; end < events.size() && events[end].event.time == events[first].event.time;) ++end;
    std::vector<std::size_t> steps;
    bool is_cleared = false;
    for (std::size_t i = first; i < end; ++i) {
      if (parts[i] == Part::Whole && is_any_step(asked, events[i])) {
        if (begins[i]) steps.push_back(i);
      } else if (parts[i] != Part::None && is_excluded(asked, 0, events[i])) {
        is_cleared = true;
      }
    }
    for (const std::size_t i : steps) push(i);
    if (!is_cleared) continue;
    for (auto& queue : queues) queue.clear();
    for (const std::size_t i : steps) push(i);
  }
  return best;
}

}  // namespace throughline::reference
