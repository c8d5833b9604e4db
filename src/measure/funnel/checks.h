// checks.h: what a funnel may ask for, and what each rule set knows.
#pragma once

#include "base/error.h"
#include "model/question.h"
#include "sequence/frame.h"

namespace throughline::measure {

// Errors, with the place in the question: funnel.too-few-steps, funnel.too-many-steps, funnel.too-many-exclusions,
// funnel.too-many-held, funnel.wrong-step, funnel.not-in-rules, funnel.conflict.
Status check(const model::FunnelQuestion& asked, const sequence::Frame& frame);

}  // namespace throughline::measure
