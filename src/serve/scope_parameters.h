// scope_parameters.h: the query parameters that several paths share: from, to, zone, segment, by, as_of.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "decide/workspace.h"
#include "model/question.h"
#include "serve/dispatch.h"

namespace throughline::serve {

// from, to, zone, segment. A day as `to` is included. `zone`: the workspace's, where the call names none.
Result<decide::Workspace::Scope> read_scope(const Call& call, const Zone& zone);

// A question with scope and, where the path has it, by and as_of.
Result<model::Question> read_question(const Call& call, const Zone& zone);

// The version of a definition; nothing where none is named.
Result<std::optional<int>> read_version(const Call& call, std::string_view parameter);

// before_from, before_to, before_known, before_version, before_value: the earlier reading of a metric.
Result<model::MovementQuestion::Before> read_before(const Call& call, const Zone& zone);

}  // namespace throughline::serve
