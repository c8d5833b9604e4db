#include <algorithm>

#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::Question;

bool is_of(const model::StageDefinition& stage, const Told& told) {
  return std::ranges::any_of(stage.steps,
                             [&](const model::StepDefinition& step) { return is_one_of(step.events, told); });
}

struct Stage {
  std::size_t passages = 0, went_on = 0, left = 0, still_here = 0, finished = 0;
  std::size_t due = 0, due_went_on = 0, due_left = 0;  // of those who entered long enough ago to tell
  std::set<std::string> people;
  std::vector<Duration> dwell, to_next;
};

// One passage's events of the journey, from the period's beginning on.
struct Passage {
  const World& world;
  const model::JourneyDefinition& journey;
  const std::vector<Told>& touches;
  Instant end;  // of the period

  void count(std::size_t number, Stage& stage) const {
    const model::StageDefinition& definition = journey.stages[number];
    std::size_t entered = 0;
    while (entered < touches.size() && !(touches[entered].event.time < end && is_of(definition, touches[entered])))
      ++entered;
    if (entered == touches.size()) return;
    ++stage.passages;
    const Duration within = definition.within.value_or(journey.within);
    std::size_t silent = entered + 1;  // the first event behind a silence that is too long
    while (silent < touches.size() && touches[silent].event.time - touches[silent - 1].event.time <= within) ++silent;

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

}  // namespace

Lines journey(const World& world, const Question& given) {
  const model::JourneyDefinition& definition = **world.catalogue.journey(std::get<Question::Journey>(given.ask).name);
  Question question = given;
  question.counting = {};
  if (definition.of != "person") question.counting = {model::SubjectKind::Object, definition.of};
  const Instant begin = question.from.value_or(data_begin(world)),
                end = question.to.value_or(data_last(world) + Duration(1));
  std::vector<Stage> stages(definition.stages.size());
  std::size_t passages = 0;
  for (const Story& story : stories(world, question.counting)) {
    std::vector<Told> touches;
    for (const Told& told : story.events) {
      const bool is_touch =
          std::ranges::any_of(definition.stages, [&](const auto& stage) { return is_of(stage, told); });
      if (is_touch && told.event.time >= begin) touches.push_back(told);
    }
    if (touches.empty() || touches[0].event.time >= end) continue;
    // The passage is that of the first person known in the period.
    const Told* anchor = &touches[0];
    for (const Told& touch : touches) {
      if (anchor->person.empty() && !touch.person.empty() && touch.event.time < end) anchor = &touch;
    }
    if (!counts(world, question, *anchor, touches[0])) continue;
    ++passages;
    const Passage passage{world, definition, touches, end};
    for (std::size_t number = 0; number < stages.size(); ++number) passage.count(number, stages[number]);
  }
  Lines lines;
  for (std::size_t number = 0; number < stages.size(); ++number) {
    const Stage& stage = stages[number];
    const bool is_last = number + 1 == stages.size();
    lines.push_back(joined({definition.stages[number].name, share(stage.passages, passages),
                            std::to_string(stage.passages), std::to_string(stage.people.size()),
                            is_last ? "-" : share(stage.due_went_on, stage.due), share(stage.due_left, stage.due),
                            std::to_string(stage.still_here), is_last ? std::to_string(stage.finished) : "-",
                            median_seconds(stage.dwell), median_seconds(stage.to_next)}));
  }
  return lines;
}

}  // namespace throughline::reference
