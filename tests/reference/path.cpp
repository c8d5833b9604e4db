#include <algorithm>
#include <map>
#include <tuple>

#include "reference/passages.h"

namespace throughline::reference {
namespace {

using model::Question;

struct Trail {
  Told anchor;
  int first = 0;
  Passage visits;
  bool begins = false, ends = false;
};

// The first visit with such an event after the place (visit, event), and the event.
struct Found {
  std::size_t visit = 0, event = 0;
};
std::optional<Found> first_of(const Passage& passage, const model::AnyOf& events, std::optional<Found> after) {
  for (std::size_t visit = 0; visit < passage.size(); ++visit) {
    for (std::size_t event = 0; event < passage[visit].events.size(); ++event) {
      if (after && std::tie(visit, event) <= std::tie(after->visit, after->event)) continue;
      if (is_one_of(events, passage[visit].events[event])) return Found{visit, event};
    }
  }
  return std::nullopt;
}

std::optional<Trail> trail_of(const Passage& passage, const Question::Paths& asked) {
  const model::AnyOf& at = !asked.around.empty() ? asked.around : !asked.start.empty() ? asked.start : asked.end;
  const auto center = at.empty() ? std::optional(Found{}) : first_of(passage, at, std::nullopt);
  if (!center) return std::nullopt;
  const bool before = !asked.around.empty() || (asked.start.empty() && !asked.end.empty());
  const bool after = !asked.around.empty() || !before;
  int last = static_cast<int>(passage.size()) - 1;
  if (!asked.start.empty() && !asked.end.empty()) {
    const auto end = first_of(passage, asked.end, center);
    if (!end) return std::nullopt;
    last = static_cast<int>(end->visit);
  }
  const int middle = static_cast<int>(center->visit);
  Trail trail{.anchor = passage[center->visit].events[center->event]};
  for (int i = 0; i <= last; ++i) {
    const int position = i - middle;
    if (position <= -asked.steps || position >= asked.steps) continue;
    if ((position < 0 && !before) || (position > 0 && !after)) continue;
    if (trail.visits.empty()) {
      trail.first = position;
      trail.begins = i == 0;
    }
    trail.visits.push_back(passage[static_cast<std::size_t>(i)]);
    trail.ends = i + 1 == static_cast<int>(passage.size());
  }
  return trail;
}

using Trails = std::vector<std::pair<std::string, Trail>>;  // with the subject

std::map<std::string, Trails> grouped(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Paths>(question.ask);
  std::map<std::string, Trails> by_group;
  for (const Story& story : stories(world, question.counting)) {
    for (const Passage& passage :
         passages(story, asked.naming, longest_pause(asked.gap, question.counting), asked.collapse)) {
      const auto trail = trail_of(passage, asked);
      if (!trail || !counts(world, question, trail->anchor)) continue;
      for (const std::string& label : groups(world, question, trail->anchor, passage.front().events.front()))
        by_group[label].emplace_back(story.subject, *trail);
    }
  }
  return by_group;
}

struct Link {
  std::set<std::string> subjects;
  std::vector<double> seconds;
};
using Links = std::map<std::tuple<int, std::string, std::string>, Link>;

struct Node {
  std::set<std::string> subjects;
  std::size_t passages = 0, entries = 0, exits = 0;
};
using Nodes = std::map<std::pair<int, std::string>, Node>;

Links links_of(const Trails& trails) {
  Links links;
  for (const auto& [subject, trail] : trails) {
    for (std::size_t i = 0; i + 1 < trail.visits.size(); ++i) {
      Link& link = links[{trail.first + static_cast<int>(i), trail.visits[i].node, trail.visits[i + 1].node}];
      link.subjects.insert(subject);
      link.seconds.push_back(static_cast<double>((trail.visits[i + 1].time() - trail.visits[i].time()).count()) / 1e6);
    }
  }
  return links;
}

Nodes nodes_of(const Trails& trails) {
  Nodes nodes;
  for (const auto& [subject, trail] : trails) {
    for (std::size_t i = 0; i < trail.visits.size(); ++i) {
      Node& node = nodes[{trail.first + static_cast<int>(i), trail.visits[i].node}];
      node.subjects.insert(subject);
      ++node.passages;
      if (i == 0 && trail.begins) ++node.entries;
      if (i + 1 == trail.visits.size() && trail.ends) ++node.exits;
    }
  }
  return nodes;
}

// The links with the most passages, at most `limit`; of equal ones the first by position, from, to.
std::set<std::tuple<int, std::string, std::string>> listed(const Links& links, std::size_t limit) {
  std::vector<std::pair<std::size_t, std::tuple<int, std::string, std::string>>> order;
  for (const auto& [place, link] : links) order.emplace_back(link.seconds.size(), place);
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::set<std::tuple<int, std::string, std::string>> chosen;
  for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) chosen.insert(order[i].second);
  return chosen;
}

std::vector<std::string> begun(const Question& question, const std::string& label) {
  if (question.by.empty()) return {};
  return {label};
}

}  // namespace

// position | from | to | subjects | passages | share | median_seconds | mean_seconds
Lines paths(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Paths>(question.ask);
  Lines lines;
  for (const auto& [label, trails] : grouped(world, question)) {
    const Links links = links_of(trails);
    const Nodes nodes = nodes_of(trails);
    const auto chosen = listed(links, static_cast<std::size_t>(asked.edges));
    std::map<int, std::size_t> other;
    std::vector<std::tuple<int, std::int64_t, std::string>> rows;  // position; most passages first; line
    for (const auto& [place, link] : links) {
      const auto& [position, from, to] = place;
      if (!chosen.contains(place)) {
        other[position] += link.seconds.size();
        continue;
      }
      double sum = 0;
      for (const double each : link.seconds) sum += each;
      std::vector<std::string> cells = begun(question, label);
      cells.insert(cells.end(), {std::to_string(position), from, to, std::to_string(link.subjects.size()),
                                 std::to_string(link.seconds.size()),
                                 share(link.seconds.size(), nodes.at({position, from}).passages), median(link.seconds),
                                 number(sum / static_cast<double>(link.seconds.size()))});
      rows.emplace_back(position, -static_cast<std::int64_t>(link.seconds.size()), joined(cells));
    }
    for (const auto& [position, passages] : other) {
      std::vector<std::string> cells = begun(question, label);
      cells.insert(cells.end(),
                   {std::to_string(position), "other", "other", "-", std::to_string(passages), "-", "-", "-"});
      rows.emplace_back(position, 1, joined(cells));
    }
    std::ranges::stable_sort(rows, [](const auto& a, const auto& b) {
      return std::pair(std::get<0>(a), std::get<1>(a)) < std::pair(std::get<0>(b), std::get<1>(b));
    });
    for (const auto& [position, order, line] : rows) lines.push_back(line);
  }
  return lines;
}

// position | node | subjects | passages | share | entries | exits
Lines path_nodes(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Paths>(question.ask);
  Lines lines;
  for (const auto& [label, trails] : grouped(world, question)) {
    const Links links = links_of(trails);
    const auto chosen = listed(links, static_cast<std::size_t>(asked.edges));
    const auto is_touched = [&](int position, const std::string& name) {
      return std::ranges::any_of(chosen, [&](const auto& place) {
        const auto& [at, from, to] = place;
        return (at == position && from == name) || (at + 1 == position && to == name);
      });
    };
    const auto line = [&](int position, const std::string& name, const std::string& subjects, const Node& node) {
      std::vector<std::string> cells = begun(question, label);
      cells.insert(cells.end(),
                   {std::to_string(position), name, subjects, std::to_string(node.passages),
                    share(node.passages, trails.size()), std::to_string(node.entries), std::to_string(node.exits)});
      lines.push_back(joined(cells));
    };
    std::map<int, Node> other;
    for (const auto& [place, node] : nodes_of(trails)) {
      if (place.first == 0 || chosen.size() == links.size() || is_touched(place.first, place.second)) {
        line(place.first, place.second, std::to_string(node.subjects.size()), node);
        continue;
      }
      other[place.first].passages += node.passages;
      other[place.first].entries += node.entries;
      other[place.first].exits += node.exits;
    }
    for (const auto& [position, node] : other) line(position, "other", "-", node);
  }
  return lines;
}

}  // namespace throughline::reference
