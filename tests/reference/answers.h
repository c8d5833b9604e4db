// answers.h: who gave which score, as score.cpp counts it; what weighted.cpp and quality.cpp look at.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {

struct Given {
  double score = 0;
  Told told;
};
using AnswersByGroup = std::map<std::string, std::vector<Given>>;

std::string text_of(const model::Event& event, const std::string& property);
bool is_answer(const model::MetricDefinition& metric, const Told& told);

// Scored answers in period, segment and groups: of each person the last one, unless all of them count.
AnswersByGroup answers(const World& world, const model::Question& question, const model::MetricDefinition& metric);

// Does the metric leave this answer out because nobody thought about it?
bool is_poor(const World& world, const model::Question& question, const model::MetricDefinition& metric,
             const Told& told);

// The figures with the values that the population would give; weights are not trimmed here.
void weigh(const World& world, const model::Question& question, const model::MetricDefinition& metric,
           Figures& figures);

}  // namespace throughline::reference
