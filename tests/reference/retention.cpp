#include <map>

#include "reference/story.h"

namespace throughline::reference {
namespace {

// The k-th interval after the one that holds `start`: where it begins.
Instant interval_start(const model::Question& question, Instant start, int k) {
  const Interval interval = std::get<model::Question::Retention>(question.ask).interval;
  return question.zone.advance(question.zone.floor(start, interval), interval, k);
}

bool has_returned(const model::Question& question, const Story& story, Instant start, int period) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  for (const Told& told : story.events) {
    const bool is_in = interval_start(question, start, period) <= told.event.time &&
                       told.event.time < interval_start(question, start, period + 1);
    if (is_in && is_one_of(asked.returns.empty() ? asked.start : asked.returns, told)) return true;
  }
  return false;
}

}  // namespace

Lines retention(const World& world, const model::Question& question) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  struct Member {
    const Story* story;
    Instant start;
  };
  const std::vector<Story> all = stories(world, question.counting);
  std::map<std::string, std::map<Instant, std::vector<Member>>> cohorts;  // by group
  for (const Story& story : all) {
    for (const Told& told : story.events) {
      if (!is_one_of(asked.start, told)) continue;
      for (const std::string& group : groups(world, question, told, told)) {
        if (counts(world, question, told))
          cohorts[group][interval_start(question, told.event.time, 0)].push_back({&story, told.event.time});
      }
      break;  // only the first start event ever
    }
  }
  Lines lines;
  for (const auto& [group, by_start] : cohorts) {
    for (const auto& [start, members] : by_start) {
      for (int period = 0; period <= asked.periods; ++period) {
        std::size_t returned = 0;
        for (const Member& member : members)
          returned += period == 0 || has_returned(question, *member.story, member.start, period) ? 1 : 0;
        const bool is_over =
            period == 0 || interval_start(question, start, period + 1) <= data_last(world) + Duration(1);
        std::vector<std::string> cells;
        if (question.by.kind != model::By::Kind::Nothing) cells.push_back(group);
        cells.insert(cells.end(), {question.zone.label(start, asked.interval), std::to_string(members.size()),
                                   std::to_string(period), is_over ? std::to_string(returned) : "-",
                                   is_over ? share(returned, members.size()) : "-", is_over ? "ok" : "censored"});
        lines.push_back(joined(cells));
      }
    }
  }
  return lines;
}

}  // namespace throughline::reference
