#include <algorithm>
#include <map>

#include "reference/story.h"

namespace throughline::reference {

Lines trend(const World& world, const model::Question& given) {
  model::Question question = given;
  if (question.by.empty())
    question.by = {{.kind = model::By::Kind::Calendar, .property = {}, .interval = Interval::Month}};
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
  std::vector<std::string> found;
  for (const auto& [label, group] : by_group) found.push_back(label);
  for (const std::string& label : with_empty_groups(world, question, found)) by_group[label];
  Lines lines;
  for (const auto& [label, group] : by_group)
    lines.push_back(joined({label, std::to_string(group.subjects.size()), std::to_string(group.events)}));
  return lines;
}

}  // namespace throughline::reference
