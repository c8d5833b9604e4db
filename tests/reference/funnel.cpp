#include <fmt/format.h>
#include <map>

#include "reference/story.h"

namespace throughline::reference {
namespace {

// When each step was reached by a walk that starts with events[first].
std::vector<Instant> walk(const std::vector<Told>& events, std::size_t first, const model::Question::Funnel& asked) {
  std::vector<Instant> reached{events[first].event.time};
  std::size_t used = first;
  while (reached.size() < asked.steps.size()) {
    bool is_found = false;
    for (std::size_t i = used + 1; i < events.size() && !is_found; ++i) {
      if (events[i].event.time - reached[0] > asked.within || !is_one_of(asked.steps[reached.size()], events[i]))
        continue;
      reached.push_back(events[i].event.time);
      used = i;
      is_found = true;
    }
    if (!is_found) break;
  }
  return reached;
}

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

}  // namespace

Lines funnel(const World& world, const model::Question& question) {
  const auto& asked = std::get<model::Question::Funnel>(question.ask);
  std::map<std::string, std::vector<std::vector<Instant>>> best_walks;  // of each group's subjects
  for (const Story& story : stories(world, question.counting)) {
    std::map<std::string, std::vector<Instant>> best;
    for (std::size_t i = 0; i < story.events.size(); ++i) {
      if (!is_one_of(asked.steps[0], story.events[i]) || !counts(world, question, story.events[i])) continue;
      const std::vector<Instant> reached = walk(story.events, i, asked);
      for (const std::string& group : groups(world, question, story.events[i], story.events[i])) {
        if (reached.size() > best[group].size()) best[group] = reached;
      }
    }
    for (const auto& [group, reached] : best) best_walks[group].push_back(reached);
  }
  const bool is_split = question.by.kind != model::By::Kind::Nothing;
  if (best_walks.empty() && !is_split) best_walks[""];

  Lines lines;
  for (const auto& [group, walks] : best_walks) {
    std::size_t before = 0;
    for (std::size_t step = 0; step < asked.steps.size(); ++step) {
      std::vector<Duration> times;
      for (const std::vector<Instant>& reached : walks) {
        if (reached.size() > step) times.push_back(reached[step] - reached[0]);
      }
      std::vector<std::string> cells;
      if (is_split) cells.push_back(group);
      cells.insert(cells.end(),
                   {name(asked.steps[step]), std::to_string(times.size()), share(times.size(), walks.size()),
                    step == 0 ? "-" : share(times.size(), before), step == 0 ? "-" : median_seconds(times)});
      lines.push_back(joined(cells));
      before = times.size();
    }
  }
  return lines;
}

}  // namespace throughline::reference
