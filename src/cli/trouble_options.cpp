#include "cli/trouble_options.h"

#include <CLI/CLI.hpp>

#include "cli/given.h"
#include "cli/options.h"

namespace throughline::cli {
namespace {

using model::Question;

constexpr int kMostListed = 1000;

Status read_friction(const TroubleOptions& given, Question& question) {
  Question::Friction friction{.frictions = given.frictions};
  if (!given.rules.empty()) friction.rules = given.rules;
  if (!given.place.empty()) friction.place = given.place;
  if (given.top > 0) friction.top = given.top;
  if (given.idle == "none") {
    friction.idle.reset();
  } else if (!given.idle.empty()) {
    TRY(idle, read_span(given.idle, "--idle"));
    friction.idle = idle;
  }
  question.ask = std::move(friction);
  return {};
}

Status read_handovers(const Options& options, Question& question) {
  const TroubleOptions& given = options.troubles;
  Question::Handovers handovers;
  if (!given.between.empty()) handovers.between = given.between;
  if (given.top > 0) handovers.top = given.top;
  if (!options.within.empty()) {
    TRY(within, read_span(options.within, "--within"));
    handovers.within = within;
  }
  TRY(events, read_events(options.events, "--events"));
  handovers.events = std::move(events);
  TRY(done, read_events(given.done, "--done"));
  handovers.done = std::move(done);
  TRY(asks, read_events(given.asks, "--asks"));
  handovers.asks = std::move(asks);
  if (!given.topic.empty() && given.asks.empty())
    return fail(
        Error{.code = "question.conflict", .message = "--topic belongs to --asks", .place = {.name = "--topic"}});
  handovers.topic = given.topic;
  question.ask = std::move(handovers);
  return {};
}

}  // namespace

void add_troubles(CLI::App& app, Options& options, void (*add_common)(CLI::App&, Options&)) {
  TroubleOptions& given = options.troubles;
  CLI::App& friction = *app.add_subcommand("friction", "signs of trouble: how often, whom, where");
  friction.add_option("names", given.frictions, "rage_click, sentry.dead_click, …; all of the rules unless given");
  friction.add_option("--rules", given.rules, "throughline (default), posthog, openreplay, sentry, datadog, …");
  friction.add_option("--idle", given.idle, "a longer pause ends a session (default 30m); or none");
  friction.add_option("--place", given.place, "where they happen: touchpoint (default), channel or a property");
  friction.add_option("--top", given.top, "places that are listed of each (default 10)")
      ->transform(CLI::Range(1, kMostListed).description(""));
  add_common(friction, options);

  CLI::App& handovers = *app.add_subcommand("handovers", "passages between channels, devices or teams");
  handovers.add_option("--between", given.between, "channel (default), touchpoint or a property");
  handovers.add_option("--events", options.events, "events that are looked at, separated by commas; all unless given");
  handovers.add_option("--within", options.within, "who is not heard of for longer is lost (default 1d)");
  handovers.add_option("--done", given.done, "events after which silence is no loss, separated by commas");
  handovers.add_option("--asks", given.asks, "events that may be asked again, separated by commas");
  handovers.add_option("--topic", given.topic, "with --asks: the property that says what is asked");
  handovers.add_option("--top", given.top, "passages that are listed (default 50)")
      ->transform(CLI::Range(1, kMostListed).description(""));
  add_common(handovers, options);
}

bool is_of_troubles(const std::string& command) {
  return command == "friction" || command == "handovers";
}

Status read_troubles(const Options& options, Question& question) {
  return options.command == "friction" ? read_friction(options.troubles, question) : read_handovers(options, question);
}

}  // namespace throughline::cli
