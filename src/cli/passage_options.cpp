#include "cli/passage_options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/given.h"
#include "cli/options.h"

namespace throughline::cli {
namespace {

using model::Question;

void add_naming(CLI::App& command, PassageOptions& given) {
  command.add_option("--node", given.node, "what nodes are: event (default) or touchpoint");
  command.add_option("--pattern", given.patterns, "\"product *=product\": names that fit are one node; repeatable");
}

void add_cuts(CLI::App& command, PassageOptions& given) {
  command.add_option("--gap", given.gap, "a longer pause ends a passage; or none");
  command.add_option("--collapse", given.collapse, "are repeats of a node one visit: yes or no");
  add_naming(command, given);
}

std::unexpected<Error> wrong_word(std::string_view option, const std::string& word,
                                  const std::vector<std::string>& known) {
  return fail(Error{.code = "question.unknown-value",
                    .message = fmt::format("{} cannot be \"{}\"", option, word),
                    .place = {.name = std::string(option)},
                    .help = did_you_mean(word, known, fmt::format("one of: {}", fmt::join(known, ", ")))});
}

Status read_naming(const PassageOptions& given, model::Naming& naming) {
  if (given.node == "touchpoint") {
    naming.node = model::NodeOf::Touchpoint;
  } else if (!given.node.empty() && given.node != "event") {
    return wrong_word("--node", given.node, {"event", "touchpoint"});
  }
  for (const std::string& text : given.patterns) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return fail(Error{.code = "question.wrong-type",
                        .message = fmt::format("\"{}\" is no pattern with a name", text),
                        .place = {.name = "--pattern"},
                        .help = "write PATTERN=NAME, as in \"product *=product\""});
    }
    naming.groups.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return {};
}

Status read_cuts(const PassageOptions& given, model::Gap& gap, bool& collapse, model::Naming& naming) {
  if (given.gap == "none") {
    gap = {.kind = model::Gap::Kind::None, .than = {}};
  } else if (!given.gap.empty()) {
    TRY(span, read_span(given.gap, "--gap"));
    gap = {.kind = model::Gap::Kind::Longer, .than = span};
  }
  if (!given.collapse.empty() && given.collapse != "yes" && given.collapse != "no")
    return wrong_word("--collapse", given.collapse, {"yes", "no"});
  if (!given.collapse.empty()) collapse = given.collapse == "yes";
  return read_naming(given, naming);
}

Status read_sessions(const PassageOptions& given, Question& question) {
  Question::Sessions sessions{.per_channel = given.per_channel};
  if (given.idle == "none") {
    sessions.idle.reset();
  } else if (!given.idle.empty()) {
    TRY(idle, read_span(given.idle, "--idle"));
    sessions.idle = idle;
  }
  if (!given.cap.empty()) {
    TRY(cap, read_span(given.cap, "--cap"));
    sessions.cap = cap;
  }
  TRY(views, read_events(given.views, "--views"));
  sessions.views = std::move(views);
  CHECKED(read_naming(given, sessions.naming));
  question.ask = std::move(sessions);
  return {};
}

Status read_paths(const Options& options, Question& question) {
  const PassageOptions& given = options.passages;
  Question::Paths paths;
  TRY(start, read_events(options.start, "--start"));
  TRY(end, read_events(given.end, "--end"));
  TRY(around, read_events(given.around, "--around"));
  paths.start = std::move(start);
  paths.end = std::move(end);
  paths.around = std::move(around);
  if (given.steps > 0) paths.steps = given.steps;
  if (given.edges > 0) paths.edges = given.edges;
  CHECKED(read_cuts(given, paths.gap, paths.collapse, paths.naming));
  question.ask = std::move(paths);
  return {};
}

}  // namespace

void add_passages(CLI::App& app, Options& options, void (*add_common)(CLI::App&, Options&)) {
  PassageOptions& given = options.passages;
  CLI::App& sessions = *app.add_subcommand("sessions", "visits: how many, how long, where they begin and end");
  sessions.add_option("--idle", given.idle, "a longer pause ends a session (default 30m); or none");
  sessions.add_option("--cap", given.cap, "no session is longer, as in 24h");
  sessions.add_flag("--per-channel", given.per_channel, "cut each channel by itself");
  sessions.add_option("--views", given.views, "events that are views: a session with one of them is a bounce");
  add_naming(sessions, given);
  add_common(sessions, options);

  CLI::App& paths = *app.add_subcommand("paths", "where people go from, to or around an event");
  paths.add_option("--start", options.start, "paths from this event; a|b means either");
  paths.add_option("--end", given.end, "paths to this event");
  paths.add_option("--around", given.around, "paths before and after this event");
  paths.add_option("--steps", given.steps, "nodes on a path, on either side (default 5)")
      ->transform(CLI::Range(1, 100).description(""));
  paths.add_option("--edges", given.edges, "links that are listed (default 50)")
      ->transform(CLI::Range(1, 10'000).description(""));
  add_cuts(paths, given);
  add_common(paths, options);

  CLI::App& flow = *app.add_subcommand("flow", "which event follows which, how often and after what time");
  flow.add_option("--nodes", given.nodes, "how many nodes are shown (default 15)")
      ->transform(CLI::Range(1, 200).description(""));
  flow.add_flag("--no-times{false}", given.times, "leave out how long edges take: quicker");
  add_cuts(flow, given);
  add_common(flow, options);

  CLI::App& variants = *app.add_subcommand("variants", "the ways that passages take, most frequent first");
  variants.add_option("--top", given.top, "how many are listed (default 50)")
      ->transform(CLI::Range(1, 10'000).description(""));
  variants.add_option("--goal", given.goal, "shows the best and the worst passage to it; a|b means either");
  add_cuts(variants, given);
  add_common(variants, options);
}

bool is_of_passages(const std::string& command) {
  return command == "sessions" || command == "paths" || command == "flow" || command == "variants";
}

Status read_passages(const Options& options, Question& question) {
  const PassageOptions& given = options.passages;
  if (options.command == "sessions") return read_sessions(given, question);
  if (options.command == "paths") return read_paths(options, question);
  if (options.command == "flow") {
    Question::Flow flow;
    if (given.nodes > 0) flow.nodes = given.nodes;
    flow.times = given.times;
    CHECKED(read_cuts(given, flow.gap, flow.collapse, flow.naming));
    question.ask = std::move(flow);
    return {};
  }
  Question::Variants variants;
  if (given.top > 0) variants.limit = given.top;
  TRY(goal, read_events(given.goal, "--goal"));
  variants.goal = std::move(goal);
  CHECKED(read_cuts(given, variants.gap, variants.collapse, variants.naming));
  question.ask = std::move(variants);
  return {};
}

}  // namespace throughline::cli
