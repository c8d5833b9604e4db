// scope_parameters.h: the query parameters that several paths share: from, to, zone, segment, by, as_of.
#pragma once

#include "base/error.h"
#include "decide/workspace.h"
#include "model/question.h"
#include "serve/dispatch.h"

namespace throughline::serve {

// from, to, zone, segment. A day as `to` is included. `zone`: the workspace's, where the call names none.
Result<decide::Workspace::Scope> read_scope(const Call& call, const Zone& zone);

// A question with scope and, where the path has it, by and as_of.
Result<model::Question> read_question(const Call& call, const Zone& zone);

}  // namespace throughline::serve
