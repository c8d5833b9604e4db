#include "reference/story.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

#include "identify/resolve.h"
#include "reference/rules.h"

namespace throughline::reference {
namespace {

using model::Event;
using model::Identity;

const Identity& best(const Event& event) {
  return *std::min_element(event.identities.begin(), event.identities.end());
}

bool precedes(const Told& a, const Told& b) {
  const auto key = [](const Event& e) {
    return std::tie(e.time, e.sequence, e.name, e.channel, e.touchpoint, e.identities, e.account, e.role, e.objects,
                    e.properties);
  };
  return key(a.event) < key(b.event);
}

}  // namespace

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

std::vector<Story> stories(const World& world, const model::Counting& counting) {
  const std::map<Identity, std::string> names = people(world);
  std::map<std::string, std::vector<Told>> by_subject;
  for (const Event& event : world.events) {
    const Told told{event, event.identities.empty() ? "" : names.at(best(event)), &world};
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

bool is_one_of(const model::AnyOf& matchers, const Told& told) {
  for (const model::EventMatcher& matcher : matchers) {
    bool holds = matcher.event.empty() || matcher.event == told.event.name;
    holds = holds && (matcher.channel.empty() || matcher.channel == told.event.channel);
    holds = holds && (matcher.touchpoint.empty() || matcher.touchpoint == told.event.touchpoint);
    if (holds && passes(*told.world, matcher.where, told, told)) return true;
  }
  return false;
}

bool counts(const World& world, const model::Question& question, const Told& anchor, const Told& entry) {
  if (question.from && anchor.event.time < *question.from) return false;
  if (question.to && anchor.event.time >= *question.to) return false;
  if (!passes(world, question.where, anchor, entry)) return false;
  const auto is_one_of_them = [&](const model::SegmentRule& rule) {
    return !anchor.person.empty() && is_in(world, rule, anchor.person);
  };
  if (question.people && !is_one_of_them(*question.people)) return false;
  return question.segment.empty() || is_one_of_them((*world.catalogue.segment(question.segment))->people);
}

bool counts(const World& world, const model::Question& question, const Told& told) {
  return counts(world, question, told, told);
}

namespace {

std::vector<std::string> segments_of(const World& world, const model::By& by) {
  return by.segments.empty() ? world.catalogue.names(model::DefinitionKind::Segment) : by.segments;
}

std::vector<std::string> values(const World& world, const model::Question& question, const model::By& by,
                                const Told& anchor, const Told& entry) {
  const auto known = [](const std::string& text) { return text.empty() ? std::string("not known") : text; };
  switch (by.kind) {
    case model::By::Kind::Channel:
      return {known(anchor.event.channel)};
    case model::By::Kind::Touchpoint:
      return {known(anchor.event.touchpoint)};
    case model::By::Kind::Calendar:
      return {question.zone.label(question.zone.floor(anchor.event.time, by.interval), by.interval)};
    case model::By::Kind::Property: {
      const model::Value* value = model::find(anchor.event.properties, by.property);
      if (value != nullptr && !model::to_text(*value).empty()) return {model::to_text(*value)};
      if (anchor.person.empty()) return {"not known"};
      if (by.as_of == model::AsOf::Latest)
        return {known(property_of(world, {.name = anchor.person}, by.property, std::nullopt))};
      return {known(property_of(world, {.name = anchor.person}, by.property,
                                (by.as_of == model::AsOf::Entry ? entry : anchor).event.time))};
    }
    case model::By::Kind::Segments: {
      std::vector<std::string> labels;
      for (const std::string& name : segments_of(world, by)) {
        if (!anchor.person.empty() && is_in(world, (*world.catalogue.segment(name))->people, anchor.person))
          labels.push_back(name);
      }
      return labels;
    }
  }
  return {};
}

// Each of the one with each of the other, as the cells of a line.
std::vector<std::string> combined(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> all{""};
  for (const std::vector<std::string>& list : lists) {
    std::vector<std::string> longer;
    for (const std::string& begun : all)
      for (const std::string& value : list) longer.push_back(begun.empty() ? value : joined({begun, value}));
    all = longer;
  }
  return all;
}

}  // namespace

std::vector<std::string> groups(const World& world, const model::Question& question, const Told& anchor,
                                const Told& entry, const std::optional<std::string>& interval) {
  std::vector<std::vector<std::string>> lists;
  for (const model::By& by : question.by) {
    const bool is_given = interval && by.kind == model::By::Kind::Calendar;
    lists.push_back(is_given ? std::vector{*interval} : values(world, question, by, anchor, entry));
  }
  return combined(lists);
}

std::vector<std::string> with_empty_groups(const World& world, const model::Question& question,
                                           const std::vector<std::string>& found) {
  std::vector<std::vector<std::string>> lists;
  bool fills = false;
  for (std::size_t place = 0; place < question.by.size(); ++place) {
    const model::By& by = question.by[place];
    std::set<std::string> labels;
    for (const std::string& group : found) labels.insert(cells_of(group).at(place));
    if (by.kind == model::By::Kind::Segments) {
      const std::vector<std::string> names = segments_of(world, by);
      labels.insert(names.begin(), names.end());
    }
    if (by.kind == model::By::Kind::Calendar && !world.events.empty()) {
      const Instant begin = std::max(data_begin(world), question.from.value_or(kEarliest));
      const Instant last = std::min(data_last(world), question.to.value_or(kLatest) - Duration(1));
      for (Instant at = question.zone.floor(begin, by.interval); begin <= last && at <= last;
           at = interval_end(question.zone, at, by.interval))
        labels.insert(question.zone.label(at, by.interval));
    }
    fills = fills || by.kind == model::By::Kind::Segments || by.kind == model::By::Kind::Calendar;
    lists.emplace_back(labels.begin(), labels.end());
  }
  return fills ? combined(lists) : found;
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
