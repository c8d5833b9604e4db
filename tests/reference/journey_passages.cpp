#include "reference/journey_passages.h"

#include <algorithm>

namespace throughline::reference {

bool is_of(const model::StageDefinition& stage, const Told& told) {
  return std::ranges::any_of(stage.steps,
                             [&](const model::StepDefinition& step) { return is_one_of(step.events, told); });
}

Instant end_of_period(const World& world, const model::Question& question) {
  return question.to.value_or(data_last(world) + Duration(1));
}

std::vector<JourneyPassage> journey_passages(const World& world, model::Question question,
                                             const model::JourneyDefinition& journey) {
  question.counting = {};
  if (journey.of != "person") question.counting = {model::SubjectKind::Object, journey.of};
  const Instant begin = question.from.value_or(data_begin(world)), end = end_of_period(world, question);
  std::vector<JourneyPassage> all;
  for (const Story& story : stories(world, question.counting)) {
    JourneyPassage passage{.story = story};
    for (std::size_t place = 0; place < story.events.size(); ++place) {
      const Told& told = story.events[place];
      const bool is_touch = std::ranges::any_of(journey.stages, [&](const auto& stage) { return is_of(stage, told); });
      if (!is_touch || told.event.time < begin) continue;
      passage.places.push_back(place);
      passage.touches.push_back(told);
    }
    const std::vector<Told>& touches = passage.touches;
    if (touches.empty() || touches[0].event.time >= end) continue;
    // The passage is that of the first person known in the period.
    const Told* anchor = &touches[0];
    for (const Told& touch : touches) {
      if (anchor->person.empty() && !touch.person.empty() && touch.event.time < end) anchor = &touch;
    }
    if (!counts(world, question, *anchor, touches[0])) continue;
    passage.groups = groups(world, question, *anchor, touches[0]);
    all.push_back(std::move(passage));
  }
  return all;
}

std::optional<Stay> stay_in(const JourneyPassage& passage, const model::JourneyDefinition& journey,
                            const model::StageDefinition& stage, Instant end_of_period) {
  const std::vector<Told>& touches = passage.touches;
  Stay stay{.within = stage.within.value_or(journey.within)};
  while (stay.entered < touches.size() &&
         !(touches[stay.entered].event.time < end_of_period && is_of(stage, touches[stay.entered])))
    ++stay.entered;
  if (stay.entered == touches.size()) return std::nullopt;
  stay.silent = stay.entered + 1;
  while (stay.silent < touches.size() &&
         touches[stay.silent].event.time - touches[stay.silent - 1].event.time <= stay.within)
    ++stay.silent;
  return stay;
}

}  // namespace throughline::reference
