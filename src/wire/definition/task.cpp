#include "wire/definition/kinds.h"

namespace throughline::wire::definition {

Result<model::TaskDefinition> read_task(const yaml::Value& value) {
  TRY(mapping, yaml::Mapping::open(value, "a task",
                                   {"task", "title", "start", "success", "error", "give_up", "within", "restart"}));
  model::TaskDefinition task;
  CHECKED(mapping.required("task", task.name, read_name));
  task.title = task.name;
  CHECKED(mapping.optional("title", task.title, yaml::read_text));
  CHECKED(mapping.required("start", task.start, read_events));
  CHECKED(mapping.required("success", task.success, read_events));
  CHECKED(mapping.optional("error", task.error, read_events));
  CHECKED(mapping.optional("give_up", task.give_up, read_events));
  CHECKED(mapping.optional("within", task.within, yaml::read_span));
  std::string restart = "ends";
  CHECKED(mapping.optional("restart", restart,
                           [](const yaml::Value& word) { return read_one_of(word, {"ends", "continues"}); }));
  task.restart_continues = restart == "continues";
  return task;
}

}  // namespace throughline::wire::definition
