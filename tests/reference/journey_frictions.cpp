// Frictions inside a journey: of each passage through a stage, the events that are one of its frictions.
#include <algorithm>
#include <map>
#include <set>

#include "reference/journey_passages.h"
#include "reference/signs.h"

namespace throughline::reference {
namespace {

// Where in a story a friction shows: the events that it names, or where the friction of its name occurred.
std::set<std::size_t> places_of(const World& world, const model::StepFriction& friction, const Story& story) {
  std::set<std::size_t> places;
  if (friction.events.empty()) {
    const Signs signs = signs_of(friction_named(world, friction.name), story, data_last(world));
    places.insert(signs.occurred.begin(), signs.occurred.end());
    return places;
  }
  for (std::size_t place = 0; place < story.events.size(); ++place)
    if (is_one_of(friction.events, story.events[place])) places.insert(place);
  return places;
}

struct Met {
  std::size_t passages = 0, events = 0;
  void add(std::size_t times) {
    passages += times > 0 ? 1 : 0;
    events += times;
  }
};

struct OfStage {
  std::size_t passages = 0;
  std::map<std::size_t, std::size_t> took;                    // passages, by step
  std::map<std::string, Met> by_name;                         // an event counts once for a name
  std::map<std::size_t, std::map<std::size_t, Met>> by_step;  // by step, then by friction
};

void count(const World& world, const JourneyPassage& passage, const model::StageDefinition& stage, const Stay& stay,
           OfStage& found) {
  const std::vector<Told>& events = passage.story.events;
  const Instant until = passage.touches[stay.silent - 1].event.time + stay.within;
  const auto within = [&](const std::set<std::size_t>& places) {
    std::set<std::size_t> inside;
    for (const std::size_t place : places)
      if (place >= passage.places[stay.entered] && events[place].event.time <= until) inside.insert(place);
    return inside;
  };
  ++found.passages;
  std::map<std::string, std::set<std::size_t>> by_name;
  for (std::size_t step = 0; step < stage.steps.size(); ++step) {
    const bool is_taken = std::any_of(passage.touches.begin() + static_cast<std::ptrdiff_t>(stay.entered),
                                      passage.touches.begin() + static_cast<std::ptrdiff_t>(stay.silent),
                                      [&](const Told& told) { return is_one_of(stage.steps[step].events, told); });
    found.took[step] += is_taken ? 1 : 0;
    for (std::size_t i = 0; i < stage.steps[step].frictions.size(); ++i) {
      const model::StepFriction& friction = stage.steps[step].frictions[i];
      const std::set<std::size_t> places = within(places_of(world, friction, passage.story));
      if (is_taken) found.by_step[step][i].add(places.size());
      by_name[friction.name].insert(places.begin(), places.end());
    }
  }
  for (const auto& [name, places] : by_name) found.by_name[name].add(places.size());
}

std::string line_of(const World& world, const std::vector<std::string>& head, const model::StepFriction& friction,
                    const Met& met, std::size_t passages) {
  const std::string lack = friction.events.empty() ? lack_of(world, friction_named(world, friction.name)) : "";
  std::vector<std::string> cells = head;
  cells.push_back(friction.name);
  if (lack.empty()) {
    cells.insert(cells.end(),
                 {std::to_string(met.passages), share(met.passages, passages), std::to_string(met.events), "-"});
  } else {
    cells.insert(cells.end(), {"-", "-", "-", lack});
  }
  return joined(cells);
}

void list(const World& world, std::vector<std::string> head, const model::StageDefinition& stage, OfStage& found,
          Lines& lines) {
  head.push_back(stage.name);
  std::set<std::string> listed;
  for (std::size_t step = 0; step < stage.steps.size(); ++step) {
    for (std::size_t i = 0; i < stage.steps[step].frictions.size(); ++i) {
      const model::StepFriction& friction = stage.steps[step].frictions[i];
      std::vector<std::string> of_step = head, of_stage = head;
      of_step.push_back(stage.steps[step].name);
      of_stage.emplace_back("-");
      lines.push_back(line_of(world, of_step, friction, found.by_step[step][i], found.took[step]));
      if (listed.insert(friction.name).second)
        lines.push_back(line_of(world, of_stage, friction, found.by_name[friction.name], found.passages));
    }
  }
}

}  // namespace

Lines journey_frictions(const World& world, const model::Question& question) {
  const model::JourneyDefinition& journey =
      **world.catalogue.journey(std::get<model::Question::Journey>(question.ask).name);
  std::map<std::string, std::vector<OfStage>> by_group;
  if (question.by.empty()) by_group[""].resize(journey.stages.size());
  for (const JourneyPassage& passage : journey_passages(world, question, journey)) {
    for (const std::string& group : passage.groups) {
      std::vector<OfStage>& stages = by_group[group];
      stages.resize(journey.stages.size());
      for (std::size_t number = 0; number < stages.size(); ++number) {
        const auto stay = stay_in(passage, journey, journey.stages[number], end_of_period(world, question));
        if (stay) count(world, passage, journey.stages[number], *stay, stages[number]);
      }
    }
  }
  Lines lines;
  for (auto& [group, stages] : by_group) {
    std::vector<std::string> head;
    if (!question.by.empty()) head.push_back(group);
    for (std::size_t number = 0; number < stages.size(); ++number)
      list(world, head, journey.stages[number], stages[number], lines);
  }
  return lines;
}

}  // namespace throughline::reference
