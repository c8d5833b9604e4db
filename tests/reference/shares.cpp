// Metrics that are read off the answers of other questions: conversion off a funnel, retention off cohorts.
#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::MetricDefinition;
using model::Question;

std::optional<double> part(std::size_t of, std::size_t whole) {
  return whole == 0 ? std::nullopt : std::optional(static_cast<double>(of) / static_cast<double>(whole));
}

std::string group_of(const std::vector<std::string>& cells, std::size_t dimensions) {
  return joined({cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(dimensions)});
}

}  // namespace

Figures converted(const World& world, const Question& question, const MetricDefinition& metric) {
  Question asked = question;
  Question::Funnel steps{.steps = metric.steps};
  if (metric.window) steps.within = *metric.window;
  asked.ask = steps;
  const std::size_t first = question.by.size();
  std::map<std::string, std::vector<std::size_t>> reached;
  for (const std::string& line : funnel(world, asked)) {
    const std::vector<std::string> cells = cells_of(line);
    reached[group_of(cells, first)].push_back(std::stoul(cells[first + 1]));
  }
  Figures result;
  for (const auto& [group, people] : reached) {
    if (first > 0 && people.front() == 0) continue;  // a funnel lists empty intervals, a metric does not
    result[group] = {people.front(),
                     part(people.back(), people.front()),
                     {counted(subjects(question), people.front()), counted("converted", people.back())}};
  }
  return result;
}

Figures retained(const World& world, const Question& question, const MetricDefinition& metric) {
  Question asked = question;
  asked.ask = Question::Retention{.start = metric.event,
                                  .returns = metric.returns,
                                  .periods = 1,
                                  .interval = parse_interval(metric.interval).value()};
  struct Pooled {
    std::size_t members = 0, returned = 0, open = 0;
  };
  const std::size_t first = question.by.size();
  std::map<std::string, Pooled> pooled;
  if (first == 0) pooled[""];
  for (const std::string& line : retention(world, asked)) {
    const std::vector<std::string> cells = cells_of(line);  // [group |] cohort | members | period | returned | …
    if (cells[first + 2] != "1") continue;
    Pooled& group = pooled[group_of(cells, first)];
    const std::size_t members = std::stoul(cells[first + 1]);
    const bool is_over = cells[first + 3] != "-";
    (is_over ? group.members : group.open) += members;
    group.returned += is_over ? std::stoul(cells[first + 3]) : 0;
  }
  Figures result;
  for (const auto& [group, all] : pooled) {
    result[group] = {
        all.members,
        part(all.returned, all.members),
        {counted(subjects(question), all.members), counted("returned", all.returned), counted("open", all.open)}};
  }
  return result;
}

}  // namespace throughline::reference
