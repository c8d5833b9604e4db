#include <fmt/format.h>
#include <set>

#include "wire/definition/kinds.h"

namespace throughline::wire::definition {
namespace {

using yaml::Mapping;
using yaml::Node;
using yaml::Value;

// Names of frictions that are defined elsewhere, and events under a name.
Status add_frictions(const Value& value, std::vector<model::StepFriction>& frictions) {
  if (value.is(Node::Kind::Text)) {
    TRY(name, read_text(value));
    frictions.push_back({.name = std::move(name), .events = {}});
    return {};
  }
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("the name of a friction, or a name with its events");
  for (const auto& [name, events] : value.members()) {
    CHECKED(read_text(name));
    TRY(any_of, read_events(events));
    frictions.push_back({.name = name.node().text, .events = std::move(any_of)});
  }
  return {};
}

Result<std::vector<model::StepFriction>> read_frictions(const Value& value) {
  std::vector<model::StepFriction> frictions;
  if (!value.is(Node::Kind::List)) {
    CHECKED(add_frictions(value, frictions));
    return frictions;
  }
  for (const Value& item : value.items()) CHECKED(add_frictions(item, frictions));
  return frictions;
}

Result<model::StepDefinition> read_step(const Value& value) {
  TRY(mapping, Mapping::open(value, "a step",
                             {"step", "events", "intended", "tasks", "metrics", "frictions", "frontstage", "backstage",
                              "support"}));
  model::StepDefinition step;
  CHECKED(mapping.required("step", step.name, yaml::read_text));
  CHECKED(mapping.required("events", step.events, read_events));
  CHECKED(mapping.optional("intended", step.intended, yaml::read_text));
  CHECKED(mapping.optional("tasks", step.tasks, yaml::read_texts));
  CHECKED(mapping.optional("metrics", step.metrics, yaml::read_texts));
  CHECKED(mapping.optional("frictions", step.frictions, read_frictions));
  CHECKED(mapping.optional("frontstage", step.frontstage, yaml::read_texts));
  CHECKED(mapping.optional("backstage", step.backstage, yaml::read_texts));
  CHECKED(mapping.optional("support", step.support, yaml::read_texts));
  return step;
}

// Stages of a journey, and steps of a stage, are told apart by name.
template <class Named>
Status check_names(const Value& list, const std::vector<Named>& entries, std::string_view kind) {
  const std::vector<Value> items = list.items();
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (names.insert(entries[i].name).second) continue;
    return items[i].error("definition.duplicate-name",
                          fmt::format("two {}s are called \"{}\"", kind, yaml::shortened(entries[i].name)));
  }
  return {};
}

Result<model::StageDefinition> read_stage(const Value& value) {
  TRY(mapping, Mapping::open(value, "a stage", {"stage", "within", "metrics", "steps"}));
  model::StageDefinition stage;
  CHECKED(mapping.required("stage", stage.name, yaml::read_text));
  CHECKED(mapping.optional("within", stage.within, yaml::read_span));
  CHECKED(mapping.optional("metrics", stage.metrics, yaml::read_texts));
  CHECKED(mapping.required("steps", stage.steps, [](const Value& list) { return read_list(list, read_step); }));
  CHECKED(check_names(*mapping.find("steps"), stage.steps, "step"));
  return stage;
}

}  // namespace

Result<model::JourneyDefinition> read_journey(const Value& value) {
  TRY(mapping, Mapping::open(value, "a journey", {"journey", "title", "of", "within", "metrics", "stages"}));
  model::JourneyDefinition journey;
  CHECKED(mapping.required("journey", journey.name, read_name));
  journey.title = journey.name;
  CHECKED(mapping.optional("title", journey.title, yaml::read_text));
  CHECKED(mapping.optional("of", journey.of, yaml::read_text));
  CHECKED(mapping.optional("within", journey.within, yaml::read_span));
  CHECKED(mapping.optional("metrics", journey.metrics, yaml::read_texts));
  CHECKED(mapping.required("stages", journey.stages, [](const Value& list) { return read_list(list, read_stage); }));
  CHECKED(check_names(*mapping.find("stages"), journey.stages, "stage"));
  return journey;
}

}  // namespace throughline::wire::definition
