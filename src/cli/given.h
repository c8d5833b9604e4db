// given.h: what options hold, read; errors bear the option as their place.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/instant.h"
#include "model/definition.h"

namespace throughline::cli {

template <class T>
Result<T> at_option(Result<T> result, std::string_view option) {
  if (!result) return fail(std::move(result).error().at({.name = std::string(option)}));
  return result;
}

// "cart,basket|bag": any of these events.
Result<model::AnyOf> read_events(const std::string& text, std::string_view option);
// Errors: those of parse_duration, duration.zero.
Result<Duration> read_span(const std::string& text, std::string_view option);

}  // namespace throughline::cli
