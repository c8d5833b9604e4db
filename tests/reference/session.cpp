#include <algorithm>
#include <map>

#include "reference/passages.h"

namespace throughline::reference {
namespace {

using Sitting = std::vector<Told>;

std::vector<Sitting> sittings(const std::vector<Told>& events, const model::Question::Sessions& asked) {
  std::vector<Sitting> all;
  for (const Told& told : events) {
    const bool begins = all.empty() || (asked.idle && told.event.time - all.back().back().event.time > *asked.idle) ||
                        (asked.cap && told.event.time - all.back().front().event.time > *asked.cap);
    if (begins) all.emplace_back();
    all.back().push_back(told);
  }
  return all;
}

std::vector<Sitting> sittings(const Story& story, const model::Question::Sessions& asked) {
  if (!asked.per_channel) return sittings(story.events, asked);
  std::map<std::string, std::vector<Told>> by_channel;
  for (const Told& told : story.events) by_channel[told.event.channel].push_back(told);
  std::vector<Sitting> all;
  for (const auto& [channel, events] : by_channel) {
    for (Sitting& sitting : sittings(events, asked)) all.push_back(std::move(sitting));
  }
  return all;
}

struct Group {
  std::map<std::string, std::size_t> sessions;  // by subject
  std::vector<double> seconds, events;
  std::size_t rated = 0, bounces = 0;
  std::map<std::string, std::size_t> entries, exits;
};

std::string or_not_known(const std::string& node) {
  return node.empty() ? "not known" : node;
}

std::map<std::string, Group> grouped(const World& world, model::Question question) {
  const auto& asked = std::get<model::Question::Sessions>(question.ask);
  if (asked.per_channel && question.by.empty()) question.by = {{.kind = model::By::Kind::Channel}};
  std::map<std::string, Group> by_group;
  if (question.by.empty()) by_group[""];
  for (const Story& story : stories(world, question.counting)) {
    for (const Sitting& sitting : sittings(story, asked)) {
      if (!counts(world, question, sitting.front())) continue;
      const auto views = std::ranges::count_if(sitting, [&](const Told& told) { return is_one_of(asked.views, told); });
      for (const std::string& label : groups(world, question, sitting.front(), sitting.front())) {
        Group& group = by_group[label];
        ++group.sessions[story.subject];
        group.seconds.push_back(static_cast<double>((sitting.back().event.time - sitting.front().event.time).count()) /
                                1e6);
        group.events.push_back(static_cast<double>(sitting.size()));
        group.rated += asked.views.empty() || views > 0 ? 1 : 0;
        group.bounces += (asked.views.empty() ? sitting.size() == 1 : views == 1) ? 1 : 0;
        ++group.entries[or_not_known(node_of(asked.naming, sitting.front().event))];
        ++group.exits[or_not_known(node_of(asked.naming, sitting.back().event))];
      }
    }
  }
  return by_group;
}

bool is_split(const model::Question& question) {
  return !question.by.empty() || std::get<model::Question::Sessions>(question.ask).per_channel;
}

}  // namespace

// sessions | subjects | per_person | events | median_events | bounces | bounce | median_seconds | mean | total
Lines sessions(const World& world, const model::Question& question) {
  Lines lines;
  for (const auto& [label, group] : grouped(world, question)) {
    const std::size_t all = group.seconds.size();
    double seconds = 0, events = 0;
    for (const double each : group.seconds) seconds += each;
    for (const double each : group.events) events += each;
    const auto over = [](double sum, std::size_t n) { return n == 0 ? "-" : number(sum / static_cast<double>(n)); };
    std::vector<std::string> cells;
    if (is_split(question)) cells.push_back(label);
    cells.insert(cells.end(),
                 {std::to_string(all), std::to_string(group.sessions.size()),
                  over(static_cast<double>(all), group.sessions.size()), std::to_string(static_cast<long>(events)),
                  median(group.events), std::to_string(group.bounces), share(group.bounces, group.rated),
                  median(group.seconds), over(seconds, all), number(seconds)});
    lines.push_back(joined(cells));
  }
  return lines;
}

// "entry" or "exit", node | sessions; at most 50 nodes occur in the worlds that are judged.
Lines session_nodes(const World& world, const model::Question& question, bool is_entry) {
  Lines lines;
  for (const auto& [label, group] : grouped(world, question)) {
    for (const auto& [node, sessions] : is_entry ? group.entries : group.exits) {
      std::vector<std::string> cells;
      if (is_split(question)) cells.push_back(label);
      cells.insert(cells.end(), {node, std::to_string(sessions), share(sessions, group.seconds.size())});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

// number of sessions | subjects
Lines session_numbers(const World& world, const model::Question& question) {
  Lines lines;
  for (const auto& [label, group] : grouped(world, question)) {
    std::map<std::size_t, std::size_t> subjects;
    for (const auto& [subject, sessions] : group.sessions) ++subjects[sessions];
    for (const auto& [sessions, number] : subjects) {
      std::vector<std::string> cells;
      if (is_split(question)) cells.push_back(label);
      cells.insert(cells.end(),
                   {std::to_string(sessions), std::to_string(number), share(number, group.sessions.size())});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

}  // namespace throughline::reference
