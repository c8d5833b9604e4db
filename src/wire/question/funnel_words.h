// funnel_words.h: the words of a funnel's rules, as JSON and the command line write them.
#pragma once

#include <string_view>

#include "base/error.h"
#include "model/funnel.h"

namespace throughline::wire {

// Errors of all: question.unknown-value, with the words that there are.
Result<model::FunnelOrder> parse_funnel_order(std::string_view text);
Result<model::FunnelRules> parse_funnel_rules(std::string_view text);
Result<model::FunnelMode> parse_funnel_mode(std::string_view text);
Result<model::Attribution> parse_attribution(std::string_view text);  // "first", "last", "all", "step:2"
// "7d" and the like, "1 month", "2 sessions". Errors: those of parse_duration, duration.zero.
Result<model::FunnelWindow> parse_window(std::string_view text);

}  // namespace throughline::wire
