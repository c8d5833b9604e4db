#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "reference/passages.h"

namespace throughline::reference {
namespace {

using model::Question;

struct Taken {
  std::string subject;
  Passage visits;
};
using Group = std::vector<Taken>;

std::map<std::string, Group> grouped(const World& world, const Question& question, const model::Naming& naming,
                                     const model::Gap& gap, bool is_collapsed) {
  std::map<std::string, Group> by_group;
  for (const Story& story : stories(world, question.counting)) {
    for (const Passage& passage : passages(story, naming, longest_pause(gap, question.counting), is_collapsed)) {
      const Told& first = passage.front().events.front();
      if (!counts(world, question, first)) continue;
      for (const std::string& label : groups(world, question, first, first))
        by_group[label].push_back({story.subject, passage});
    }
  }
  return by_group;
}

std::map<std::string, Group> flow_groups(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Flow>(question.ask);
  return grouped(world, question, asked.naming, asked.gap, asked.collapse);
}

// The names of the nodes with the most visits of all groups together.
std::vector<std::string> most_visited(const World& world, Question question) {
  question.by = {};
  std::map<std::string, std::size_t> visits;
  for (const auto& [label, group] : flow_groups(world, question)) {
    for (const Taken& taken : group) {
      for (const Visited& visit : taken.visits) ++visits[visit.node];
    }
  }
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [node, number] : visits) order.emplace_back(number, node);
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> chosen;
  for (const auto& [number, node] : order) {
    if (chosen.size() < static_cast<std::size_t>(std::get<Question::Flow>(question.ask).nodes)) chosen.push_back(node);
  }
  return chosen;
}

double seconds_between(const Visited& a, const Visited& b) {
  return static_cast<double>((b.time() - a.time()).count()) / 1e6;
}

double lasts(const Taken& taken) {
  const Duration span = taken.visits.back().events.back().event.time - taken.visits.front().time();
  return static_cast<double>(span.count()) / 1e6;
}

std::vector<std::string> begun(const Question& question, const std::string& label) {
  if (question.by.empty()) return {};
  return {label};
}

std::vector<std::string> names_of(const Passage& passage) {
  std::vector<std::string> names;
  for (const Visited& visit : passage) names.push_back(visit.node);
  return names;
}

}  // namespace

// from | to | transitions | subjects | share | median_seconds | mean_seconds
Lines flow(const World& world, const Question& question) {
  const std::vector<std::string> shown = most_visited(world, question);
  Lines lines;
  for (const auto& [label, group] : flow_groups(world, question)) {
    std::vector<std::pair<std::size_t, std::string>> edges;
    for (const std::string& from : shown) {
      for (const std::string& to : shown) {
        std::vector<double> seconds;
        std::set<std::string> subjects;
        std::size_t visits = 0;
        for (const Taken& taken : group) {
          for (std::size_t i = 0; i < taken.visits.size(); ++i) {
            if (taken.visits[i].node != from) continue;
            ++visits;
            if (i + 1 == taken.visits.size() || taken.visits[i + 1].node != to) continue;
            seconds.push_back(seconds_between(taken.visits[i], taken.visits[i + 1]));
            subjects.insert(taken.subject);
          }
        }
        if (seconds.empty()) continue;
        double sum = 0;
        for (const double each : seconds) sum += each;
        std::vector<std::string> cells = begun(question, label);
        cells.insert(cells.end(), {from, to, std::to_string(seconds.size()), std::to_string(subjects.size()),
                                   share(seconds.size(), visits), median(seconds),
                                   number(sum / static_cast<double>(seconds.size()))});
        edges.emplace_back(seconds.size(), joined(cells));
      }
    }
    std::ranges::stable_sort(edges, [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [transitions, line] : edges) lines.push_back(line);
  }
  return lines;
}

// node | visits | events | subjects | starts | ends
Lines flow_nodes(const World& world, const Question& question) {
  const std::vector<std::string> shown = most_visited(world, question);
  Lines lines;
  for (const auto& [label, group] : flow_groups(world, question)) {
    for (const std::string& node : shown) {
      std::size_t visits = 0, events = 0, starts = 0, ends = 0;
      std::set<std::string> subjects;
      for (const Taken& taken : group) {
        for (const Visited& visit : taken.visits) {
          if (visit.node != node) continue;
          ++visits;
          events += visit.events.size();
          subjects.insert(taken.subject);
        }
        starts += taken.visits.front().node == node ? 1 : 0;
        ends += taken.visits.back().node == node ? 1 : 0;
      }
      std::vector<std::string> cells = begun(question, label);
      for (const std::size_t number : {visits, events, subjects.size(), starts, ends})
        cells.push_back(std::to_string(number));
      cells.insert(cells.begin() + (begun(question, label).empty() ? 0 : 1), node);
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

// nodes | passages_in_full | transitions
Lines flow_shown(const World& world, const Question& question) {
  const std::vector<std::string> shown = most_visited(world, question);
  const auto is_shown = [&](const std::string& name) { return std::ranges::find(shown, name) != shown.end(); };
  Lines lines;
  for (const auto& [label, group] : flow_groups(world, question)) {
    std::size_t in_full = 0, transitions = 0, transitions_shown = 0;
    for (const Taken& taken : group) {
      in_full += std::ranges::all_of(names_of(taken.visits), is_shown) ? 1 : 0;
      for (std::size_t i = 0; i + 1 < taken.visits.size(); ++i) {
        ++transitions;
        transitions_shown += is_shown(taken.visits[i].node) && is_shown(taken.visits[i + 1].node) ? 1 : 0;
      }
    }
    std::vector<std::string> cells = begun(question, label);
    cells.insert(cells.end(),
                 {std::to_string(shown.size()), share(in_full, group.size()), share(transitions_shown, transitions)});
    lines.push_back(joined(cells));
  }
  return lines;
}

// path | length | passages | subjects | share | cumulative | median_seconds | subject
Lines variants(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Variants>(question.ask);
  struct Variant {
    std::vector<std::string> path;
    std::vector<double> seconds;
    std::set<std::string> subjects;
    std::string first;
  };
  Lines lines;
  for (const auto& [label, group] : grouped(world, question, asked.naming, asked.gap, asked.collapse)) {
    std::vector<Variant> variants;  // in the order in which their first passages come
    for (const Taken& taken : group) {
      auto found = std::ranges::find(variants, names_of(taken.visits), &Variant::path);
      if (found == variants.end())
        found = variants.insert(variants.end(), {names_of(taken.visits), {}, {}, taken.subject});
      found->seconds.push_back(lasts(taken));
      found->subjects.insert(taken.subject);
    }
    std::ranges::stable_sort(variants,
                             [](const Variant& a, const Variant& b) { return a.seconds.size() > b.seconds.size(); });
    std::size_t sum = 0;
    for (std::size_t i = 0; i < std::min(variants.size(), static_cast<std::size_t>(asked.limit)); ++i) {
      const Variant& variant = variants[i];
      sum += variant.seconds.size();
      std::vector<std::string> cells = begun(question, label);
      cells.insert(cells.end(), {fmt::format("{}", fmt::join(variant.path, ", ")), std::to_string(variant.path.size()),
                                 std::to_string(variant.seconds.size()), std::to_string(variant.subjects.size()),
                                 share(variant.seconds.size(), group.size()), share(sum, group.size()),
                                 median(variant.seconds), variant.first});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

// best and worst: passage | subject | seconds | to_goal_seconds | length
Lines best_and_worst(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Variants>(question.ask);
  const auto to_goal = [&](const Taken& taken) -> std::optional<double> {
    for (const Visited& visit : taken.visits) {
      for (const Told& told : visit.events) {
        if (is_one_of(asked.goal, told))
          return static_cast<double>((told.event.time - taken.visits.front().time()).count()) / 1e6;
      }
    }
    return std::nullopt;
  };
  Lines lines;
  for (const auto& [label, group] : grouped(world, question, asked.naming, asked.gap, asked.collapse)) {
    const Taken *best = nullptr, *missed = nullptr, *slowest = nullptr;
    for (const Taken& taken : group) {
      const auto time = to_goal(taken);
      if (!time && (missed == nullptr || lasts(taken) > lasts(*missed))) missed = &taken;
      if (time && (best == nullptr || *time < *to_goal(*best))) best = &taken;
      if (time && (slowest == nullptr || *time > *to_goal(*slowest))) slowest = &taken;
    }
    for (const auto& [which, taken] : {std::pair("best", best), std::pair("worst", missed ? missed : slowest)}) {
      if (taken == nullptr) continue;
      std::vector<std::string> cells = begun(question, label);
      cells.insert(cells.end(), {which, taken->subject, number(lasts(*taken)), number(to_goal(*taken)),
                                 std::to_string(taken->visits.size())});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

}  // namespace throughline::reference
