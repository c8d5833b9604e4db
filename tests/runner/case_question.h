// case_question.h: "funnel steps=cart,pay within=1h" as the question's JSON.
#pragma once

#include <string>

#include "base/error.h"
#include "base/zone.h"

namespace throughline::cases {

// A text that begins with "{" is JSON already. Bounds of the period are read in the case's zone unless it says zone=….
Result<std::string> question_of(const std::string& text, const Zone& zone);

}  // namespace throughline::cases
