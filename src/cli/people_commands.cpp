// people, person, cohort, forget: from numbers down to those behind them.

#include <fmt/format.h>
#include <limits>

#include "cli/commands.h"
#include "cli/question_text.h"
#include "decide/cohort.h"
#include "wire/json.h"

namespace throughline::cli {
namespace {

const model::Cell* find(const model::Row& row, std::string_view column) {
  for (const auto& [name, cell] : row) {
    if (name == column) return &cell;
  }
  return nullptr;
}

// Person and timeline in one answer: the rows are the events.
Result<model::Answer> person_answer(Context& context) {
  TRY(person, context.workspace.person(context.options.name));
  TRY(timeline, context.workspace.timeline(context.options.name, "", context.options.limit));
  model::Answer answer;
  const std::string id = std::get<std::string>(find(person, "person")->value);
  answer.definition = {.kind = "person",
                       .name = id,
                       .title = fmt::format("{}, {}", id, std::get<std::string>(find(person, "state")->value))};
  answer.rows = std::get<model::Rows>(find(timeline, "rows")->value);
  const auto events = std::get<std::int64_t>(find(person, "events")->value);
  answer.counts = {{"people", 1}, {"events", events}};
  if (static_cast<std::int64_t>(answer.rows.size()) < events)
    answer.notes.push_back(
        fmt::format("the newest {} of {} events; --limit shows more", answer.rows.size(), grouped(events)));
  answer.more.emplace_back("profile", std::move(person));
  return answer;
}

}  // namespace

int people(Context& context) {
  return context.show(context.workspace.people(context.options.name, context.options.limit));
}

int person(Context& context) {
  if (!context.options.why) return context.show(person_answer(context));
  Result<model::Answer> why = context.workspace.why(context.options.name);
  if (!why) return context.show(why.error());
  context.show(*why);
  if (context.options.format == Format::Table) {
    const model::Cell* apart = find(why->more, "kept_apart");
    const auto* rows = apart == nullptr ? nullptr : std::get_if<model::Rows>(&apart->value);
    if (rows != nullptr && !rows->empty()) context.output.out("kept apart:\n" + to_table(*rows, {}, context.look(), 2));
  }
  return 0;
}

namespace {

// The question whose people are kept: a file's, or that of a shortcut's options.
Result<std::string> cohort_question(Context& context) {
  const Options& options = context.options;
  if (options.asked.empty()) return read_question_file(context.path(options.files.front()));
  Options asked = options;
  asked.command = options.asked;
  return question_text(asked, context.workspace.zone().name());
}

Result<model::Answer> save_cohort(Context& context) {
  const Options& options = context.options;
  TRY(text, cohort_question(context));
  const auto placed = [&](Error error) { return options.asked.empty() ? error : in_options(std::move(error)); };
  Result<model::Question> question =
      wire::parse_question(text, options.asked.empty() ? options.files.front() : "", context.workspace.zone());
  if (!question) return fail(placed(question.error()));
  if (question->behind) question->behind->limit = std::numeric_limits<std::size_t>::max();
  const Result<model::Answer> behind = context.workspace.ask(*question);  // what nobody can answer is not kept
  if (!behind) return fail(placed(behind.error()));
  TRY(segment,
      decide::write_cohort(context.workspace.folder(), options.cohort, options.title, text, context.workspace.zone()));
  model::Answer answer;
  answer.definition = {.kind = "segment", .name = segment.name, .title = "Cohort saved"};
  answer.as_of = behind->as_of;
  answer.rows.push_back({{"segment", segment.name}, {"file", segment.file}, {"people", behind->rows.size()}});
  answer.notes = {"throughline apply loads it; who stands behind the figure later is in it then"};
  return answer;
}

}  // namespace

int cohort(Context& context) {
  return context.show(save_cohort(context));
}

int forget(Context& context) {
  return context.show(context.workspace.forget(context.options.name));
}

}  // namespace throughline::cli
