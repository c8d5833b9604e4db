// What definitions ask of each other.
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "wire/definition.h"
#include "wire/definition/locator.h"
#include "wire/definition/yaml_reader.h"

namespace throughline::wire {
namespace {

using definition::Locator;
using model::Definition;
using model::DefinitionKind;

class References {
 public:
  explicit References(const std::vector<Definition>& definitions) : definitions_(definitions) {}

  std::vector<Error> check() {
    for (const Definition& definition : definitions_) check_name(definition);
    for (const Definition& definition : definitions_) {
      if (const auto* journey = std::get_if<model::JourneyDefinition>(&definition.meaning))
        check_journey(definition, *journey);
      if (const auto* metric = std::get_if<model::MetricDefinition>(&definition.meaning))
        check_metric(definition, *metric);
    }
    check_surveys();
    return std::move(errors_);
  }

 private:
  void check_name(const Definition& definition) {
    const auto [first, is_new] = by_name_.try_emplace({definition.kind, definition.name}, &definition);
    if (is_new) {
      names_[definition.kind].push_back(definition.name);
      return;
    }
    const std::string key(to_text(definition.kind));
    const Place before = Locator(*first->second).take(key, definition.name);
    errors_.push_back(
        {.code = "definition.duplicate-name",
         .message = fmt::format("two {}s are called \"{}\"", key, definition.name),
         .place = Locator(definition).take(key, definition.name),
         .notes = {fmt::format("the other stands in {}",
                               before.line > 0 ? fmt::format("{}:{}", before.name, before.line) : before.name)},
         .help = "give one of them another name"});
  }

  // The definition of that name, or nothing and an error.
  const Definition* find(DefinitionKind kind, const std::string& name, const Place& place) {
    if (const auto found = by_name_.find({kind, name}); found != by_name_.end()) return found->second;
    const std::string otherwise = fmt::format(
        "write {}/{}.yaml", model::kDefinitionFolders[static_cast<std::size_t>(kind)], yaml::shortened(name));
    errors_.push_back({.code = fmt::format("definition.unknown-{}", to_text(kind)),
                       .message = fmt::format("no {} is called \"{}\"", to_text(kind), yaml::shortened(name)),
                       .place = place,
                       .help = did_you_mean(name, names_[kind], otherwise)});
    return nullptr;
  }

  void check_metric(const Definition& definition, const model::MetricDefinition& metric) {
    if (metric.task.empty()) return;
    const Definition* found = find(DefinitionKind::Task, metric.task, Locator(definition).take("task", metric.task));
    const auto* task = found ? std::get_if<model::TaskDefinition>(&found->meaning) : nullptr;
    if (!task || metric.opportunities == 0 || !task->error.empty()) return;
    errors_.push_back({.code = "definition.unfitting-key",
                       .message = fmt::format("\"opportunities\" counts nothing: the task \"{}\" names no error events",
                                              yaml::shortened(metric.task)),
                       .place = Locator(definition).take("opportunities", std::to_string(metric.opportunities)),
                       .help = "give the task \"error\", or leave \"opportunities\" out"});
  }

  void check_journey(const Definition& definition, const model::JourneyDefinition& journey) {
    Locator locator(definition);
    for (const std::string& name : journey.metrics) check_of_journey(name, locator.take("metrics", name));
    for (const model::StageDefinition& stage : journey.stages) {
      for (const std::string& name : stage.metrics) check_staged(name, "stage", locator.take("stages/metrics", name));
      for (const model::StepDefinition& step : stage.steps) {
        for (const std::string& name : step.tasks)
          find(DefinitionKind::Task, name, locator.take("stages/steps/tasks", name));
        for (const std::string& name : step.metrics)
          check_staged(name, "step", locator.take("stages/steps/metrics", name));
        for (const model::StepFriction& friction : step.frictions)
          if (friction.is_defined())
            check_friction(friction.name, locator.take("stages/steps/frictions", friction.name));
      }
    }
  }

  // The workspace's own, or a built-in one, with or without "throughline.".
  void check_friction(const std::string& name, const Place& place) {
    if (by_name_.contains({DefinitionKind::Friction, name})) return;
    std::vector<std::string> known = names_[DefinitionKind::Friction];
    for (const Definition& one : builtin_frictions()) {
      constexpr std::string_view kOurs = "throughline.";
      if (one.name == name) return;
      known.push_back(one.name.starts_with(kOurs) ? one.name.substr(kOurs.size()) : one.name);
    }
    if (std::ranges::find(known, name) != known.end()) return;
    errors_.push_back({.code = "definition.unknown-friction",
                       .message = fmt::format("no friction is called \"{}\"", yaml::shortened(name)),
                       .place = place,
                       .help = did_you_mean(name, known, "write frictions/NAME.yaml, or give events: NAME: EVENTS")});
  }

  // What people think of the whole relationship was not earned in one stage of it.
  void check_staged(const std::string& name, std::string_view where, const Place& place) {
    const Definition* found = find(DefinitionKind::Metric, name, place);
    const auto* metric = found ? std::get_if<model::MetricDefinition>(&found->meaning) : nullptr;
    if (!metric || !metric->is_relationship) return;
    errors_.push_back({.code = "definition.relationship-in-stage",
                       .message = fmt::format("\"{}\" is a relationship metric and cannot stand in a {}", name, where),
                       .place = place,
                       .help = "move it to the journey's own metrics"});
  }

  // What people said of one touchpoint is no opinion of the whole.
  void check_of_journey(const std::string& name, const Place& place) {
    const Definition* found = find(DefinitionKind::Metric, name, place);
    const auto* metric = found ? std::get_if<model::MetricDefinition>(&found->meaning) : nullptr;
    if (!metric || metric->is_relationship || !is_of_answers(metric->kind)) return;
    errors_.push_back(
        {.code = "definition.transactional-on-journey",
         .message =
             fmt::format("\"{}\" is a transactional metric of answers and cannot stand on a whole journey", name),
         .place = place,
         .help = "move it to the stage or step where people were asked, or write \"relationship: true\" in it where "
                 "they were asked about the whole"});
  }

  // A survey asks about one touchpoint or about the whole, not both: which it is may not depend on who reads it.
  void check_surveys() {
    std::map<std::string, std::pair<const Definition*, const model::MetricDefinition*>> first;
    for (const Definition& definition : definitions_) {
      const auto* metric = std::get_if<model::MetricDefinition>(&definition.meaning);
      if (!metric || metric->survey.empty()) continue;
      const auto& [other, read] = first.try_emplace(metric->survey, &definition, metric).first->second;
      if (read->is_relationship == metric->is_relationship) continue;
      const auto as = [](const model::MetricDefinition& one) {
        return one.is_relationship ? "of the relationship" : "transactional";
      };
      const Place before = Locator(*other).take("survey", metric->survey);
      errors_.push_back(
          {.code = "definition.survey-of-both",
           .message = fmt::format("the survey \"{}\" is {} to \"{}\" and {} to \"{}\"", yaml::shortened(metric->survey),
                                  as(*metric), metric->name, as(*read), read->name),
           .place = Locator(definition).take("survey", metric->survey),
           .notes = {fmt::format("the other stands in {}",
                                 before.line > 0 ? fmt::format("{}:{}", before.name, before.line) : before.name)},
           .help = "write \"relationship: true\" in both or in neither, or give the two surveys names of their own"});
    }
  }

  const std::vector<Definition>& definitions_;
  std::map<std::pair<DefinitionKind, std::string>, const Definition*> by_name_;
  std::map<DefinitionKind, std::vector<std::string>> names_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> check_references(const std::vector<Definition>& definitions) {
  return References(definitions).check();
}

}  // namespace throughline::wire
