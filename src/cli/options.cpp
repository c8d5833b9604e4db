#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "base/error.h"
#include "cli/commands.h"

namespace throughline::cli {
namespace {

void add_scope(CLI::App& command, Options& options) {
  command.add_option("--from", options.from, "first day or instant, included");
  command.add_option("--to", options.to, "last day, included; or an instant, not included");
  command.add_option("--zone", options.zone, "time zone of days and intervals; else the workspace's");
  command.add_option("--segment", options.segment, "only people of this segment");
}

void add_where(CLI::App& command, Options& options) {
  command.add_option("--where", options.where, "only what begins at an event that passes: a condition as JSON");
}

void add_split(CLI::App& command, Options& options) {
  command
      .add_option(
          "--by", options.by,
          "channel, touchpoint, segment, hour, day, week, month, quarter, year, or property:NAME; at most twice")
      ->allow_extra_args(false);
  command.add_option("--as-of", options.as_of, "when a property is read: event, entry or latest");
}

void add_behind(CLI::App& command, Options& options) {
  command.add_option("--behind", options.behind,
                     "list the people counted with this outcome instead of figures; \"\": with any");
  command.add_option("--group", options.group, "with --behind: of this row only; once for each --by")
      ->allow_extra_args(false);
  command.add_option("--limit", options.limit, "with --behind: how many people");
}

// No memory at all would be the usual amount: 0 is how options say that nothing was asked for.
const CLI::Validator some_memory(
    [](const std::string& bytes) { return bytes == "0" ? "0 is no memory; leave the option out for the usual" : ""; },
    "", "some_memory");

// "512", "512MB" or "2GB", read as MB.
CLI::AsNumberWithUnit megabytes() {
  CLI::AsNumberWithUnit size(std::map<std::string, std::uint64_t>{{"MB", 1}, {"GB", 1024}});
  size.description("");
  return size;
}

void add_limits(CLI::App& command, Options& options, const std::string& usual_time) {
  command.add_option("--time-limit", options.time_limit,
                     "stop a question after so long, as in 30s (default: " + usual_time + ")");
  command
      .add_option("--memory-limit", options.memory_limit,
                  "stop a question when the process holds so much, as in 2GB (default: 3/4 of the memory)")
      ->transform(megabytes())
      ->check(some_memory);
}

// What every question about something defined may say besides its name.
void add_usual(CLI::App& command, Options& options) {
  add_scope(command, options);
  add_where(command, options);
  add_split(command, options);
  add_behind(command, options);
  add_limits(command, options, "none");
}

// What every question about timelines may say besides what it asks.
void add_common(CLI::App& command, Options& options) {
  command.add_option("--count", options.count, "people (default), accounts, or object:TYPE");
  add_usual(command, options);
}

void add_returning(CLI::App& app, Options& options) {
  CLI::App& retention = *app.add_subcommand("retention", "who came back, by cohort");
  Options::Returning& returning = options.returning;
  retention.add_option("--start", options.start, "event that begins; a|b means either");
  retention.add_option("--returns", options.returns, "event that counts as coming back; else the same");
  retention.add_option("--interval", options.interval, "hour, day, week, month (default), quarter, year");
  retention.add_option("--periods", options.periods, "how many intervals are followed (default 12)");
  retention.add_option("--every", returning.every, "join so many intervals into one period (default 1)");
  retention.add_option("--brackets", returning.brackets, "periods taken together instead: 1,2-3,4-7,8-14");
  retention.add_option("--mode", returning.mode, "first_time (default) or recurring");
  retention.add_option("--measure", returning.measure, "on (default), on_or_after, on_or_before, cumulative");
  retention.add_option("--basis", returning.basis, "calendar (default), or rolling from each one's own start");
  retention.add_option("--at-least", returning.at_least, "so many returns are one (default 1)");
  retention.add_option("--rules", returning.rules, "throughline (default), posthog, mixpanel, clickhouse");
  retention.add_option("--conditions", returning.conditions, "with --rules clickhouse: events, separated by commas");
  retention.callback([&options] {
    if (options.start.empty() && options.returning.conditions.empty()) throw CLI::RequiredError("--start");
  });
  add_common(retention, options);

  CLI::App& lifecycle = *app.add_subcommand("lifecycle", "new, returning, resurrecting and dormant, by interval");
  lifecycle.add_option("--events", options.events, "events that make active, separated by commas; all unless given");
  lifecycle.add_option("--interval", options.interval, "hour, day, week, month (default), quarter, year");
  add_common(lifecycle, options);

  CLI::App& stickiness = *app.add_subcommand("stickiness", "on how many intervals people are active");
  stickiness.add_option("--events", options.events, "events that make active, separated by commas; all unless given");
  stickiness.add_option("--interval", options.interval, "hour, day (default), week, month, quarter, year");
  stickiness.add_option("--at-least", returning.at_least, "so many events make an interval active (default 1)");
  add_common(stickiness, options);

  CLI::App& activation = *app.add_subcommand("activation", "the early actions that separate who stays");
  activation.add_option("--start", options.start, "event that newcomers start with; a|b means either")->required();
  activation.add_option("--returns", options.returns, "event that counts as coming back; any unless given");
  activation.add_option("--within", options.within, "where actions are looked for, after the start (default 7d)");
  activation.add_option("--stay", returning.stay,
                        "from,to after the start: who returns there stayed (default 28d,35d)");
  activation.add_option("--counts", returning.counts, "an action is done at least so often (default 1,2,3,5)");
  activation.add_option("--top", returning.top, "how many actions are listed (default 20)");
  add_common(activation, options);
}

// Questions that may list the people behind a figure.
void add_asks(CLI::App& app, Options& options) {
  CLI::App& metric = *app.add_subcommand("metric", "one metric, over all or split");
  metric.add_option("name", options.name, "the metric's name")->required();
  metric.add_option("--version", options.version, "of its definition; else the newest")
      ->transform(CLI::Range(1, 1'000'000).description(""));
  add_usual(metric, options);

  CLI::App& funnel = *app.add_subcommand("funnel", "how many walked a list of steps, in order, within a time");
  funnel.add_option("--steps", options.steps, "event names, separated by commas; a|b means either")->required();
  funnel.add_option("--within", options.within,
                    "from the first step, its end included (default 14d); also 1 month, 2 sessions");
  funnel.add_option("--order", options.funnel.order, "ordered (default), strict or unordered");
  funnel.add_option("--rules", options.funnel.rules, "throughline (default), posthog, mixpanel or clickhouse");
  funnel.add_option("--modes", options.funnel.modes, "of the rules, with commas: strict_order, …");
  funnel.add_option("--exclude", options.funnel.exclude, "events that end a walk: a|b, or a|b@2-3 between two steps");
  funnel.add_option("--optional", options.funnel.optional, "numbers of steps that may be left out, with commas");
  funnel.add_option("--anchor", options.funnel.anchor,
                    "in any order: numbers of steps that keep their place, with commas");
  funnel.add_option("--hold", options.funnel.hold, "properties that stay the same through a walk, with commas");
  funnel.add_option("--attribution", options.funnel.attribution,
                    "whose value splits: first (default), last, step:N, all");
  funnel.add_option("--times", options.funnel.times, "how long it took between two steps, 1-3; all: first to last");
  add_common(funnel, options);

  CLI::App& trend = *app.add_subcommand("trend", "people and events over time");
  trend.add_option("--events", options.events, "event names, separated by commas; all unless given");
  add_common(trend, options);

  add_returning(app, options);

  add_passages(app, options, add_common);

  CLI::App& task = *app.add_subcommand("task", "attempts at a task: success, time, errors, detours, by attempt number");
  task.add_option("name", options.name, "the task's name")->required();
  task.add_option("--numbers", options.numbers, "how many attempts of each one are told apart (default 10)")
      ->transform(CLI::Range(1, 100).description(""));
  add_common(task, options);
  add_troubles(app, options, add_common);

  CLI::App& journey = *app.add_subcommand("journey", "a journey stage by stage, UX and CX");
  journey.add_option("name", options.name, "the journey's name")->required();
  add_usual(journey, options);
}

void add_questions(CLI::App& app, Options& options) {
  add_asks(app, options);
  add_movement(app, options, add_usual);
  CLI::App& scorecard = *app.add_subcommand("scorecard", "UX and CX side by side, now against before");
  add_scope(scorecard, options);
  add_limits(scorecard, options, "none");

  CLI::App& query = *app.add_subcommand("query", "ask what a JSON file asks");
  query.add_option("file", options.files, "a question as contract/openapi.yaml describes it")->required()->expected(1);
  add_limits(query, options, "none");
}

void add_people(CLI::App& app, Options& options) {
  CLI::App& names =
      *app.add_subcommand("names", "the events, channels, touchpoints and properties that questions may name");
  names.add_option("kind", options.name, "event, channel, touchpoint, property, person_property, …; else all");
  CLI::App& people = *app.add_subcommand("people", "find people");
  people.add_option("search", options.name, "an identity or its beginning; the most recently seen unless given");
  people.add_option("--limit", options.limit, "how many are shown")->capture_default_str();

  CLI::App& person = *app.add_subcommand("person", "one person's timeline");
  person.add_option("id", options.name, "a person id or any identity of theirs")->required();
  person.add_flag("--why", options.why, "explain which identities are theirs and why");
  person.add_option("--limit", options.limit, "how many events, newest first")->capture_default_str();

  CLI::App& forget = *app.add_subcommand("forget", "remove a person from everything");
  forget.add_option("id", options.name, "a person id or any identity of theirs")->required();
}

void add_cohort(CLI::App& app, Options& options) {
  CLI::App& cohort = *app.add_subcommand("cohort", "keep the people behind a figure");
  cohort.require_subcommand(1);
  CLI::App& save = *cohort.add_subcommand("save", "write them as a segment, for apply to load");
  save.add_option("name", options.cohort, "what the segment is called")->required();
  save.add_option("file", options.files, "a question with \"behind\", as contract/openapi.yaml describes it")
      ->expected(1);
  save.add_option("--title", options.title, "what it is called on screen");
  save.require_subcommand(0, 1);
  save.callback([&save, &options] {
    const std::vector<CLI::App*> asked = save.get_subcommands();
    if (asked.empty() == options.files.empty())
      throw CLI::RequiredError("a file, or a question such as funnel --steps a,b --behind dropped:1");
    if (!asked.empty()) options.asked = asked.front()->get_name();
    if (!asked.empty() && !options.behind) throw CLI::RequiredError("--behind");
  });
  add_asks(save, options);
}

void add_compute(CLI::App& app, Options& options) {
  CLI::App& compute = *app.add_subcommand("compute", "statistics on plain numbers: one JSON object in, one out");
  CLI::Option* method = compute.add_option("method", options.name, "a method of --list, or its section");
  compute.add_option("file", options.files, "the JSON object; else standard input")->expected(1);
  CLI::Option* list = compute.add_flag("--list", options.list, "each method with its JSON schema and source, as JSON");
  list->excludes(method);
  compute.callback([&options] {
    if (options.name.empty() && !options.list) throw CLI::RequiredError("a method, or --list");
  });
}

void add_data(CLI::App& app, Options& options) {
  CLI::App& init = *app.add_subcommand("init", "make a workspace");
  init.add_option("dir", options.folder, "the folder")->required();

  app.add_subcommand("apply", "check and load the definitions of the workspace");
  CLI::App& write = *app.add_subcommand("export", "write the definitions back as YAML files");
  write.add_option("dir", options.folder, "where to; else into the workspace");

  CLI::App& import = *app.add_subcommand("import", "take in files, or undo an import");
  CLI::Option* source = import.add_option("--source", options.source, "the source's name");
  CLI::Option* files = import.add_option("files", options.files, "CSV, TSV, JSON lines or XES, plain or gzip");
  CLI::Option* undo = import.add_option("--undo", options.undo, "the number of the import to undo");
  source->needs(files);
  files->needs(source);
  undo->excludes(source)->excludes(files);

  CLI::App& ledger = *app.add_subcommand("ledger", "what was read, accepted, deduplicated and refused");
  ledger.add_flag("--imports", options.imports, "one row per import");
  ledger.add_option("--refused", options.refused, "the rows that this import refused");

  CLI::App& serve = *app.add_subcommand("serve", "serve pages and API on this machine");
  serve.add_option("--port", options.port, "0 picks a free one")
      ->transform(CLI::Range(0, 65535).description(""))
      ->capture_default_str();
  serve.add_option("--host", options.host, "address to listen on")->capture_default_str();
  add_limits(serve, options, "60s");
}

// The first word that is neither an option nor an option's value: what was meant to be the command.
std::string command_word(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    constexpr std::array kOptions{"-w", "--workspace", "--format", "--build-memory", "--column-memory"};
    if (std::ranges::find(kOptions, arguments[i]) != kOptions.end()) {
      ++i;
    } else if (!arguments[i].starts_with('-')) {
      return arguments[i];
    }
  }
  return "";
}

// The library says only that a command is missing; who mistyped one is told which was meant.
Error usage_error(const CLI::App& app, const std::vector<std::string>& arguments, const CLI::ParseError& found) {
  const std::string word = command_word(arguments);
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (word.empty()) return {.code = "command.usage", .message = found.what(), .help = "throughline --help"};
  if (std::ranges::find(names, word) != names.end())
    return {.code = "command.usage", .message = found.what(), .help = "throughline " + word + " --help"};
  return {.code = "command.unknown",
          .message = "no command is called \"" + word + "\"",
          .help = did_you_mean(word, names, "throughline --help lists them")};
}

// Said before the options could be read.
bool asks_for_json(const std::vector<std::string>& arguments) {
  const auto named = std::ranges::find(arguments, "--format");
  if (named != arguments.end() && std::next(named) != arguments.end()) return *std::next(named) == "json";
  return std::ranges::find(arguments, "--format=json") != arguments.end();
}

}  // namespace

Parsed parse(const std::vector<std::string>& arguments) {
  Parsed parsed;
  Options& options = parsed.options;
  CLI::App app(
      "Throughline measures the whole experience that people have with an organisation, on one timeline per person.",
      "throughline");
  app.set_version_flag("--version", THROUGHLINE_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("-w,--workspace", options.workspace, "the workspace's folder")
      ->envname("THROUGHLINE_WORKSPACE")
      ->capture_default_str();
  const std::map<std::string, Format> formats{{"table", Format::Table}, {"json", Format::Json}, {"csv", Format::Csv}};
  app.add_option_function<std::string>(
         "--format", [&](const std::string& name) { options.format = formats.at(name); }, "table, json or csv")
      ->check(CLI::IsMember(&formats).description(""));
  app.add_option("--build-memory", options.build_memory,
                 "what building timelines may take, as in 256MB (default: 1/8 of the memory, at most 512MB)")
      ->transform(megabytes())
      ->check(some_memory);
  app.add_option("--column-memory", options.column_memory,
                 "what is kept of columns that questions loaded, as in 512MB (default: 1/4 of the memory)")
      ->transform(megabytes())
      ->check(some_memory);
  add_data(app, options);
  add_questions(app, options);
  add_people(app, options);
  add_cohort(app, options);
  add_compute(app, options);

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
    options.command = app.get_subcommands().front()->get_name();
    if (options.command == "import" && options.source.empty() && options.undo == 0) {
      throw CLI::RequiredError("import: --source NAME FILE…, or --undo NUMBER");
    }
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    parsed.is_done = true;
    parsed.exit_code = app.exit(error, out, err) == 0 ? 0 : 2;
    if (parsed.exit_code == 0) {
      parsed.out = out.str();
      return parsed;
    }
    const Error wrong = usage_error(app, arguments, error);
    parsed.err = to_text(wrong);
    if (asks_for_json(arguments)) parsed.out = failure_json({wrong}, options);
  }
  return parsed;
}

}  // namespace throughline::cli
