#include "wire/definition/kinds.h"

namespace throughline::wire::definition {

Result<model::TaskDefinition> read_task(const yaml::Value& value) {
  TRY(mapping, yaml::Mapping::open(value, "a task",
                                   {"task", "title", "start", "success", "error", "give_up", "within", "restart",
                                    "views", "fewest_views"}));
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
  CHECKED(mapping.optional("views", task.views, read_events));
  CHECKED(mapping.optional("fewest_views", task.fewest_views, yaml::read_count));
  if (mapping.has("views") != mapping.has("fewest_views"))
    return mapping.missing(mapping.has("views") ? "\"fewest_views\", which goes with \"views\","
                                                : "\"views\", which goes with \"fewest_views\",");
  if (mapping.has("fewest_views") && task.fewest_views == 0)
    return mapping.find("fewest_views")->wrong_type("a whole number of at least 1");
  return task;
}

}  // namespace throughline::wire::definition
