#include "measure/metric/metric.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/asking.h"
#include "measure/metric/contract.h"
#include "measure/metric/figures.h"
#include "measure/metric/group_comparison.h"
#include "sequence/answers.h"

namespace throughline::measure {

using model::Answer;
using model::Cell;
using model::Estimate;
using model::MetricDefinition;
using model::Question;
using model::Row;

namespace {

// The rows of an answer, and its status: that of its only row, or what all rows have in common.
void add_rows(Figures& figures, const sequence::Frame& frame, const MetricDefinition& metric, Answer& answer) {
  std::vector<Standing> standings;
  for (const Figure& figure : figures.groups) standings.push_back(standing(figure, figures, metric));
  const bool all_ok = std::ranges::all_of(standings, [](const Standing& each) { return each.status == "ok"; });
  for (std::size_t i = 0; i < figures.groups.size(); ++i) {
    Figure& figure = figures.groups[i];
    Row row = frame.columns_of(figure.key);
    withhold(figure, metric.minimum_n);
    row.emplace_back("value", figure.value);
    for (auto& extra : figure.extras) row.push_back(extra);
    if (metric.benchmark && figure.value.value)
      row.emplace_back("against_benchmark", against_benchmark(metric, figure.value));
    if (!all_ok) row.emplace_back("status", standings[i].status);
    if (!standings[i].reason.empty()) row.emplace_back("reason", standings[i].reason);
    answer.rows.push_back(std::move(row));
  }
  if (standings.empty()) {
    answer.status = "no-data";
    answer.reason = figures.nothing;
    return;
  }
  if (std::ranges::any_of(standings, [](const Standing& each) { return each.status == "ok"; })) return;
  const auto few = std::ranges::find(standings, "too-few-people", &Standing::status);
  const Standing& shared = few == standings.end() ? standings.front() : *few;
  answer.status = shared.status;
  answer.reason = frame.is_split() && few != standings.end()
                      ? fmt::format("every group has fewer than {} {}", metric.minimum_n, figures.counted)
                      : shared.reason;
}

void add_counts(const Figures& whole, Answer& answer) {
  for (const auto& [name, cell] : whole.groups.at(0).extras) {
    if (const auto* count = std::get_if<std::int64_t>(&cell.value)) answer.counts.emplace_back(name, *count);
  }
}

Result<Answer> people_behind(const Asked& asked, const Question::Behind& wanted, Answer answer) {
  TRY(group, asked.frame.group(wanted.group));
  TRY(subjects, behind(asked, {.group = group, .outcome = wanted.outcome, .limit = wanted.limit}));
  sequence::list_subjects(answer, asked.counting, subjects, asked.frame, asked.snapshot);
  if (subjects.size() == wanted.limit)
    answer.notes.push_back(fmt::format("the first {} are listed; there may be more", wanted.limit));
  if (subjects.empty()) sequence::no_data(answer, "nobody is behind this number");
  return answer;
}

Question whole_of(Question question) {
  question.by = {};
  question.behind.reset();
  return question;
}

}  // namespace

Result<Answer> metric(const Question& asked_question, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const auto& [name, version] = std::get<Question::Metric>(asked_question.ask);
  TRY(definition, metric_at(name, version, catalogue));
  const Question question = as_defined(asked_question, *definition);
  TRY(heading, sequence::named(model::DefinitionKind::Metric, name, catalogue));
  TRY(frame, frame_of(question, *definition, catalogue, snapshot));
  const Asked asked{*definition, catalogue, snapshot, frame, question.counting};
  Answer answer;
  answer.definition = std::move(heading);
  answer.as_of = snapshot.last().value_or(Instant{});
  if (question.behind) return people_behind(asked, *question.behind, std::move(answer));

  TRY(split, figures(asked));
  answer.units = {{"value", split.unit}};
  answer.units.insert(answer.units.end(), split.units.begin(), split.units.end());
  answer.methods = split.methods;
  note_contract(*definition, answer.notes);
  answer.more = {{"contract", contract_of(*definition, split)}};
  answer.more.insert(answer.more.end(), split.more.begin(), split.more.end());
  if (frame.is_split()) add_comparison(split, frame, *definition, answer);
  add_rows(split, frame, *definition, answer);
  if (frame.is_split()) {
    TRY(whole_frame, frame_of(whole_of(question), *definition, catalogue, snapshot));
    TRY(whole, figures({*definition, catalogue, snapshot, whole_frame, question.counting}));
    add_counts(whole, answer);
    add_notes(answer.notes, split.notes);
    add_notes(answer.notes, whole.notes);
    add_notes(answer.notes, frame.as_of_notes());
  } else {
    add_counts(split, answer);
    add_notes(answer.notes, split.notes);
  }
  return answer;
}

namespace {

// One MetricReading of the contract.
Row reading_row(const Answer::Named& heading, const MetricDefinition& metric, const Standing& shown,
                const Figures& whole, const Figure& figure) {
  Row row{{"metric", heading.name},
          {"title", heading.title},
          {"kind", std::string(to_text(metric.kind))},
          {"discipline", metric.discipline == model::Discipline::UX ? "UX" : "CX"},
          {"better", metric.higher_is_better ? "higher" : "lower"},
          {"unit", whole.unit},
          {"version", heading.version},
          {"method", whole.methods.empty() ? std::string() : whole.methods.front()},
          {"status", shown.status}};
  if (!metric.variant.empty()) row.emplace_back("variant", metric.variant);
  if (!shown.reason.empty()) row.emplace_back("reason", shown.reason);
  row.emplace_back("value", figure.value);
  if (metric.benchmark && figure.value.value)
    row.emplace_back("against_benchmark", against_benchmark(metric, figure.value));
  if (metric.benchmark) row.emplace_back("benchmark", benchmark_of(*metric.benchmark));
  if (metric.minimum_n > 0) row.emplace_back("minimum_n", metric.minimum_n);
  row.emplace_back("counted", whole.counted);
  for (const auto& [column, cell] : figure.extras) {
    if (column != whole.counted) row.emplace_back(column, cell);
  }
  return row;
}

}  // namespace

std::string label_of(const Row& group) {
  std::string label;
  for (const auto& [column, cell] : group) label += std::get<std::string>(cell.value) + '\n';
  return label;
}

Result<Row> metric_reading(std::string_view name, const Question& scope, const model::Catalogue& catalogue,
                           sequence::Snapshot& snapshot) {
  TRY(readings, metric_readings(name, whole_of(scope), catalogue, snapshot));
  return readings.at("");
}

Result<ByGroup<Row>> metric_readings(std::string_view name, const Question& scope, const model::Catalogue& catalogue,
                                     sequence::Snapshot& snapshot) {
  TRY(definition, catalogue.metric(name));
  TRY(heading, sequence::named(model::DefinitionKind::Metric, name, catalogue));
  Question question = as_defined(scope, *definition);
  question.behind.reset();
  auto frame = frame_of(question, *definition, catalogue, snapshot);
  const Figure none{.key = 0, .value = only_n(0), .extras = {}};
  // A page of many metrics must not fail because one speaks of objects that no import has brought yet.
  if (!frame && frame.error().code == "object.unknown-type") {
    Figures nothing;
    nothing.counted = definition->of;
    return ByGroup<Row>{
        .of = {}, .nothing = reading_row(heading, *definition, {"no-data", frame.error().message}, nothing, none)};
  }
  if (!frame) return std::unexpected(std::move(frame).error());
  TRY(all, figures({*definition, catalogue, snapshot, *frame, question.counting}));
  ByGroup<Row> readings{.of = {},
                        .nothing = reading_row(heading, *definition, standing(none, all, *definition), all, none)};
  for (Figure& figure : all.groups) {
    const Standing shown = standing(figure, all, *definition);
    withhold(figure, definition->minimum_n);
    readings.of.emplace(label_of(frame->columns_of(figure.key)), reading_row(heading, *definition, shown, all, figure));
  }
  return readings;
}

Result<ByGroup<model::Rows>> task_readings(std::string_view name, const std::vector<std::string>& given,
                                           const Question& scope, const model::Catalogue& catalogue,
                                           sequence::Snapshot& snapshot) {
  using model::MetricKind;
  TRY(task, catalogue.task(name));
  TRY(heading, sequence::named(model::DefinitionKind::Task, name, catalogue));
  std::vector<MetricKind> left_out;
  if (task->error.empty()) left_out.push_back(MetricKind::TaskErrors);
  for (const std::string& each : given) {
    TRY(metric, catalogue.metric(each));
    if (metric->task == name) left_out.push_back(metric->kind);
  }
  std::vector<MetricDefinition> implied;
  for (const auto& [kind, what] :
       {std::pair{MetricKind::TaskSuccess, "success"}, std::pair{MetricKind::TaskGiveUp, "given up"},
        std::pair{MetricKind::TaskTime, "time"}, std::pair{MetricKind::TaskErrors, "errors"}}) {
    if (std::ranges::find(left_out, kind) != left_out.end()) continue;
    implied.push_back({.name = std::string(name),
                       .title = fmt::format("{}: {}", heading.title, what),
                       .discipline = model::Discipline::UX,
                       .kind = kind,
                       .higher_is_better = kind == MetricKind::TaskSuccess,
                       .task = std::string(name)});
  }
  ByGroup<model::Rows> readings;
  if (implied.empty()) return readings;
  Question question = scope;
  question.behind.reset();
  TRY(frame, sequence::Frame::make(question, catalogue, snapshot));
  TRY(all, task_figures({implied.front(), catalogue, snapshot, frame, question.counting}, implied));
  const auto row_of = [&](std::size_t i, const Figure& figure) {
    heading.title = implied[i].title;
    Row row = reading_row(heading, implied[i], standing(figure, all[i], implied[i]), all[i], figure);
    row.front().first = "task";
    return row;
  };
  for (std::size_t i = 0; i < implied.size(); ++i) {
    readings.nothing.push_back(row_of(i, {.key = 0, .value = only_n(0), .extras = {}}));
    for (const Figure& figure : all[i].groups)
      readings.of[label_of(frame.columns_of(figure.key))].push_back(row_of(i, figure));
  }
  return readings;
}

}  // namespace throughline::measure
