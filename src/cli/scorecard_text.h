// scorecard_text.h: the scorecard in the terminal: CX, UX, then where it hurts and what works.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/answer.h"

namespace throughline::cli {

std::string scorecard_text(const model::Answer& scorecard, const Look& look);

}  // namespace throughline::cli
