// reference_way.h: the questions that tests/reference can answer, asked of it.
#pragma once

#include <memory>

#include "ways.h"

namespace throughline::cases {

// Errors: those of the case's definitions.
Result<std::unique_ptr<Way>> reference_way(const CaseFile& file);

}  // namespace throughline::cases
