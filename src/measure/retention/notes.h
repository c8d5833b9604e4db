// notes.h: a retention's rules in words, for the answer's title and notes.
#pragma once

#include <string>
#include <vector>

#include "model/question.h"

namespace throughline::measure {

// "signed up returning with opened by month", "… by 2 weeks".
std::string retention_title(const model::RetentionQuestion& asked);
std::vector<std::string> retention_notes(const model::RetentionQuestion& asked);

}  // namespace throughline::measure
