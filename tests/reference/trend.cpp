#include <algorithm>
#include <map>

#include "reference/story.h"

namespace throughline::reference {

Lines trend(const World& world, const model::Question& given) {
  model::Question question = given;
  if (question.by.kind == model::By::Kind::Nothing)
    question.by = {.kind = model::By::Kind::Calendar, .property = {}, .interval = Interval::Month};
  const model::AnyOf& events = std::get<model::Question::Trend>(question.ask).events;
  struct Group {
    std::set<std::string> subjects;
    std::size_t events = 0;
  };
  std::map<std::string, Group> by_group;
  for (const Story& story : stories(world, question.counting)) {
    for (const Told& told : story.events) {
      if ((!events.empty() && !is_one_of(events, told)) || !counts(world, question, told)) continue;
      for (const std::string& label : groups(world, question, told, told)) {
        by_group[label].subjects.insert(story.subject);
        ++by_group[label].events;
      }
    }
  }
  // What is listed though nothing happened.
  if (question.by.kind == model::By::Kind::Segments) {
    for (const std::string& name : world.catalogue.names(model::DefinitionKind::Segment)) by_group[name];
  }
  if (question.by.kind == model::By::Kind::Calendar) {
    const Instant begin = std::max(data_begin(world), question.from.value_or(kEarliest));
    const Instant last = std::min(data_last(world), question.to.value_or(kLatest) - Duration(1));
    const Interval interval = question.by.interval;
    for (Instant at = question.zone.floor(begin, interval); begin <= last && at <= last;
         at = interval_end(question.zone, at, interval)) {
      by_group[question.zone.label(at, interval)];
    }
  }
  Lines lines;
  for (const auto& [label, group] : by_group)
    lines.push_back(joined({label, std::to_string(group.subjects.size()), std::to_string(group.events)}));
  return lines;
}

}  // namespace throughline::reference
