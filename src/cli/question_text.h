// question_text.h: what a shortcut asks, as the document that throughline query would read.
//
//     funnel --steps "cart,pay|invoice" --within 7d --behind dropped:1
//     {"ask": "funnel", "steps": [["cart"], ["pay", "invoice"]], "within": "7d", "behind": {"outcome": "dropped:1"}, …}
//
// For what keeps a question instead of answering it: cohorts.
#pragma once

#include <string>

#include "base/error.h"
#include "cli/options.h"

namespace throughline::cli {

// `zone`: the workspace's, where the options name none. Errors: question.empty-step.
Result<std::string> question_text(const Options& options, std::string_view zone);

}  // namespace throughline::cli
