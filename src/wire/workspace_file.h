// workspace_file.h: workspace.yaml, what a workspace says of itself.
//
//     workspace: Tarn Mutual
//     about: A simulated insurer; all people are made up
//     zone: Europe/Berlin            # of calendar days and intervals, unless a question names another
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace throughline::wire {

struct WorkspaceFile {
  std::string name;
  std::string about;
  std::string zone = "UTC";
};

// Errors: as parse_definition.
Result<WorkspaceFile> parse_workspace_file(std::string_view yaml, std::string_view file);
std::string to_yaml(const WorkspaceFile& workspace);

}  // namespace throughline::wire
