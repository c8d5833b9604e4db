#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "reference/figures.h"
#include "reference/signs.h"
#include "wire/definition.h"

namespace throughline::reference {
namespace {

using model::Question;

struct Named {
  std::string name, rules;
  int version = 1;
  const model::FrictionDefinition* friction = nullptr;
};

Named named(const model::Definition& definition, bool is_own) {
  const std::string rules = is_own ? "own" : definition.name.substr(0, definition.name.find('.'));
  const std::string name = rules == "throughline" ? definition.name.substr(rules.size() + 1) : definition.name;
  return {name, rules, definition.version, &std::get<model::FrictionDefinition>(definition.meaning)};
}

struct Known {
  std::vector<Named> own, built_in;
};

Known known_to(const World& world) {
  Known known;
  for (const model::Definition& definition : world.catalogue.all()) {
    if (definition.kind == model::DefinitionKind::Friction) known.own.push_back(named(definition, true));
  }
  for (const model::Definition& definition : wire::builtin_frictions())
    known.built_in.push_back(named(definition, false));
  return known;
}

std::optional<Named> find(const Known& known, const std::string& name, const std::string& rules) {
  for (const Named& one : known.own) {
    if (one.name == name) return one;
  }
  for (const Named& one : known.built_in) {
    if (one.friction->name == name) return one;
  }
  for (const Named& one : known.built_in) {
    if (one.friction->name == rules + "." + name) return one;
  }
  return std::nullopt;
}

std::vector<Named> chosen(const World& world, const model::FrictionQuestion& asked) {
  const Known known = known_to(world);
  std::vector<Named> all;
  for (const std::string& name : asked.frictions) all.push_back(*find(known, name, asked.rules));
  if (!asked.frictions.empty()) return all;
  all = known.own;
  for (const Named& one : known.built_in) {
    if (one.rules == asked.rules && std::ranges::find(known.own, one.name, &Named::name) == known.own.end())
      all.push_back(one);
  }
  return all;
}

struct Group {
  std::size_t occurred = 0, looked_at = 0, left_out = 0, open = 0;
  std::set<std::string> subjects;
  std::set<std::pair<std::string, std::size_t>> sessions;
  std::map<std::string, std::size_t> places;
};

// The place of the first event of the session in which an event lies.
std::size_t session_of(const Story& story, std::size_t place, std::optional<Duration> idle) {
  while (place > 0 && (!idle || story.events[place].event.time - story.events[place - 1].event.time <= *idle)) --place;
  return place;
}

using Take = std::function<void(const std::string& label, const Story& story, std::size_t place, std::size_t session)>;

void for_counted(const World& world, const Question& question, const Story& story,
                 const std::vector<std::size_t>& places, const Take& take) {
  for (const std::size_t place : places) {
    const std::size_t session = session_of(story, place, std::get<Question::Friction>(question.ask).idle);
    const Told &told = story.events[place], &entry = story.events[session];
    if (!counts(world, question, told, entry)) continue;
    for (const std::string& label : groups(world, question, told, entry)) take(label, story, place, session);
  }
}

std::map<std::string, Group> exposures(const World& world, const Question& question) {
  std::map<std::string, Group> all;
  if (question.by.empty()) all[""];
  for (const Story& story : stories(world, question.counting)) {
    std::vector<std::size_t> places(story.events.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    for_counted(world, question, story, places,
                [&](const auto& label, const Story& of, std::size_t, std::size_t session) {
                  all[label].subjects.insert(of.subject);
                  all[label].sessions.emplace(of.subject, session);
                });
  }
  return all;
}

std::map<std::string, Group> counted(const World& world, const Question& question, const Named& one) {
  const std::string& trait = std::get<Question::Friction>(question.ask).place;
  std::map<std::string, Group> all;
  for (const Story& story : stories(world, question.counting)) {
    const Signs signs = signs_of(*one.friction, story, data_last(world));
    const auto count = [&](const std::vector<std::size_t>& places, std::size_t Group::* into) {
      for_counted(world, question, story, places,
                  [&](const auto& label, const Story&, std::size_t, std::size_t) { ++(all[label].*into); });
    };
    count(signs.looked_at, &Group::looked_at);
    count(signs.left_out, &Group::left_out);
    count(signs.open, &Group::open);
    for_counted(world, question, story, signs.occurred,
                [&](const auto& label, const Story& of, std::size_t place, std::size_t session) {
                  Group& group = all[label];
                  ++group.occurred;
                  group.subjects.insert(of.subject);
                  group.sessions.emplace(of.subject, session);
                  const std::string at = trait_of(trait, of.events[place].event);
                  ++group.places[at.empty() ? "not known" : at];
                });
  }
  return all;
}

std::string status_of(const std::string& lack, bool is_event, const Group& group) {
  if (!lack.empty()) return lack;
  if (is_event || group.looked_at > 0) return "ok";
  if (group.left_out > 0) return "missing-property";
  return group.open > 0 ? "censored" : "no-data";
}

}  // namespace

const model::FrictionDefinition& friction_named(const World& world, const std::string& name) {
  return *find(known_to(world), name, "throughline")->friction;
}

bool are_frictions(const World& world, const model::FrictionQuestion& asked) {
  const Known known = known_to(world);
  if (std::ranges::find(known.built_in, asked.rules, &Named::rules) == known.built_in.end()) return false;
  return std::ranges::all_of(asked.frictions,
                             [&](const std::string& name) { return find(known, name, asked.rules).has_value(); });
}

// friction | occurred | of | left_out | open | subjects | share | sessions | per_1000 | rules | version | status
Lines frictions(const World& world, const Question& question) {
  Lines lines;
  const auto exposed = exposures(world, question);
  for (const Named& one : chosen(world, std::get<Question::Friction>(question.ask))) {
    const std::string lack = lack_of(world, *one.friction);
    auto by_group = lack.empty() ? counted(world, question, one) : std::map<std::string, Group>{};
    const bool is_event = std::holds_alternative<model::EventFriction>(one.friction->pattern);
    for (const auto& [label, exposure] : exposed) {
      const Group& group = by_group[label];
      const std::string status = status_of(lack, is_event, group);
      const std::size_t with = group.sessions.size(), sessions = exposure.sessions.size();
      const std::string rate =
          sessions == 0 ? "-" : number(1000 * static_cast<double>(with) / static_cast<double>(sessions));
      std::vector<std::string> cells;
      if (!question.by.empty()) cells.push_back(label);
      cells.push_back(one.name);
      if (status == "ok") {
        cells.insert(cells.end(),
                     {std::to_string(group.occurred), is_event ? "-" : std::to_string(group.looked_at),
                      std::to_string(group.left_out), std::to_string(group.open), std::to_string(group.subjects.size()),
                      share(group.subjects.size(), exposure.subjects.size()), std::to_string(with), rate});
      } else {
        const bool tells_rest = group.left_out + group.open > 0;
        cells.insert(cells.end(), {"-", "-", tells_rest ? std::to_string(group.left_out) : "-",
                                   tells_rest ? std::to_string(group.open) : "-", "-", "-", "-", "-"});
      }
      cells.insert(cells.end(), {one.rules, std::to_string(one.version), status});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

// friction | place | occurred | share; at most `top` places occur in the worlds that are judged.
Lines friction_places(const World& world, const Question& question) {
  Lines lines;
  const auto exposed = exposures(world, question);
  for (const Named& one : chosen(world, std::get<Question::Friction>(question.ask))) {
    if (!lack_of(world, *one.friction).empty()) continue;
    for (const auto& [label, group] : counted(world, question, one)) {
      for (const auto& [place, occurred] : group.places) {
        std::vector<std::string> cells;
        if (!question.by.empty()) cells.push_back(label);
        cells.insert(cells.end(), {one.name, place, std::to_string(occurred), share(occurred, group.occurred)});
        lines.push_back(joined(cells));
      }
    }
  }
  return lines;
}

}  // namespace throughline::reference
