#include "wire/workspace_file.h"

#include <fmt/format.h>

#include "wire/definition/yaml_reader.h"

namespace throughline::wire {

Result<WorkspaceFile> parse_workspace_file(std::string_view text, std::string_view file_name) {
  TRY(file, yaml::File::parse(text, file_name));
  TRY(keys, yaml::Mapping::open(yaml::Value(file), "a workspace", {"workspace", "about", "zone"}));
  WorkspaceFile workspace;
  CHECKED(keys.required("workspace", workspace.name, yaml::read_text));
  CHECKED(keys.optional("about", workspace.about, yaml::read_text));
  CHECKED(keys.optional("zone", workspace.zone, yaml::read_zone));
  return workspace;
}

namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

}  // namespace

std::string to_yaml(const WorkspaceFile& workspace) {
  std::string text = fmt::format("workspace: {}\n", quoted(workspace.name));
  if (!workspace.about.empty()) text += fmt::format("about: {}\n", quoted(workspace.about));
  return text +
         fmt::format("zone: {}  # of calendar days and intervals, unless a question names another\n", workspace.zone);
}

}  // namespace throughline::wire
