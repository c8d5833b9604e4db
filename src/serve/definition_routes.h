// definition_routes.h: /definitions and /definitions/{kind}/{name}.
#pragma once

#include "decide/workspace.h"
#include "serve/dispatch.h"

namespace throughline::serve {

Result<Reply> list_definitions(decide::Workspace& workspace, const Call& call);

// With its text and every version, newest first. Errors: definition.unknown-kind, and those of Catalogue::find.
Result<Reply> one_definition(decide::Workspace& workspace, const Call& call);

}  // namespace throughline::serve
