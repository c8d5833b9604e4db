// routes.h: every path of contract/openapi.yaml, answered by the workspace.
#pragma once

#include <vector>

#include "decide/workspace.h"
#include "serve/dispatch.h"

namespace throughline::serve {

// The workspace must outlive them. Errors: those of yaml_to_json, when the contract is broken.
Result<std::vector<Route>> api_routes(decide::Workspace& workspace);

}  // namespace throughline::serve
