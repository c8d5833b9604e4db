#include "reference/ask.h"

#include <algorithm>
#include <array>

#include "reference/figures.h"
#include "reference/funnel_walk.h"
#include "reference/known.h"
#include "reference/passages.h"
#include "reference/rules.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::By;
using model::Question;
using Kind = Column::Kind;

// ClickHouse's rules are judged by ClickHouse itself (bench/funnel_semantics.cpp).
bool is_possible_funnel(const World& world, const model::FunnelQuestion& asked, const std::vector<By>& by) {
  using Attributed = model::Attribution::Kind;
  const std::size_t steps = asked.steps.size();
  const auto is_event = [&](const model::AnyOf& events) { return is_known(world, events) && is_nameable(events); };
  const auto is_span = [&](const model::StepSpan& span) { return span.from < (span.to == 0 ? steps : span.to); };
  bool holds = steps >= 2 && steps <= 30 && steps + asked.exclude.size() <= 32 && asked.hold.size() <= 3;
  holds = holds && std::ranges::all_of(asked.steps, is_event);
  for (const model::FunnelExclusion& exclusion : asked.exclude) {
    holds = holds && is_event(exclusion.events) && is_span(exclusion.between) && exclusion.between.to <= steps;
    const bool is_throughout = exclusion.between.from == 1 && exclusion.between.to % steps == 0;
    holds = holds && (asked.order != model::FunnelOrder::Unordered || is_throughout);
  }
  for (const std::size_t step : asked.optional)
    holds = holds && step > 1 && step < steps && asked.order != model::FunnelOrder::Unordered;
  for (const std::string& property : asked.hold) {
    holds = holds && occurs(world, [&](const model::Event& event) {
              return model::find(event.properties, property) != nullptr;
            });
  }
  if (asked.time_to_convert) holds = holds && is_span(*asked.time_to_convert) && asked.time_to_convert->to <= steps;
  const bool is_mixpanel = asked.rules == model::FunnelRules::Mixpanel;
  const bool is_strict = asked.order == model::FunnelOrder::Strict;
  holds = holds && asked.rules != model::FunnelRules::Clickhouse;
  holds = holds && !(is_mixpanel && (is_strict || !asked.optional.empty()));
  for (const model::FunnelMode mode : asked.modes) {
    using model::FunnelMode;
    holds = holds && is_mixpanel &&
            (mode == FunnelMode::OptimizedReentry || mode == FunnelMode::Totals || mode == FunnelMode::Sessions);
  }
  for (const std::size_t step : asked.anchor)
    holds = holds && is_mixpanel && asked.order == model::FunnelOrder::Unordered && 1 <= step && step <= steps;
  const bool is_of_time = asked.within.unit == model::FunnelWindow::Unit::Time;
  holds = holds && (asked.modes.size() < 2 || asked.modes[0] == asked.modes[1]) &&
          (is_of_time || asked.rules != model::FunnelRules::Posthog);
  if (asked.attribution.kind == Attributed::First) return holds;
  const bool is_of_event =
      !by.empty() && model::find(by, By::Kind::Calendar) == nullptr && model::find(by, By::Kind::Segments) == nullptr;
  return holds && is_of_event && asked.attribution.step <= steps &&
         !(is_strict && asked.attribution.kind == Attributed::All);
}

Table table(const Question& question, std::vector<Column> columns, Lines lines, bool is_anything) {
  std::vector<Column> groups;
  for (const By& by : question.by) {
    const bool is_taken = std::ranges::find(columns, column(by), &Column::name) != columns.end();
    groups.push_back({Kind::Text, (by.kind == By::Kind::Property && is_taken ? "property:" : "") + column(by)});
  }
  columns.insert(columns.begin(), groups.begin(), groups.end());
  return {is_anything ? "ok" : "no-data", std::move(columns), std::move(lines)};
}

// Does any line have something other than 0 in this cell?
bool any_counted(const Lines& lines, std::size_t cell) {
  return std::ranges::any_of(lines, [&](const std::string& line) { return cells_of(line).at(cell) != "0"; });
}

std::optional<Table> ask_metric(const World& world, const Question& question) {
  const auto& [name, version] = std::get<Question::Metric>(question.ask);
  const auto found = world.catalogue.metric(name);
  if (!found || version.value_or(1) != 1) return std::nullopt;
  const model::MetricDefinition& metric_asked = **found;
  const Figures all = figures(world, question, metric_asked);
  bool any_ok = false, any_few = false;
  std::vector<Column> columns{{Kind::Number, "value"}};
  for (const auto& [group, figure] : all) {
    const bool is_few = figure.n > 0 && static_cast<std::int64_t>(figure.n) < metric_asked.minimum_n;
    any_few = any_few || is_few;
    any_ok = any_ok || (!is_few && figure.value);
    columns.resize(1);
    for (const Extra& extra : figure.extras) columns.push_back(extra.column);
  }
  Table result = table(question, std::move(columns), metric(world, question), true);
  result.status = any_ok ? "ok" : any_few ? "too-few-people" : "no-data";
  return result;
}

std::optional<Table> ask_retention(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Retention>(question.ask);
  const auto known = [&](const model::AnyOf& events) { return is_known(world, events); };
  if (!known(asked.start) || !known(asked.returns) || !std::ranges::all_of(asked.conditions, known))
    return std::nullopt;
  const bool is_clickhouse = asked.rules == "clickhouse";
  if (is_clickhouse && (asked.conditions.size() < 2 || asked.conditions.size() > 32)) return std::nullopt;
  if (!is_clickhouse && model::find(question.by, model::By::Kind::Calendar) != nullptr) return std::nullopt;
  for (std::size_t i = 0; i < asked.brackets.size(); ++i) {
    const int before = i == 0 ? 0 : asked.brackets[i - 1].last;
    if (asked.brackets[i].first <= before || asked.brackets[i].last < asked.brackets[i].first) return std::nullopt;
  }
  Lines lines = retention(world, question);
  const bool is_anything = !lines.empty();
  std::vector<Column> columns{{Kind::Text, "cohort"}, {Kind::Count, subjects(question)}, {Kind::Count, "period"}};
  if (is_clickhouse) columns = {{Kind::Count, "condition"}, {Kind::Text, "events"}, {Kind::Count, subjects(question)}};
  if (!asked.brackets.empty()) columns.push_back({Kind::Count, "through"});
  columns.insert(columns.end(), {{Kind::Count, "returned"}, {Kind::Number, "share"}});
  if (!is_clickhouse) columns.push_back({Kind::Text, "status"});
  return table(question, std::move(columns), std::move(lines), is_anything);
}

std::optional<Table> ask_active(const World& world, const Question& question) {
  if (model::find(question.by, model::By::Kind::Calendar) != nullptr || world.events.empty()) return std::nullopt;
  const std::string counted = subjects(question);
  if (const auto* asked = std::get_if<Question::Lifecycle>(&question.ask)) {
    if (!is_known(world, asked->events)) return std::nullopt;
    Lines lines = lifecycle(world, question);
    const std::size_t first = 1 + question.by.size();
    const bool is_anything = std::ranges::any_of(lines, [&](const std::string& line) {
      const std::vector<std::string> cells = cells_of(line);
      return cells.at(first) != "0" || (cells.at(first + 4) != "0" && cells.at(first + 4) != "-");
    });
    return table(question,
                 {{Kind::Text, std::string(to_text(asked->interval))},
                  {Kind::Count, "active"},
                  {Kind::Count, "new"},
                  {Kind::Count, "returning"},
                  {Kind::Count, "resurrecting"},
                  {Kind::Count, "dormant"},
                  {Kind::Text, "status"}},
                 std::move(lines), is_anything);
  }
  if (!is_known(world, std::get<Question::Stickiness>(question.ask).events)) return std::nullopt;
  Lines lines = stickiness(world, question);
  const bool is_anything = !lines.empty();
  return table(question,
               {{Kind::Count, "intervals"},
                {Kind::Count, counted},
                {Kind::Number, "share"},
                {Kind::Count, counted + "_or_more"},
                {Kind::Number, "share_or_more"}},
               std::move(lines), is_anything);
}

std::optional<Table> ask_activation(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Activation>(question.ask);
  if (!is_known(world, asked.start) || !is_known(world, asked.returns)) return std::nullopt;
  if (asked.within >= asked.stay_from || asked.stay_from >= asked.stay_to) return std::nullopt;
  if (std::ranges::adjacent_find(asked.counts, std::ranges::greater_equal()) != asked.counts.end()) return std::nullopt;
  Lines lines = activation(world, question);
  if (lines.size() > static_cast<std::size_t>(asked.top)) return std::nullopt;  // it does not choose the best
  const bool is_anything = !lines.empty();
  return table(question,
               {{Kind::Text, "action"},
                {Kind::Count, "at_least"},
                {Kind::Count, "did"},
                {Kind::Count, "did_not"},
                {Kind::Number, "retained_with"},
                {Kind::Number, "retained_without"},
                {Kind::Number, "difference"},
                {Kind::Number, "lift"},
                {Kind::Number, "recall"},
                {Kind::Number, "phi"},
                {Kind::Number, "p"},
                {Kind::Number, "p_adjusted"}},
               std::move(lines), is_anything);
}

std::optional<Table> ask_task(const World& world, const Question& question) {
  const auto found = world.catalogue.task(std::get<Question::Task>(question.ask).name);
  if (!found) return std::nullopt;
  const model::TaskDefinition& task = **found;
  std::vector<Column> columns{{Kind::Count, "attempts"},       {Kind::Count, subjects(question)},
                              {Kind::Count, "success"},        {Kind::Count, "gave_up"},
                              {Kind::Count, "open"},           {Kind::Number, "success_share"},
                              {Kind::Number, "gave_up_share"}, {Kind::Number, "elapsed_median"},
                              {Kind::Number, "elapsed_mean"},  {Kind::Number, "active_median"},
                              {Kind::Number, "active_mean"}};
  if (!task.error.empty())
    columns.insert(columns.end(), {{Kind::Count, "errors"}, {Kind::Number, "errors_per_attempt"}});
  if (task.fewest_views > 0) columns.insert(columns.end(), {{Kind::Number, "lostness"}, {Kind::Number, "lost"}});
  Question unsplit = question;
  unsplit.by = {};
  const bool is_anything = any_counted(task_attempts(world, unsplit, false), 0);
  return table(question, std::move(columns), task_attempts(world, question, false), is_anything);
}

std::optional<Table> ask_journey(const World& world, const Question& question) {
  const auto found = world.catalogue.journey(std::get<Question::Journey>(question.ask).name);
  if (!found) return std::nullopt;
  Question asked = question;
  asked.counting = {};
  if ((*found)->of != "person") asked.counting = {model::SubjectKind::Object, (*found)->of};
  if (!is_known_frame(world, asked)) return std::nullopt;
  Lines lines = journey(world, question, false);
  Question unsplit = question;
  unsplit.by = {};
  const bool is_anything = any_counted(journey(world, unsplit, false), 2);
  return table(question,
               {{Kind::Text, "stage"},
                {Kind::Number, "entered"},
                {Kind::Count, "passages"},
                {Kind::Count, "people"},
                {Kind::Number, "went_on"},
                {Kind::Number, "left"},
                {Kind::Count, "still_here"},
                {Kind::Count, "finished"},
                {Kind::Number, "skipped"},
                {Kind::Number, "returned"},
                {Kind::Number, "dwell"},
                {Kind::Number, "to_next"}},
               std::move(lines), is_anything);
}

std::optional<Table> ask_sessions(const World& world, Question question) {
  const auto& asked = std::get<Question::Sessions>(question.ask);
  if (!is_known(world, asked.views) || !are_used(world, asked.naming)) return std::nullopt;
  if (asked.per_channel && question.by.empty()) question.by = {{.kind = By::Kind::Channel}};
  Lines lines = sessions(world, question);
  Question unsplit = question;
  unsplit.by = {};
  const bool is_anything = any_counted(sessions(world, unsplit), asked.per_channel ? 1 : 0);
  return table(question,
               {{Kind::Count, "sessions"},
                {Kind::Count, subjects(question)},
                {Kind::Number, "per_person"},
                {Kind::Count, "events"},
                {Kind::Number, "median_events"},
                {Kind::Count, "bounces"},
                {Kind::Number, "bounce"},
                {Kind::Number, "median_seconds"},
                {Kind::Number, "mean_seconds"},
                {Kind::Number, "total_seconds"}},
               std::move(lines), is_anything);
}

std::optional<Table> ask_paths(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Paths>(question.ask);
  const bool conflicts = !asked.around.empty() && (!asked.start.empty() || !asked.end.empty());
  if (conflicts || !is_known(world, asked.start) || !is_known(world, asked.end) || !is_known(world, asked.around) ||
      !are_used(world, asked.naming))
    return std::nullopt;
  Question unsplit = question;
  unsplit.by = {};
  const bool is_anything = !path_nodes(world, unsplit).empty();
  return table(question,
               {{Kind::Count, "position"},
                {Kind::Text, "from"},
                {Kind::Text, "to"},
                {Kind::Count, subjects(question)},
                {Kind::Count, "passages"},
                {Kind::Number, "share"},
                {Kind::Number, "median_seconds"},
                {Kind::Number, "mean_seconds"}},
               paths(world, question), is_anything);
}

std::optional<Table> ask_flow(const World& world, const Question& question) {
  if (!are_used(world, std::get<Question::Flow>(question.ask).naming)) return std::nullopt;
  Question unsplit = question;
  unsplit.by = {};
  return table(question,
               {{Kind::Text, "from"},
                {Kind::Text, "to"},
                {Kind::Count, "transitions"},
                {Kind::Count, subjects(question)},
                {Kind::Number, "share"},
                {Kind::Number, "median_seconds"},
                {Kind::Number, "mean_seconds"}},
               flow(world, question), !flow_nodes(world, unsplit).empty());
}

std::optional<Table> ask_variants(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Variants>(question.ask);
  if (!is_known(world, asked.goal) || !are_used(world, asked.naming)) return std::nullopt;
  Question unsplit = question;
  unsplit.by = {};
  constexpr std::array<std::string_view, 3> kSubject{"person", "account", "object"};
  return table(question,
               {{Kind::Texts, "path"},
                {Kind::Count, "length"},
                {Kind::Count, "passages"},
                {Kind::Count, subjects(question)},
                {Kind::Number, "share"},
                {Kind::Number, "cumulative"},
                {Kind::Number, "median_seconds"},
                {Kind::Text, std::string(kSubject[static_cast<std::size_t>(question.counting.kind)])}},
               variants(world, question), !variants(world, unsplit).empty());
}

std::optional<Table> ask_friction(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Friction>(question.ask);
  if (world.events.empty() || !are_frictions(world, asked) || !is_told(world, asked.place)) return std::nullopt;
  bool is_anything = false;
  for (const Story& story : stories(world, question.counting)) {
    for (const Told& told : story.events) is_anything = is_anything || counts(world, question, told);
  }
  return table(question,
               {{Kind::Text, "friction"},
                {Kind::Count, "occurred"},
                {Kind::Count, "of"},
                {Kind::Count, "left_out"},
                {Kind::Count, "open"},
                {Kind::Count, subjects(question)},
                {Kind::Number, "share"},
                {Kind::Count, "sessions"},
                {Kind::Number, "per_1000_sessions"},
                {Kind::Text, "rules"},
                {Kind::Count, "version"},
                {Kind::Text, "status"}},
               frictions(world, question), is_anything);
}

std::optional<Table> ask_handovers(const World& world, const Question& question) {
  const auto& asked = std::get<Question::Handovers>(question.ask);
  if (!is_told(world, asked.between) || (!asked.topic.empty() && !is_told(world, asked.topic))) return std::nullopt;
  for (const model::AnyOf* events : {&asked.events, &asked.done, &asked.asks}) {
    if (!is_known(world, *events)) return std::nullopt;
  }
  Question unsplit = question;
  unsplit.by = {};
  if (handovers(world, unsplit).size() > static_cast<std::size_t>(asked.top)) return std::nullopt;  // the rest is one
  const Lines losses = handover_losses(world, unsplit);
  return table(question,
               {{Kind::Text, "from"},
                {Kind::Text, "to"},
                {Kind::Count, "handovers"},
                {Kind::Count, subjects(question)},
                {Kind::Number, "share"},
                {Kind::Number, "median_seconds"},
                {Kind::Count, "asked_again"},
                {Kind::Number, "asked_again_share"}},
               handovers(world, question), any_counted(losses, 1) || any_counted(losses, 2));
}

}  // namespace

std::string subjects(const Question& question) {
  if (question.counting.kind == model::SubjectKind::Account) return "accounts";
  return question.counting.kind == model::SubjectKind::Object ? "objects" : "people";
}

Question without_excluded(Question question, const model::MetricDefinition& metric) {
  if (!metric.exclude || model::is_of_answers(metric.kind)) return question;
  const model::Filter other{model::Filter::Not{std::make_shared<const model::Filter>(*metric.exclude)}};
  question.where = {model::Filter::All{{question.where, other}}};
  return question;
}

Figures figures(const World& world, const Question& asked, const model::MetricDefinition& metric) {
  using model::MetricKind;
  const Question question = without_excluded(asked, metric);
  switch (metric.kind) {
    case MetricKind::Churn:
      return churn(world, question, metric);
    case MetricKind::Retention:
      return retained(world, question, metric);
    case MetricKind::Conversion:
      return converted(world, question, metric);
    case MetricKind::Percentile:
    case MetricKind::Mean:
      return percentile(world, question, metric);
    case MetricKind::TaskSuccess:
    case MetricKind::TaskTime:
    case MetricKind::TaskErrors:
    case MetricKind::TaskGiveUp:
    case MetricKind::TaskEfficiency:
    case MetricKind::Lostness:
    case MetricKind::Learnability:
    case MetricKind::UsabilityScore:
      return task(world, question, metric);
    case MetricKind::Share:
      return shares(world, question, metric);
    case MetricKind::Rate:
    case MetricKind::CountPerPerson:
      return rates(world, question, metric);
    case MetricKind::TimeBetween:
      return times_between(world, question, metric);
    case MetricKind::ConversionByWait:
      return conversions_by_wait(world, question, metric);
    case MetricKind::Stickiness:
      return stuck(world, question, metric);
    case MetricKind::Adoption:
      return adopted(world, question, metric);
    default:
      return score(world, question, metric);
  }
}

Lines metric(const World& world, const Question& question) {
  const model::MetricDefinition& definition = **world.catalogue.metric(std::get<Question::Metric>(question.ask).name);
  Lines lines;
  for (const auto& [group, figure] : figures(world, question, definition)) {
    const bool is_few = static_cast<std::int64_t>(figure.n) < definition.minimum_n;
    std::vector<std::string> cells;
    if (!question.by.empty()) cells.push_back(group);
    cells.push_back(is_few ? "-" : number(figure.value));
    for (const Extra& extra : figure.extras) {
      const bool is_withheld = static_cast<std::int64_t>(extra.n.value_or(figure.n)) < definition.minimum_n;
      cells.push_back(is_withheld && extra.is_estimate ? "-" : extra.text);
    }
    lines.push_back(joined(cells));
  }
  return lines;
}

std::optional<Table> judge(const World& world, const Question& question) {
  if (question.behind || !is_known_frame(world, question)) return std::nullopt;
  const bool is_split = !question.by.empty();
  if (const auto* asked = std::get_if<Question::Funnel>(&question.ask)) {
    if (!is_possible_funnel(world, *asked, question.by)) return std::nullopt;
    Lines lines = funnel(world, question);
    const bool is_anything = any_counted(lines, question.by.size() + 1);
    return table(question,
                 {{Kind::Text, "step"},
                  {Kind::Count, is_totals(*asked)        ? "walks"
                                : is_of_sessions(*asked) ? "sessions"
                                                         : subjects(question)},
                  {Kind::Number, "share"},
                  {Kind::Number, "from_previous"},
                  {Kind::Number, "median_seconds"}},
                 std::move(lines), is_anything);
  }
  if (const auto* asked = std::get_if<Question::Trend>(&question.ask)) {
    if (!is_known(world, asked->events)) return std::nullopt;
    Question split = question;
    if (!is_split) split.by = {{.kind = By::Kind::Calendar}};
    Lines lines = trend(world, question);
    const bool is_anything = any_counted(lines, split.by.size() + 1);
    return table(split, {{Kind::Count, subjects(question)}, {Kind::Count, "events"}}, std::move(lines), is_anything);
  }
  if (std::holds_alternative<Question::Retention>(question.ask)) return ask_retention(world, question);
  if (std::holds_alternative<Question::Lifecycle>(question.ask) ||
      std::holds_alternative<Question::Stickiness>(question.ask))
    return ask_active(world, question);
  if (std::holds_alternative<Question::Activation>(question.ask)) return ask_activation(world, question);
  if (std::holds_alternative<Question::Task>(question.ask)) return ask_task(world, question);
  if (std::holds_alternative<Question::Sessions>(question.ask)) return ask_sessions(world, question);
  if (std::holds_alternative<Question::Paths>(question.ask)) return ask_paths(world, question);
  if (std::holds_alternative<Question::Flow>(question.ask)) return ask_flow(world, question);
  if (std::holds_alternative<Question::Variants>(question.ask)) return ask_variants(world, question);
  if (std::holds_alternative<Question::Friction>(question.ask)) return ask_friction(world, question);
  if (std::holds_alternative<Question::Handovers>(question.ask)) return ask_handovers(world, question);
  if (std::holds_alternative<Question::Movement>(question.ask)) return movement(world, question);
  if (std::holds_alternative<Question::Comparison>(question.ask)) return comparison(world, question);
  return std::holds_alternative<Question::Metric>(question.ask) ? ask_metric(world, question)
                                                                : ask_journey(world, question);
}

}  // namespace throughline::reference
