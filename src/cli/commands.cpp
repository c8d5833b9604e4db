#include "cli/commands.h"

#include <filesystem>
#include <fmt/format.h>

#include "wire/json.h"

namespace throughline::cli {

std::string Context::path(const std::string& given) const {
  return std::filesystem::path(given).is_absolute()
             ? given
             : (std::filesystem::path(request.cwd) / given).lexically_normal().string();
}

int Context::show(const model::Answer& answer) {
  switch (options.format) {
    case Format::Json:
      output.out(wire::to_json(answer) + "\n");
      break;
    case Format::Csv:
      output.out(to_csv(answer));
      break;
    case Format::Table:
      output.out(to_table(answer, look()));
      break;
  }
  return 0;
}

int Context::show(const Error& error) {
  return show(std::vector{error});
}

int Context::show(const std::vector<Error>& errors) {
  if (options.format == Format::Json) output.out(failure_json(errors, options));
  for (const Error& error : errors) tell(error);
  return 1;
}

int Context::show(Result<model::Answer> answer) {
  return answer ? show(*answer) : show(answer.error());
}

std::string failure_json(const std::vector<Error>& errors, const Options& options) {
  model::Answer answer = to_answer(errors.front());
  answer.definition = {.kind = options.command, .name = options.name, .title = options.name};
  if (errors.size() > 1) {
    model::Rows all;
    for (const Error& error : errors) all.push_back(to_row(error));
    answer.more.emplace_back("errors", std::move(all));
  }
  return wire::to_json(answer) + "\n";
}

int run_command(decide::Workspace& workspace, const serve::CommandRequest& request, serve::Output& output) {
  const Parsed parsed = parse(request.argv);
  if (parsed.is_done) {
    output.out(parsed.out);
    output.err(parsed.err);
    return parsed.exit_code;
  }
  Context context{workspace, parsed.options, request, output};
  const std::string& command = parsed.options.command;
  if (command == "apply") return apply(context);
  if (command == "export") return export_definitions(context);
  if (command == "import") return import(context);
  if (command == "ledger") return ledger(context);
  if (command == "names") return context.show(workspace.names(context.options.name));
  if (command == "people") return people(context);
  if (command == "person") return person(context);
  if (command == "cohort") return cohort(context);
  if (command == "forget") return forget(context);
  return question(context);
}

}  // namespace throughline::cli
