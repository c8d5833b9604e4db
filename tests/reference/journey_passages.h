// journey_passages.h: the passages of a journey, each with the places of its touches in a story.
#pragma once

#include <vector>

#include "reference/story.h"

namespace throughline::reference {

struct JourneyPassage {
  Story story;
  std::vector<std::size_t> places;  // of its touches, from the period's beginning on
  std::vector<Told> touches;        // the same as events
  std::vector<std::string> groups;
};

// Those that the question counts, of the people or objects that the journey is of.
std::vector<JourneyPassage> journey_passages(const World& world, model::Question question,
                                             const model::JourneyDefinition& journey);

bool is_of(const model::StageDefinition& stage, const Told& told);
Instant end_of_period(const World& world, const model::Question& question);

// Of one stage: the touch with which it is entered, and the first one behind a silence that is too long.
struct Stay {
  std::size_t entered = 0, silent = 0;
  Duration within{};
};
std::optional<Stay> stay_in(const JourneyPassage& passage, const model::JourneyDefinition& journey,
                            const model::StageDefinition& stage, Instant end_of_period);

}  // namespace throughline::reference
