#include "reference/story.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

#include "identify/resolve.h"

namespace throughline::reference {
namespace {

using model::Event;
using model::Identity;

const Identity& best(const Event& event) {
  return *std::min_element(event.identities.begin(), event.identities.end());
}

// The name of each identity's person.
std::map<Identity, std::string> people(const World& world) {
  std::map<Identity, std::string> names;
  std::vector<identify::Link> links;
  for (const Event& event : world.events) {
    for (const Identity& identity : event.identities) {
      names[identity] = "";
      links.push_back({.a = id_of(best(event)), .b = id_of(identity), .first = event.time});
    }
  }
  for (const auto& change : world.changes) {
    if (change.identity) names[*change.identity] = "";
  }
  std::vector<identify::KnownIdentity> known;
  for (const auto& [identity, name] : names) known.push_back({id_of(identity), identity});
  const identify::People resolved = identify::resolve(known, links);
  for (auto& [identity, name] : names) name = to_text(resolved.ids[resolved.person_of.at(id_of(identity))]);
  return names;
}

bool precedes(const Told& a, const Told& b) {
  const auto key = [](const Event& e) {
    return std::tie(e.time, e.sequence, e.name, e.channel, e.touchpoint, e.identities, e.account, e.role, e.objects,
                    e.properties);
  };
  return key(a.event) < key(b.event);
}

// The value in force, "" for none. Of several values given at one instant the one that reads last: numbers before
// texts.
std::string property_of(const World& world, const std::string& person, const std::string& name,
                        std::optional<Instant> at) {
  const std::map<Identity, std::string> names = people(world);
  const model::PropertyChange* found = nullptr;
  const auto rank = [](const model::PropertyChange& change) {
    const std::string text = model::to_text(change.value);
    const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return std::tuple(change.time, !text.empty(), !is_number, is_number ? std::stol(text) : 0, text);
  };
  for (const model::PropertyChange& change : world.changes) {
    if (change.name != name || !change.identity || names.at(*change.identity) != person) continue;
    if (at && change.time > *at) continue;
    if (found == nullptr || rank(*found) < rank(change)) found = &change;
  }
  return found == nullptr ? "" : model::to_text(found->value);
}

bool is_in(const World& world, const model::SegmentRule& rule, const std::string& person) {
  using Rule = model::SegmentRule;
  const auto holds = [&](const Rule& part) { return is_in(world, part, person); };
  if (const auto* all = std::get_if<Rule::All>(&rule.rule)) return std::ranges::all_of(all->of, holds);
  if (const auto* any = std::get_if<Rule::Any>(&rule.rule)) return std::ranges::any_of(any->of, holds);
  if (const auto* negated = std::get_if<Rule::Not>(&rule.rule)) return !holds(*negated->rule);
  if (const auto* has = std::get_if<Rule::Has>(&rule.rule)) {
    const std::string value = property_of(world, person, has->property, std::nullopt);
    return !value.empty() && (has->in.empty() || std::ranges::find(has->in, value) != has->in.end());
  }
  const auto& did = std::get<Rule::Did>(rule.rule);
  std::int64_t times = 0;
  for (const Story& story : stories(world, {})) {
    for (const Told& told : story.events) {
      const bool is_recent = !did.last || told.event.time >= data_last(world) - *did.last;
      if (told.person == person && is_recent && is_one_of(did.event, told.event)) ++times;
    }
  }
  return times >= did.at_least;
}

}  // namespace

std::vector<Story> stories(const World& world, const model::Counting& counting) {
  const std::map<Identity, std::string> names = people(world);
  std::map<std::string, std::vector<Told>> by_subject;
  for (const Event& event : world.events) {
    const Told told{event, event.identities.empty() ? "" : names.at(best(event))};
    std::set<std::string> subjects;
    if (counting.kind == model::SubjectKind::Person) subjects.insert(told.person);
    if (counting.kind == model::SubjectKind::Account) subjects.insert(event.account);
    for (const model::ObjectRef& object : event.objects) {
      if (counting.kind == model::SubjectKind::Object && object.type == counting.object_type)
        subjects.insert(object.id);
    }
    subjects.erase("");
    for (const std::string& subject : subjects) by_subject[subject].push_back(told);
  }
  std::vector<Story> all;
  for (auto& [subject, events] : by_subject) {
    std::ranges::sort(events, precedes);
    all.push_back({subject, std::move(events)});
  }
  return all;
}

bool is_one_of(const model::AnyOf& matchers, const Event& event) {
  for (const model::EventMatcher& matcher : matchers) {
    bool holds = matcher.event.empty() || matcher.event == event.name;
    holds = holds && (matcher.channel.empty() || matcher.channel == event.channel);
    holds = holds && (matcher.touchpoint.empty() || matcher.touchpoint == event.touchpoint);
    for (const auto& [property, accepted] : matcher.where) {
      const model::Value* value = model::find(event.properties, property);
      holds = holds && value != nullptr && std::ranges::find(accepted, model::to_text(*value)) != accepted.end();
    }
    if (holds) return true;
  }
  return false;
}

bool counts(const World& world, const model::Question& question, const Told& told) {
  if (question.from && told.event.time < *question.from) return false;
  if (question.to && told.event.time >= *question.to) return false;
  if (question.segment.empty()) return true;
  return !told.person.empty() && is_in(world, (*world.catalogue.segment(question.segment))->people, told.person);
}

std::vector<std::string> groups(const World& world, const model::Question& question, const Told& anchor,
                                const Told& entry) {
  const auto known = [](const std::string& text) { return text.empty() ? std::string("not known") : text; };
  const model::By& by = question.by;
  switch (by.kind) {
    case model::By::Kind::Nothing:
      return {""};
    case model::By::Kind::Channel:
      return {known(anchor.event.channel)};
    case model::By::Kind::Calendar:
      return {question.zone.label(question.zone.floor(anchor.event.time, by.interval), by.interval)};
    case model::By::Kind::Property: {
      const model::Value* value = model::find(anchor.event.properties, by.property);
      if (value != nullptr && !model::to_text(*value).empty()) return {model::to_text(*value)};
      if (anchor.person.empty()) return {"not known"};
      if (by.as_of == model::AsOf::Latest) return {known(property_of(world, anchor.person, by.property, std::nullopt))};
      return {known(property_of(world, anchor.person, by.property,
                                (by.as_of == model::AsOf::Entry ? entry : anchor).event.time))};
    }
    case model::By::Kind::Segments: {
      std::vector<std::string> labels;
      for (const std::string& name :
           by.segments.empty() ? world.catalogue.names(model::DefinitionKind::Segment) : by.segments) {
        if (!anchor.person.empty() && is_in(world, (*world.catalogue.segment(name))->people, anchor.person))
          labels.push_back(name);
      }
      return labels;
    }
  }
  return {};
}

// An hour that a change of the clocks cuts short ends with the next full one.
Instant interval_end(const Zone& zone, Instant start, Interval interval) {
  return zone.floor(zone.advance(start, interval, 1), interval);
}

Instant data_begin(const World& world) {
  return std::ranges::min_element(world.events, {}, &Event::time)->time;
}
Instant data_last(const World& world) {
  return std::ranges::max_element(world.events, {}, &Event::time)->time;
}

std::string joined(const std::vector<std::string>& cells) {
  return fmt::format("{}", fmt::join(cells, " | "));
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t begin = 0;;) {
    const std::size_t end = line.find(" | ", begin);
    cells.push_back(line.substr(begin, end - begin));
    if (end == std::string::npos) return cells;
    begin = end + 3;
  }
}

std::string number(std::optional<double> value) {
  return value ? fmt::format("{:.6f}", *value) : "-";
}

std::string share(std::size_t part, std::size_t whole) {
  return whole == 0 ? "-" : number(static_cast<double>(part) / static_cast<double>(whole));
}

std::string median_seconds(std::vector<Duration> times) {
  if (times.empty()) return "-";
  std::ranges::sort(times);
  const Duration low = times[(times.size() - 1) / 2], high = times[times.size() / 2];
  return number(static_cast<double>((low + high).count()) / 2e6);
}

}  // namespace throughline::reference
