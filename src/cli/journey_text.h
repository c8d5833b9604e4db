// journey_text.h: a journey in the terminal: the stages as one table, then each stage with what was measured on it.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/answer.h"

namespace throughline::cli {

std::string journey_text(const model::Answer& journey, const Look& look);

}  // namespace throughline::cli
