#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "reference/funnel_walk.h"

namespace throughline::reference {
namespace {

using model::FunnelOrder;
using model::FunnelQuestion;
using model::FunnelRules;
using Kind = model::Attribution::Kind;

struct Counted {
  Walked walk;
  std::vector<Told> events;
};

// What narrows a step, for conditions of the short form; others are not named here, and ask.cpp judges no such steps.
std::string narrowed(const model::EventMatcher& matcher) {
  std::vector<std::string> all;
  if (!matcher.channel.empty()) all.push_back(matcher.channel);
  if (!matcher.touchpoint.empty()) all.push_back(matcher.touchpoint);
  for (const model::Filter& part : std::get<model::Filter::All>(matcher.where.node).of) {
    const auto& rule = std::get<model::FilterRule>(part.node);
    all.push_back(fmt::format("{} {}", rule.property, fmt::join(rule.comparison.texts, " or ")));
  }
  return fmt::format("{}", fmt::join(all, ", "));
}

std::string name(const model::AnyOf& events) {
  std::vector<std::string> names;
  for (const model::EventMatcher& matcher : events) {
    const std::string more = narrowed(matcher);
    names.push_back(more.empty() ? matcher.event : fmt::format("{} ({})", matcher.event, more));
  }
  return fmt::format("{}", fmt::join(names, " or "));
}

std::vector<std::string> held(const FunnelQuestion& asked, const Told& told) {
  std::vector<std::string> values;
  for (const std::string& property : asked.hold) {
    const model::Value* value = model::find(told.event.properties, property);
    values.push_back(value == nullptr ? "" : model::to_text(*value));
  }
  return values;
}

// The walk that counts among those that may begin where `begins` says: the furthest, then the earliest.
std::optional<Counted> best(const FunnelQuestion& asked, const Within& is_within, const std::vector<Told>& events,
                            const std::vector<bool>& begins) {
  std::vector<std::vector<std::string>> values;
  for (const Told& told : events) values.push_back(held(asked, told));
  std::optional<Counted> kept;
  for (const Walked& walk : walks(asked, is_within, events, begins, values)) {
    if (!kept || walk.reached() > kept->walk.reached() ||
        (walk.reached() == kept->walk.reached() && walk.at.at(0) < kept->walk.at.at(0)))
      kept = Counted{walk, events};
  }
  return kept;
}

// Mixpanel counts the first entry only, so what is held is what that one says.
std::vector<bool> of_first_value(const FunnelQuestion& asked, const std::vector<Told>& events,
                                 std::vector<bool> begins) {
  if (asked.rules != FunnelRules::Mixpanel || !asked.modes.empty()) return begins;
  std::optional<std::vector<std::string>> first;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bool is_entry = is_first_step(asked, events[i]);
    const std::vector<std::string> values = held(asked, events[i]);
    if (!begins[i] || !is_entry || std::ranges::find(values, "") != values.end()) continue;
    if (!first) first = values;
    begins[i] = values == *first;
  }
  return begins;
}

// Every walk of one subject, by group.
std::map<std::string, std::vector<Counted>> totals_by_group(const World& world, const model::Question& question,
                                                            const Story& story) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  const Kind kind = question.by.empty() ? Kind::First : asked.attribution.kind;
  const Within is_within = window_of(asked, question.zone, story);
  std::map<std::string, std::vector<Told>> parts;
  for (const Told& told : story.events) {
    if (kind != Kind::All) {
      parts[""].push_back(told);
      continue;
    }
    for (const std::string& group : groups(world, question, told, told)) parts[group].push_back(told);
  }
  std::map<std::string, std::vector<Counted>> result;
  for (const auto& [part, events] : parts) {
    std::vector<bool> begins;
    std::vector<std::vector<std::string>> values;
    for (const Told& told : events) {
      begins.push_back(counts(world, question, told));
      values.push_back(held(asked, told));
    }
    if (is_of_sessions(asked)) begins = first_of_sessions(asked, story, events, begins, values);
    for (const Walked& walk : walks(asked, is_within, events, begins, values)) {
      const std::size_t step = kind == Kind::Last   ? walk.reached() - 1
                               : kind == Kind::Step ? asked.attribution.step - 1
                                                    : 0;
      if (!walk.at.contains(step)) continue;
      for (const std::string& group : groups(world, question, events[walk.at.at(step)], events[walk.at.at(0)]))
        result[group].push_back({walk, events});
    }
  }
  return result;
}

// The walks of one subject that count, by group.
std::map<std::string, Counted> by_group(const World& world, const model::Question& question, const Story& story) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  const Kind kind = question.by.empty() ? Kind::First : asked.attribution.kind;
  const Within is_within = window_of(asked, question.zone, story);
  std::vector<bool> all(story.events.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = counts(world, question, story.events[i]);
  std::map<std::string, Counted> result;
  const bool is_one = asked.rules != FunnelRules::Throughline && kind == Kind::First && question.by.size() == 1 &&
                      model::find(question.by, model::By::Kind::Segments) != nullptr;
  if (kind == Kind::Last || kind == Kind::Step || is_one) {
    const auto walk = best(asked, is_within, story.events, of_first_value(asked, story.events, all));
    if (!walk) return result;
    const std::size_t step = is_one ? 0 : kind == Kind::Last ? walk->walk.reached() - 1 : asked.attribution.step - 1;
    if (!walk->walk.at.contains(step)) return result;
    const Told& decides = walk->events[walk->walk.at.at(step)];
    for (const std::string& group : groups(world, question, decides, walk->events[walk->walk.at.at(0)]))
      result[group] = *walk;
    return result;
  }
  std::vector<std::set<std::string>> labels;
  std::set<std::string> known;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto own = groups(world, question, story.events[i], story.events[i]);
    labels.emplace_back(own.begin(), own.end());
    if (all[i]) known.insert(own.begin(), own.end());
  }
  const std::vector<bool> allowed = kind == Kind::First ? of_first_value(asked, story.events, all) : all;
  for (const std::string& group : known) {
    std::vector<Told> events;
    std::vector<bool> begins;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (kind == Kind::All && !labels[i].contains(group)) continue;
      events.push_back(story.events[i]);
      begins.push_back(allowed[i] && labels[i].contains(group));
    }
    if (const auto walk = best(asked, is_within, events, of_first_value(asked, events, begins))) result[group] = *walk;
  }
  return result;
}

Lines steps_of(const model::Question& question, const std::string& group, const std::vector<Counted>& all) {
  const auto& asked = std::get<FunnelQuestion>(question.ask);
  Lines lines;
  std::size_t before = 0;
  for (std::size_t step = 0; step < asked.steps.size(); ++step) {
    std::vector<Duration> times;
    for (const Counted& counted : all) {
      if (!counted.walk.at.contains(step)) continue;
      const Duration time =
          counted.events[counted.walk.at.at(step)].event.time - counted.events[counted.walk.at.at(0)].event.time;
      times.push_back(std::max(time, Duration(0)));
    }
    std::vector<std::string> cells;
    if (!question.by.empty()) cells.push_back(group);
    cells.insert(cells.end(), {choices(asked, step) > 1 ? fmt::format("any {} of {}", step + 1, asked.steps.size())
                                                        : name(asked.steps[step]),
                               std::to_string(times.size()), share(times.size(), all.size()),
                               step == 0 ? "-" : share(times.size(), before), step == 0 ? "-" : median_seconds(times)});
    lines.push_back(joined(cells));
    if (!is_optional(asked, step)) before = times.size();
  }
  return lines;
}

}  // namespace

Lines funnel(const World& world, const model::Question& question) {
  std::map<std::string, std::vector<Counted>> walks_of;
  for (const Story& story : stories(world, question.counting)) {
    const auto& asked = std::get<FunnelQuestion>(question.ask);
    if (is_totals(asked) || is_of_sessions(asked)) {
      for (auto& [group, walks] : totals_by_group(world, question, story))
        walks_of[group].insert(walks_of[group].end(), walks.begin(), walks.end());
      continue;
    }
    for (auto& [group, counted] : by_group(world, question, story)) walks_of[group].push_back(std::move(counted));
  }
  std::vector<std::string> found;
  for (const auto& [group, counted] : walks_of) found.push_back(group);
  if (model::find(question.by, model::By::Kind::Calendar) != nullptr)
    for (const std::string& group : with_empty_groups(world, question, found)) walks_of[group];
  if (walks_of.empty() && question.by.empty()) walks_of[""];
  Lines lines;
  for (const auto& [group, counted] : walks_of)
    for (std::string& line : steps_of(question, group, counted)) lines.push_back(std::move(line));
  return lines;
}

}  // namespace throughline::reference
