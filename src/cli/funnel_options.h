// funnel_options.h: a funnel as options write it, and its times to convert as a table of their own.
#pragma once

#include <optional>

#include "base/error.h"
#include "cli/options.h"
#include "model/answer.h"
#include "model/question.h"

namespace throughline::cli {

// Errors: those of wire/question/funnel_words.h, and question.unknown-value for numbers that are none; places are
// options.
Result<model::FunnelQuestion> funnel_question(const Options& options);

// One row per bucket of an answer that tells times to convert.
std::optional<model::Answer> times_of(const model::Answer& answer);

}  // namespace throughline::cli
