#include "cli/given.h"

#include "wire/json.h"

namespace throughline::cli {

Result<model::AnyOf> read_events(const std::string& text, std::string_view option) {
  TRY(steps, at_option(wire::parse_steps(text), option));
  model::AnyOf events;
  for (const model::AnyOf& step : steps) events.insert(events.end(), step.begin(), step.end());
  return events;
}

Result<Duration> read_span(const std::string& text, std::string_view option) {
  TRY(span, at_option(parse_duration(text), option));
  if (span > Duration::zero()) return span;
  return fail(Error{.code = "duration.zero",
                    .message = "a duration must be longer than nothing",
                    .place = {.name = std::string(option)}});
}

}  // namespace throughline::cli
