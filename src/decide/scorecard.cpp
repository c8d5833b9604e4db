#include "decide/scorecard.h"

#include <algorithm>
#include <fmt/format.h>

#include "decide/scorecard_parts.h"
#include "measure/journey/journey.h"
#include "measure/metric/metric.h"
#include "measure/needs.h"
#include "sequence/frame.h"

namespace throughline::decide {

using model::Answer;
using model::Cell;
using model::Estimate;
using model::Question;
using model::Row;
using model::Rows;

namespace {

constexpr auto kPeriod = std::chrono::days(90);
constexpr auto kTrend = std::chrono::weeks(13);

const Cell* find(const Row& row, std::string_view name) {
  const auto found = std::ranges::find(row, name, [](const auto& column) -> std::string_view { return column.first; });
  return found == row.end() ? nullptr : &found->second;
}
Estimate estimate(const Row& row, std::string_view name) {
  const Cell* cell = find(row, name);
  const auto* value = cell ? std::get_if<Estimate>(&cell->value) : nullptr;
  return value ? *value : Estimate();
}
std::string text(const Row& row, std::string_view name) {
  const Cell* cell = find(row, name);
  const auto* value = cell ? std::get_if<std::string>(&cell->value) : nullptr;
  return value ? *value : std::string();
}
Rows nested(const Row& row, std::string_view name) {
  const Cell* cell = find(row, name);
  const auto* value = cell ? std::get_if<Rows>(&cell->value) : nullptr;
  return value ? *value : Rows();
}

// One zone, segment and period; `before` is as long and ends where the period begins.
struct Scope {
  Question now, before, trend;
};

Scope scope_of(std::optional<Instant> from, std::optional<Instant> to, const Zone& zone, const std::string& segment,
               Instant last) {
  // A period that begins after the data and is not said to end is one in which nothing happened.
  const Instant end = to.value_or(std::max(last, from.value_or(last)) + Duration(1));
  const Instant begin = from.value_or(end - kPeriod);
  Scope scope;
  scope.now.zone = zone;
  scope.now.segment = segment;
  scope.now.from = begin;
  scope.now.to = end;
  scope.before = scope.trend = scope.now;
  scope.before.from = begin - (end - begin);
  scope.before.to = begin;
  scope.trend.from = zone.floor(end - kTrend, Interval::Week);
  scope.trend.by = {{.kind = model::By::Kind::Calendar, .property = {}, .interval = Interval::Week, .segments = {}}};
  return scope;
}

Result<Rows> trend(const std::string& metric, Question question, const model::Catalogue& catalogue,
                   sequence::Snapshot& snapshot) {
  question.ask = Question::Metric{metric};
  TRY(answer, measure::metric(question, catalogue, snapshot));
  Rows rows;
  for (const Row& week : answer.rows)
    rows.push_back({{"start", text(week, "week")}, {"value", estimate(week, "value")}});
  return rows;
}

Result<Row> reading_with_change(const std::string& metric, const Scope& scope, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot) {
  TRY(now, measure::metric_reading(metric, scope.now, catalogue, snapshot));
  TRY(before, measure::metric_reading(metric, scope.before, catalogue, snapshot));
  const Estimate was = estimate(before, "value");
  now.emplace_back("before", was);
  const Estimate moved = change(estimate(now, "value"), was, text(now, "unit") == "share");
  if (moved.value) {
    const bool is_clear = moved.low && moved.high && (*moved.low > 0 || *moved.high < 0);
    const bool is_worse = text(now, "better") == "lower" ? *moved.value > 0 : *moved.value < 0;
    now.emplace_back("change", Row{{"value", moved}, {"clear", is_clear}, {"worse", is_worse}});
  }
  TRY(weeks, trend(metric, scope.trend, catalogue, snapshot));
  now.emplace_back("trend", std::move(weeks));
  return now;
}

Result<Rows> stages(const std::string& name, Question question, const model::Catalogue& catalogue,
                    sequence::Snapshot& snapshot) {
  question.ask = Question::Journey{name};
  TRY(journey, measure::journey(question, catalogue, snapshot));
  Rows rows;
  for (const Row& stage : journey.rows) {
    Rows readings = nested(stage, "metrics");
    for (const Row& step : nested(stage, "steps")) {
      for (Row& reading : nested(step, "metrics")) readings.push_back(std::move(reading));
    }
    Rows ux, cx;
    for (Row& reading : readings) (text(reading, "discipline") == "UX" ? ux : cx).push_back(std::move(reading));
    Row row{{"stage", text(stage, "stage")}};
    if (const Cell* passages = find(stage, "passages")) row.emplace_back("passages", *passages);
    row.emplace_back("ux", std::move(ux));
    row.emplace_back("cx", std::move(cx));
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::int64_t> people_in(const Question& question, const model::Catalogue& catalogue,
                               sequence::Snapshot& snapshot) {
  TRY(frame, sequence::Frame::make(question, catalogue, snapshot));
  std::int64_t people = 0;
  for (std::size_t subject = 0; subject < frame.columns().subjects(); ++subject) {
    const sequence::Timeline timeline(frame.columns(), subject);
    bool is_in = false;
    for (std::size_t position = 0; position < timeline.size() && !is_in; ++position)
      is_in = frame.counts(timeline, position);
    people += is_in ? 1 : 0;
  }
  return people;
}

void describe(const Scope& scope, const sequence::Snapshot& snapshot, Answer& answer) {
  answer.units = {{"share", "share"}};
  answer.methods = {
      "change of shares: Newcombe's interval for a difference, 95 %; of other metrics: MOVER from the two intervals "
      "(Zou & Donner 2008)",
      "share of passages a friction reaches: Wilson score interval, 95 %; of attempts that succeed: adjusted Wald "
      "interval, 95 %",
      "difference: Newcombe's interval for shares, Welch for means, adjusted for NPS (Rocks 2016), 95 %"};
  answer.notes = {
      "a difference between people a friction reached and the others is an association, not the friction's effect",
      "ranks from rank_low to rank_high are compatible with the intervals",
      "works: tasks of the journeys' steps; reached counts successes, of counts finished attempts"};
  if (*scope.before.from < *snapshot.first()) {
    answer.notes.push_back(
        "the data begin within the period before, or after it: changes compare with less than a full period");
  }
}

}  // namespace

Result<Answer> scorecard(std::optional<Instant> from, std::optional<Instant> to, const Zone& zone,
                         const std::string& segment, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  Answer answer;
  answer.definition = {.kind = "scorecard", .name = "throughline", .title = "Scorecard"};
  answer.zone = zone.name();
  if (!snapshot.last()) {
    answer.status = "no-data";
    answer.reason = "no events have been imported";
    return answer;
  }
  const sequence::ColumnCache::Use use = snapshot.use();
  CHECKED(snapshot.load_event_properties(measure::event_properties_of(catalogue)));
  answer.as_of = *snapshot.last();
  const Scope scope = scope_of(from, to, zone, segment, *snapshot.last());
  describe(scope, snapshot, answer);
  TRY(people, people_in(scope.now, catalogue, snapshot));
  answer.counts = {{"people", people}};
  Rows ux, cx, stage_rows;
  for (const std::string& name : catalogue.names(model::DefinitionKind::Metric)) {
    TRY(reading, reading_with_change(name, scope, catalogue, snapshot));
    (text(reading, "discipline") == "UX" ? ux : cx).push_back(std::move(reading));
  }
  if (const auto journeys = catalogue.names(model::DefinitionKind::Journey); !journeys.empty()) {
    TRY(of_first, stages(journeys.front(), scope.now, catalogue, snapshot));
    stage_rows = std::move(of_first);
  }
  TRY(hurting, hurts(scope.now, catalogue, snapshot));
  TRY(working, works(scope.now, catalogue, snapshot));
  answer.rows = std::move(hurting);
  for (Row& row : working) answer.rows.push_back(std::move(row));
  answer.more = {{"period", Row{{"from", *scope.now.from}, {"to", *scope.now.to}, {"before", *scope.before.from}}},
                 {"cx", std::move(cx)},
                 {"ux", std::move(ux)},
                 {"stages", std::move(stage_rows)}};
  if (people == 0) {
    answer.status = "no-data";
    answer.reason = "nobody did anything in this period";
  }
  return answer;
}

}  // namespace throughline::decide
