// returning_question.h: retention, lifecycle, stickiness and activation from options.
#pragma once

#include <string_view>

#include "base/error.h"
#include "cli/options.h"
#include "model/question.h"

namespace throughline::cli {

bool is_returning(std::string_view command);

// What the options say is written as JSON and read as every question is, so that words, defaults and errors are those
// of the API. Period, segment and the like are not read here.
Result<model::Question> returning_question(const Options& options, const Zone& zone);

}  // namespace throughline::cli
