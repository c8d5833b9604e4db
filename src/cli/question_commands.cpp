// metric, funnel, trend, journey, scorecard, query, and those of returning_question.h and passages: questions, from
// options or from a file.

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fstream>

#include "cli/commands.h"
#include "cli/funnel_options.h"
#include "cli/given.h"
#include "cli/journey_text.h"
#include "cli/returning_question.h"
#include "cli/scorecard_text.h"
#include "wire/json.h"

namespace throughline::cli {
namespace {

using model::Question;

constexpr std::size_t kMaxQuestionBytes = 1 << 20;

Status read_scope(const Options& options, const Zone& workspace_zone, Question& question) {
  question.zone = workspace_zone;
  if (!options.zone.empty()) {
    TRY(zone, Zone::find(options.zone));
    question.zone = zone;
  }
  if (!options.from.empty()) {
    TRY(from, wire::parse_bound(options.from, question.zone, false));
    question.from = from;
  }
  if (!options.to.empty()) {
    TRY(to, wire::parse_bound(options.to, question.zone, true));
    question.to = to;
  }
  question.segment = options.segment;
  if (!options.where.empty()) {
    Result<model::Filter> where = wire::parse_where(options.where, question.zone);
    if (!where) {
      Place& place = where.error().place;
      place.name = place.name.empty() ? "--where" : "--where " + place.name;
      return fail(std::move(where).error());
    }
    question.where = *std::move(where);
  }
  for (const std::string& text : options.by) {
    TRY(by, wire::parse_by(text, options.as_of));
    question.by.push_back(by);
  }
  if (!options.count.empty()) {
    TRY(counting, wire::parse_counting(options.count));
    question.counting = counting;
  }
  if (options.behind)
    question.behind = Question::Behind{.group = options.group, .outcome = *options.behind, .limit = options.limit};
  return {};
}

Result<Question> to_question(const Options& options, const Zone& zone) {
  Question::Metric metric{.name = options.name};
  if (options.version > 0) metric.version = options.version;
  Question question{.ask = std::move(metric)};
  CHECKED(read_scope(options, zone, question));
  if (options.command == "funnel") {
    TRY(funnel, funnel_question(options));
    question.ask = funnel;
  } else if (options.command == "trend") {
    Question::Trend trend;
    if (!options.events.empty()) {
      TRY(events, read_events(options.events, "--events"));
      trend.events = std::move(events);
    }
    question.ask = std::move(trend);
  } else if (is_returning(options.command)) {
    TRY(returning, returning_question(options, question.zone));
    question.ask = std::move(returning.ask);
  } else if (options.command == "task") {
    question.ask = Question::Task{.name = options.name, .numbers = options.numbers};
  } else if (options.command == "movement") {
    CHECKED(read_movement(options, question));
  } else if (options.command == "comparison") {
    CHECKED(read_comparison(options, question));
  } else if (options.command == "journey") {
    question.ask = Question::Journey{options.name};
  } else if (is_of_passages(options.command)) {
    CHECKED(read_passages(options, question));
  } else if (is_of_troubles(options.command)) {
    CHECKED(read_troubles(options, question));
  }
  return question;
}

Result<model::Answer> ask(Context& context) {
  const Options& options = context.options;
  TRY(limits, limits_of(options, std::nullopt));
  limits.is_given_up = [&] { return context.output.cancelled(); };
  Patience patience(std::move(limits));
  const Patience::Scope scope(&patience);
  if (options.command == "query") {
    TRY(text, read_question_file(context.path(options.files.front())));
    TRY(question, wire::parse_question(text, options.files.front(), context.workspace.zone()));
    return context.workspace.ask(question);
  }
  const Result<Question> question = to_question(options, context.workspace.zone());
  if (!question) return fail(in_options(question.error()));
  Result<model::Answer> answer =
      options.command == "scorecard"
          ? context.workspace.scorecard(
                {.from = question->from, .to = question->to, .zone = question->zone, .segment = question->segment})
          : context.workspace.ask(*question);
  if (!answer) return fail(in_options(std::move(answer).error()));
  return answer;
}

using Tables = std::vector<std::pair<std::string_view, std::string_view>>;  // member of the answer, what it holds

Tables tables_beside(std::string_view kind) {
  if (kind == "task") return {{"by_attempt", "by number of the attempt"}, {"times", "how long successes took"}};
  if (kind == "movement") return {{"groups", "what each group makes of it"}};
  if (kind == "metric")
    return {{"variants", "the same answers as each variant counts them"},
            {"distribution", "distribution"},
            {"by_wait", "by how long the answer took"},
            {"trend", "does it go with the wait? an association, not an effect"},
            {"differences", "each group less each other; p adjusted by Holm"},
            {"weighting/targets", "weighted to"},
            {"quality/flags", "answers that nobody thought about"},
            {"left_out", "answers that are in no figure"}};
  return {};
}

// "left_out", or "weighting/targets" of a member that is a row itself.
const model::Rows* rows_at(const model::Row& row, std::string_view path) {
  const std::string_view name = path.substr(0, path.find('/'));
  const auto found = std::ranges::find(row, name, &model::Row::value_type::first);
  if (found == row.end()) return nullptr;
  if (name == path) return std::get_if<model::Rows>(&found->second.value);
  const auto* inner = std::get_if<model::Row>(&found->second.value);
  return inner == nullptr ? nullptr : rows_at(*inner, path.substr(name.size() + 1));
}

// What stands beside the rows of a task, a metric or its movement, to be shown below them.
std::vector<model::Answer> beside(const model::Answer& answer) {
  std::vector<model::Answer> tables;
  for (const auto& [member, what] : tables_beside(answer.definition.kind)) {
    const model::Rows* rows = rows_at(answer.more, member);
    if (rows == nullptr || rows->empty()) continue;
    model::Answer& table = tables.emplace_back();
    table.definition = answer.definition;
    table.definition.title += fmt::format(", {}", what);
    table.as_of = answer.as_of;
    if (member != "variants") table.units = answer.units;  // whose values have units of their own
    table.units.emplace_back("share", "share");
    table.rows = *rows;
    // How a score counts is for programs, and so is the key of an interval, whose name stands beside it.
    for (model::Row& row : table.rows)
      std::erase_if(row, [](const auto& cell) { return cell.first == "counts_as" || cell.first == "interval_method"; });
  }
  return tables;
}

}  // namespace

Error in_options(Error error) {
  std::string& place = error.place.name;
  if (!place.starts_with('/')) return error;
  if (place == "/behind/outcome") {
    place = "--behind";
  } else if (place == "/behind/group") {
    place = "--group";
  } else if (place.starts_with("/frictions/")) {
    place = "NAMES";
  } else if (place.starts_with("/group/")) {
    place = "--pattern";
  } else if (place == "/time_to_convert") {
    place = "--times";
  } else {
    const std::size_t index = place.find('/', 1);
    std::size_t counted_from_0 = 0;
    const bool is_counted =
        index != std::string::npos &&
        std::from_chars(place.data() + index + 1, place.data() + place.size(), counted_from_0).ec == std::errc();
    std::string option = "--" + place.substr(1, index == std::string::npos ? index : index - 1);
    std::ranges::replace(option, '_', '-');
    place = is_counted ? fmt::format("{} {}", option, counted_from_0 + 1) : option;
  }
  return error;
}

Result<Patience::Limits> limits_of(const Options& options, std::optional<std::chrono::milliseconds> usual_time) {
  Patience::Limits limits{.time = usual_time,
                          .memory = options.memory_limit > 0 ? options.memory_limit << 20 : usual_memory_limit(),
                          .is_given_up = {}};
  if (options.time_limit.empty()) return limits;
  TRY(time, read_span(options.time_limit, "--time-limit"));
  limits.time = std::chrono::duration_cast<std::chrono::milliseconds>(time);
  return limits;
}

Result<std::string> read_question_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Error{.code = "file.missing", .message = "the file cannot be read", .place = {.name = path}});
  std::string text(kMaxQuestionBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxQuestionBytes)
    return fail(Error{.code = "question.too-long", .message = "a question is at most 1 MiB", .place = {.name = path}});
  return text;
}

int question(Context& context) {
  Result<model::Answer> answer = ask(context);
  if (answer && answer->definition.kind == "journey" && context.options.format == Format::Table &&
      !context.options.behind) {
    context.output.out(journey_text(*answer, context.look()));
    return 0;
  }
  if (answer && answer->definition.kind == "scorecard" && context.options.format == Format::Table) {
    context.output.out(scorecard_text(*answer, context.look()));
    return 0;
  }
  std::vector<model::Answer> further;
  if (answer && context.options.format == Format::Table) {
    further = beside(*answer);
    if (auto times = times_of(*answer)) further.push_back(std::move(*times));
  }
  int code = context.show(std::move(answer));
  for (model::Answer& table : further) code = context.show(std::move(table));
  return code;
}

}  // namespace throughline::cli
