#include <algorithm>
#include <array>
#include <map>

#include "reference/journey_passages.h"

namespace throughline::reference {
namespace {

using model::Question;

struct Stage {
  std::size_t passages = 0, went_on = 0, left = 0, still_here = 0, finished = 0;
  std::size_t due = 0, due_went_on = 0, due_left = 0;  // of those who entered long enough ago to tell
  std::set<std::string> people;
  std::vector<Duration> dwell, to_next;
};

// One passage through the stages.
struct Counting {
  const World& world;
  const model::JourneyDefinition& journey;
  const JourneyPassage& passage;
  Instant end;  // of the period

  void count(std::size_t number, Stage& stage) const {
    const model::StageDefinition& definition = journey.stages[number];
    const std::optional<Stay> stay = stay_in(passage, journey, definition, end);
    if (!stay) return;
    ++stage.passages;
    const std::vector<Told>& touches = passage.touches;
    const auto [entered, silent, within] = *stay;
    std::optional<Instant> went_on;
    Instant last_here = touches[entered].event.time;
    bool took_last_step = false;
    for (std::size_t i = entered; i < silent; ++i) {
      const Told& touch = touches[i];
      took_last_step = took_last_step || is_one_of(definition.steps.back().events, touch);
      if (is_of(definition, touch)) {
        last_here = touch.event.time;
        if (!touch.person.empty()) stage.people.insert(touch.person);
      }
      for (std::size_t later = number + 1; later < journey.stages.size() && i > entered && !went_on; ++later) {
        if (is_of(journey.stages[later], touch)) went_on = touch.event.time;
      }
    }
    const bool is_last = number + 1 == journey.stages.size();
    const bool is_silent = silent < touches.size() || touches[silent - 1].event.time + within <= data_last(world);
    if (went_on) stage.to_next.push_back(*went_on - touches[entered].event.time);
    const bool is_here = !went_on && !(is_last && took_last_step) && !is_silent;
    if (!is_here) stage.dwell.push_back(last_here - touches[entered].event.time);
    ++(went_on                     ? stage.went_on
       : is_last && took_last_step ? stage.finished
       : is_silent                 ? stage.left
                                   : stage.still_here);
    if (touches[entered].event.time + within > data_last(world)) return;
    ++stage.due;
    stage.due_went_on += went_on ? 1 : 0;
    stage.due_left += !went_on && !(is_last && took_last_step) && is_silent ? 1 : 0;
  }
};

// The stages as they follow each other, up to the first silence that is too long. Of an event's stages the one that the
// passage is in, else the nearest later one, else the nearest earlier one.
std::vector<std::size_t> way_of(const model::JourneyDefinition& journey, const std::vector<Told>& touches) {
  std::vector<std::size_t> way;
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const std::size_t here = way.empty() ? 0 : way.back();
    const Duration within = journey.stages[here].within.value_or(journey.within);
    if (i > 0 && touches[i].event.time - touches[i - 1].event.time > within) break;
    std::optional<std::size_t> later, earlier;
    for (std::size_t stage = 0; stage < journey.stages.size(); ++stage) {
      if (!is_of(journey.stages[stage], touches[i])) continue;
      if (stage >= here && !later) later = stage;
      if (stage < here) earlier = stage;
    }
    way.push_back(later ? *later : *earlier);
  }
  way.erase(std::unique(way.begin(), way.end()), way.end());
  return way;
}

// Of the ways that came further than the stage: how many, who skipped it, who came to it from a later one.
std::array<std::size_t, 3> deviations_at(std::size_t stage, const std::vector<std::vector<std::size_t>>& ways) {
  std::array<std::size_t, 3> found{};
  for (const std::vector<std::size_t>& way : ways) {
    const auto later = std::ranges::find_if(way, [&](std::size_t each) { return each > stage; });
    if (later == way.end()) continue;
    ++found[0];
    found[1] += std::find(way.begin(), later, stage) == later ? 1 : 0;
    found[2] += std::find(later, way.end(), stage) != way.end() ? 1 : 0;
  }
  return found;
}

// passages | kept_order | whole_way | [deviation | from | to | passages | share | times]…, the commonest first
std::vector<std::string> conformance(const model::JourneyDefinition& journey,
                                     const std::vector<std::vector<std::size_t>>& ways) {
  std::size_t kept = 0, whole = 0;
  std::map<std::pair<int, int>, std::vector<std::size_t>> moves;  // times, by passage
  for (const std::vector<std::size_t>& way : ways) {
    std::map<std::pair<int, int>, std::size_t> own;
    for (std::size_t i = 0; i < way.size(); ++i) {
      const int from = i == 0 ? -1 : static_cast<int>(way[i - 1]), to = static_cast<int>(way[i]);
      if (to != from + 1) ++own[{from, to}];
    }
    kept += own.empty() ? 1 : 0;
    whole += own.empty() && way.size() == journey.stages.size() ? 1 : 0;
    for (const auto& [move, times] : own) moves[move].push_back(times);
  }
  std::vector<std::pair<std::pair<int, int>, std::vector<std::size_t>>> commonest(moves.begin(), moves.end());
  std::ranges::stable_sort(commonest, std::ranges::greater(), [](const auto& each) { return each.second.size(); });
  std::string deviations;
  for (const auto& [move, passages] : commonest) {
    const auto [from, to] = move;
    std::size_t times = 0;
    for (const std::size_t each : passages) times += each;
    deviations += "[" +
                  joined({from < 0    ? "began_late"
                          : to < from ? "returned"
                                      : "skipped",
                          from < 0 ? "-" : journey.stages[static_cast<std::size_t>(from)].name,
                          journey.stages[static_cast<std::size_t>(to)].name, std::to_string(passages.size()),
                          share(passages.size(), ways.size()), std::to_string(times)}) +
                  "]";
  }
  return {std::to_string(ways.size()), share(kept, ways.size()), share(whole, ways.size()), deviations};
}

}  // namespace

Lines journey(const World& world, const Question& question, bool is_conformance) {
  const model::JourneyDefinition& definition =
      **world.catalogue.journey(std::get<Question::Journey>(question.ask).name);
  struct Group {
    std::vector<Stage> stages;
    std::vector<std::vector<std::size_t>> ways;
  };
  std::map<std::string, Group> by_group;
  const auto group_of = [&](const std::string& label) -> Group& {
    Group& group = by_group[label];
    group.stages.resize(definition.stages.size());
    return group;
  };
  if (question.by.empty()) group_of("");
  for (const JourneyPassage& passage : journey_passages(world, question, definition)) {
    const Counting counting{world, definition, passage, end_of_period(world, question)};
    for (const std::string& label : passage.groups) {
      Group& group = group_of(label);
      group.ways.push_back(way_of(definition, passage.touches));
      for (std::size_t number = 0; number < group.stages.size(); ++number) counting.count(number, group.stages[number]);
    }
  }
  Lines lines;
  for (const auto& [label, group] : by_group) {
    std::vector<std::string> head;
    if (!question.by.empty()) head.push_back(label);
    if (is_conformance) {
      const std::string row = joined(conformance(definition, group.ways));
      lines.push_back(head.empty() ? row : joined({label, row}));
      continue;
    }
    for (std::size_t number = 0; number < group.stages.size(); ++number) {
      const Stage& stage = group.stages[number];
      const bool is_last = number + 1 == group.stages.size();
      const auto [further, skipped, returned] = deviations_at(number, group.ways);
      std::vector<std::string> cells = head;
      cells.insert(cells.end(), {definition.stages[number].name, share(stage.passages, group.ways.size()),
                                 std::to_string(stage.passages), std::to_string(stage.people.size()),
                                 is_last ? "-" : share(stage.due_went_on, stage.due), share(stage.due_left, stage.due),
                                 std::to_string(stage.still_here), is_last ? std::to_string(stage.finished) : "-",
                                 share(skipped, further), share(returned, further), median_seconds(stage.dwell),
                                 median_seconds(stage.to_next)});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

}  // namespace throughline::reference
