#include <algorithm>
#include <map>
#include <set>

#include "reference/signs.h"

namespace throughline::reference {
namespace {

using model::Question;
using Places = std::vector<std::size_t>;  // in a story's events

// A stretch of a story without a long silence, as stays of events at one station each.
struct Stretch {
  std::vector<Places> stays;
};

struct Passage {
  std::size_t handovers = 0, asked_again = 0;
  std::set<std::string> subjects;
  std::vector<Duration> delays;
};

struct Group {
  std::map<std::pair<std::string, std::string>, Passage> passages;
  std::map<std::string, std::size_t> lost, done, open, handed_over;
  std::map<std::string, std::set<std::string>> lost_subjects;
};

bool is_station(const Question::Handovers& asked, const Told& told) {
  const bool is_event = asked.events.empty() || is_one_of(asked.events, told);
  return is_event && !trait_of(asked.between, told.event).empty();
}

std::vector<Stretch> stretches(const Question::Handovers& asked, const Story& story) {
  std::vector<Stretch> all;
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    if (!is_station(asked, story.events[i])) continue;
    if (!before || story.events[i].event.time - story.events[*before].event.time > asked.within) all.emplace_back();
    const bool stays = !all.back().stays.empty() && trait_of(asked.between, story.events[*before].event) ==
                                                        trait_of(asked.between, story.events[i].event);
    if (!stays) all.back().stays.emplace_back();
    all.back().stays.back().push_back(i);
    before = i;
  }
  return all;
}

// What is asked at this place: nothing, a topic, or, without topics, "anything".
std::string asked_at(const Question::Handovers& asked, const Told& told) {
  if (!is_one_of(asked.asks, told)) return "";
  return asked.topic.empty() ? "anything" : trait_of(asked.topic, told.event);
}

bool is_asked_again(const Question::Handovers& asked, const Story& story, const Stretch& stretch, std::size_t stay) {
  const std::size_t begin = stretch.stays.front().front(), arrival = stretch.stays[stay].front();
  const std::size_t last = stretch.stays[stay].back();
  for (std::size_t i = arrival; i < story.events.size(); ++i) {
    const bool is_later_station = i > last && is_station(asked, story.events[i]);
    if (is_later_station || story.events[i].event.time - story.events[last].event.time > asked.within) return false;
    const std::string topic = asked_at(asked, story.events[i]);
    for (std::size_t k = begin; k < arrival && !topic.empty(); ++k) {
      if (asked_at(asked, story.events[k]) == topic) return true;
    }
  }
  return false;
}

void count_end(const World& world, const Question::Handovers& asked, const Story& story, const Stretch& stretch,
               std::size_t stay, Group& group) {
  const Told& last = story.events[stretch.stays[stay].back()];
  const std::string from = trait_of(asked.between, last.event);
  if (stay + 1 < stretch.stays.size()) {
    const Told& next = story.events[stretch.stays[stay + 1].front()];
    Passage& passage = group.passages[{from, trait_of(asked.between, next.event)}];
    ++passage.handovers;
    ++group.handed_over[from];
    passage.asked_again += is_asked_again(asked, story, stretch, stay + 1) ? 1 : 0;
    passage.subjects.insert(story.subject);
    passage.delays.push_back(next.event.time - last.event.time);
  } else if (is_one_of(asked.done, last)) {
    ++group.done[from];
  } else if (data_last(world) - last.event.time < asked.within) {
    ++group.open[from];
  } else {
    ++group.lost[from];
    group.lost_subjects[from].insert(story.subject);
  }
}

std::map<std::string, Group> grouped(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Handovers>(question.ask);
  std::map<std::string, Group> by_group;
  for (const Story& story : stories(world, question.counting)) {
    for (const Stretch& stretch : stretches(asked, story)) {
      for (std::size_t stay = 0; stay < stretch.stays.size(); ++stay) {
        const Told& last = story.events[stretch.stays[stay].back()];
        const Told& first = story.events[stretch.stays.front().front()];
        if (!counts(world, question, last, first)) continue;
        for (const std::string& label : groups(world, question, last, first))
          count_end(world, asked, story, stretch, stay, by_group[label]);
      }
    }
  }
  return by_group;
}

std::vector<std::string> begun(const Question& question, const std::string& label) {
  return question.by.empty() ? std::vector<std::string>{} : std::vector{label};
}

}  // namespace

// from | to | handovers | subjects | share | median_seconds | asked_again | asked_again_share; at most `top` passages
// occur in the worlds that are judged.
Lines handovers(const World& world, const Question& question) {
  const bool is_asked = !std::get<Question::Handovers>(question.ask).asks.empty();
  Lines lines;
  for (auto& [label, group] : grouped(world, question)) {
    for (const auto& [stations, passage] : group.passages) {
      std::vector<std::string> cells = begun(question, label);
      const std::size_t left = group.handed_over[stations.first] + group.lost[stations.first];
      cells.insert(cells.end(), {stations.first, stations.second, std::to_string(passage.handovers),
                                 std::to_string(passage.subjects.size()), share(passage.handovers, left),
                                 median_seconds(passage.delays), is_asked ? std::to_string(passage.asked_again) : "-",
                                 is_asked ? share(passage.asked_again, passage.handovers) : "-"});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

// from | handed_over | lost | subjects | loss | done | open
Lines handover_losses(const World& world, const Question& question) {
  Lines lines;
  for (auto& [label, group] : grouped(world, question)) {
    std::set<std::string> stations;
    for (const auto* counted : {&group.handed_over, &group.lost, &group.done, &group.open}) {
      for (const auto& [station, count] : *counted) stations.insert(station);
    }
    for (const std::string& from : stations) {
      std::vector<std::string> cells = begun(question, label);
      const std::size_t handed = group.handed_over[from], lost = group.lost[from];
      cells.insert(cells.end(), {from, std::to_string(handed), std::to_string(lost),
                                 std::to_string(group.lost_subjects[from].size()), share(lost, handed + lost),
                                 std::to_string(group.done[from]), std::to_string(group.open[from])});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

}  // namespace throughline::reference
