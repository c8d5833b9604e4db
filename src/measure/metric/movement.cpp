#include "measure/metric/movement.h"

#include <cmath>
#include <fmt/format.h>
#include <optional>

#include "measure/metric/asking.h"
#include "measure/metric/metric.h"
#include "measure/metric/mix.h"
#include "measure/metric/movement_parts.h"
#include "sequence/answers.h"

namespace throughline::measure {

using model::Answer;
using model::Estimate;
using model::Question;
using model::Row;

namespace {

constexpr std::size_t kMostGroups = 200;

// The metric under one condition.
struct Reading {
  Composition composition;
  Standing standing;
  std::string unit, counted, better, title;
  int version = 1;
  std::optional<Instant> as_of;
  model::MetricDefinition metric;
};

Result<Reading> read(const Question& question, const MovementState& state, bool is_split) {
  const auto& asked = std::get<Question::Movement>(question.ask);
  const model::Catalogue& catalogue = *state.catalogue;
  sequence::Snapshot& snapshot = *state.snapshot;
  const sequence::ColumnCache::Use use = snapshot.use();
  TRY(metric, catalogue.metric(asked.name));
  TRY(heading, sequence::named(model::DefinitionKind::Metric, asked.name, catalogue));
  Question scope = as_defined(question, *metric);
  if (!is_split) scope.by = {};
  TRY(frame, frame_of(scope, *metric, catalogue, snapshot));
  TRY(all, figures({*metric, catalogue, snapshot, frame, scope.counting}));
  Reading reading{.composition = {},
                  .standing = {},
                  .unit = all.unit,
                  .counted = all.counted,
                  .better = metric->higher_is_better ? "higher" : "lower",
                  .title = heading.title,
                  .version = heading.version,
                  .as_of = snapshot.last(),
                  .metric = *metric};
  if (is_split) {
    for (const Figure& figure : all.groups) {
      Row columns = frame.columns_of(figure.key);
      reading.composition.groups[label_of(columns)] = {columns, figure.value};
    }
    return reading;
  }
  reading.composition.whole = all.groups.at(0).value;
  reading.standing = standing(all.groups.at(0), all, *metric);
  return reading;
}

Question before_of(const Question& question) {
  Question earlier = question;
  const auto& before = std::get<Question::Movement>(question.ask).before;
  if (!before.has_period) return earlier;
  earlier.from = before.from;
  earlier.to = before.to;
  return earlier;
}

// What was noted, or what was erased since.
void add_noted(const MovementPlan& plan, const std::optional<double>& noted, const Reading& earlier, Parts& parts) {
  const double value = *earlier.composition.whole.value;
  const std::int64_t n = earlier.composition.whole.n;
  if (plan.erased.empty()) {
    parts.add("erasures", parts.reached(), n, "nothing was erased or undone since");
    if (!noted) return;
    parts.add("noted", value, n,
              value == *noted ? "the value noted is the one that the same data give now"
                              : "the value noted is not what the same data and definition give now, though nothing was "
                                "erased since: it was rounded, or another question was asked");
    return;
  }
  if (noted) {
    parts.add("erasures", value, n, plan.erased + ": the value noted, less what is left of its data gives");
    return;
  }
  parts.untold("erasures",
               plan.erased + ": it is in neither reading; only the value that was noted then can tell (before.value)");
}

Status add_steps(const Question& earlier_question, const MovementPlan& plan, MovementState& state, Reading& reading,
                 Parts& parts) {
  for (const MovementStep& step : plan.steps) {
    if (!step.untold.empty()) {
      parts.untold(step.part, step.untold);
      continue;
    }
    if (!step.change) {
      parts.add(step.part, parts.reached(), reading.composition.whole.n, step.because);
      continue;
    }
    TRY(changed, step.change());
    state = std::move(changed);
    TRY(next, read(earlier_question, state, false));
    reading = std::move(next);
    const Estimate& whole = reading.composition.whole;
    if (reading.standing.status != "ok") {
      parts.untold(step.part,
                   fmt::format("{}; asked again so there is no value: {}", step.because, reading.standing.reason));
    } else {
      parts.add(step.part, *whole.value, whole.n, step.because);
    }
  }
  return {};
}

Row group_row(const Mix::Part& part, std::int64_t minimum_n) {
  const auto shown = [&](Estimate value) { return value.n < minimum_n ? only_n(value.n) : value; };
  Row row = part.columns;
  row.emplace_back("before", shown(part.before));
  row.emplace_back("after", shown(part.after));
  row.emplace_back("share_before", part.share_before);
  row.emplace_back("share_after", part.share_after);
  row.emplace_back("mix", part.mix);
  row.emplace_back("real_change", part.real_change);
  return row;
}

void add_mix(const Mix& mix, std::int64_t minimum_n, Parts& parts, Answer& answer) {
  Estimate made;
  made.n = mix.real_change.n;
  made.value = mix.mix;
  parts.add("mix", made, parts.reached() + mix.mix,
            "the groups have other shares than before, each at the middle of its two values");
  parts.add("real_change", mix.real_change, parts.reached() + *mix.real_change.value,
            mix.real_change.low ? "the groups have other values than before, each at the middle of its two shares"
                                : "the groups have other values than before; no interval, because a group has none");
  model::Rows rows;
  for (std::size_t i = 0; i < std::min(mix.parts.size(), kMostGroups); ++i)
    rows.push_back(group_row(mix.parts[i], minimum_n));
  if (mix.parts.size() > kMostGroups)
    answer.notes.push_back(fmt::format("{} groups; the {} that matter most are listed", mix.parts.size(), kMostGroups));
  answer.more.emplace_back("groups", std::move(rows));
  answer.methods.push_back(
      "mix and real change: Kitagawa's decomposition, weights in the middle; interval of the real change from those of "
      "the groups (MOVER), shares as observed, 95 %");
}

// From the earlier period to that of now, in one state.
Status add_change(const Question& earlier_question, const Question& question, const MovementState& state,
                  Reading& earlier, Reading& now, Parts& parts, Answer& answer) {
  if (earlier_question.from == question.from && earlier_question.to == question.to) {
    parts.add("mix", parts.reached(), now.composition.whole.n, "both readings are of the same period");
    parts.add("real_change", parts.reached(), now.composition.whole.n, "both readings are of the same period");
    return {};
  }
  const std::optional<double> start = earlier.composition.whole.value;
  const bool is_whole = earlier.standing.status == "ok" && parts.reached() == *start;
  std::string untold = is_whole ? "ask with a breakdown (by) to tell it from the real change"
                                : "the earlier reading has no value under the data and definition of now";
  if (!question.by.empty() && is_whole) {
    TRY(groups_before, read(earlier_question, state, true));
    TRY(groups_after, read(question, state, true));
    earlier.composition.groups = std::move(groups_before.composition.groups);
    now.composition.groups = std::move(groups_after.composition.groups);
    const auto mix = mix_of(earlier.composition, now.composition, now.metric);
    if (mix) {
      add_mix(*mix, now.metric.minimum_n, parts, answer);
      return {};
    }
    untold = mix.error();
  }
  parts.untold("mix", untold);
  const Estimate& whole = now.composition.whole;
  Estimate change = only_n(whole.n);
  if (is_whole) change = difference_of(earlier.composition.whole, whole);
  change.value = *whole.value - parts.reached();
  parts.add("real_change", change, *whole.value, "the other period, with what cannot be told of the composition in it");
  answer.methods.emplace_back("interval of the real change from those of the two values (MOVER), 95 %");
  return {};
}

Row told_of(Row row, const Reading& reading, const std::optional<double>& noted) {
  Row told{{"value", reading.composition.whole}, {"version", reading.version}};
  if (noted) told.emplace_back("noted", *noted);
  if (reading.as_of) told.emplace_back("as_of", *reading.as_of);
  for (auto& cell : row) told.push_back(std::move(cell));
  return told;
}

void no_figure(std::string_view which, const Standing& standing, Answer& answer) {
  answer.status = standing.status;
  answer.reason = fmt::format("{}: {}", which, standing.reason);
}

Status check(const Question& question) {
  if (question.behind)
    return fail(Error{.code = "question.conflict",
                      .message = "nobody stands behind a difference",
                      .place = Place{.name = "/behind", .source = {}},
                      .help = "ask the metric for the people of either period"});
  if (find(question.by, model::By::Kind::Calendar) != nullptr)
    return fail(Error{.code = "question.conflict",
                      .message = "two periods have no interval of time in common",
                      .place = Place{.name = "/by", .source = {}},
                      .help = "split by a channel, a segment or a property"});
  return {};
}

}  // namespace

Result<Answer> movement(const Question& question, const MovementPlan& plan) {
  CHECKED(check(question));
  const auto& asked = std::get<Question::Movement>(question.ask);
  const Question earlier_question = before_of(question);
  TRY(state, plan.earlier());
  TRY(first, read(earlier_question, state, false));
  const std::optional<double>& noted = asked.before.value;
  Answer answer;
  Parts parts(noted ? *noted : first.composition.whole.value.value_or(0));
  Reading earlier = first;
  if (first.standing.status == "ok") {
    add_noted(plan, noted, first, parts);
    CHECKED(add_steps(earlier_question, plan, state, earlier, parts));
  } else {
    for (const MovementStep& step : plan.steps) {
      if (!step.change) continue;
      TRY(changed, step.change());
      state = std::move(changed);
    }
  }
  TRY(now, read(question, state, false));
  answer.definition = {
      .kind = "movement", .name = asked.name, .title = "Why did it move? " + now.title, .version = now.version};
  answer.as_of = now.as_of.value_or(Instant{});
  answer.units = {{"difference", now.unit}, {"reached", now.unit}, {"value", now.unit},      {"before", now.unit},
                  {"after", now.unit},      {"mix", now.unit},     {"real_change", now.unit}};
  answer.units.emplace_back("share_before", "share");
  answer.units.emplace_back("share_after", "share");
  answer.more = {{"unit", now.unit},
                 {"better", now.better},
                 {"counted", now.counted},
                 {"before", told_of(plan.before, first, noted)},
                 {"after", told_of(plan.after, now, {})}};
  if (first.standing.status != "ok") {
    no_figure("the earlier reading", first.standing, answer);
  } else if (now.standing.status != "ok") {
    no_figure("the reading now", now.standing, answer);
  } else {
    const double from = noted ? *noted : *first.composition.whole.value;
    answer.more.emplace_back("difference", *now.composition.whole.value - from);
    CHECKED(add_change(earlier_question, question, state, earlier, now, parts, answer));
    answer.rows = parts.take();
  }
  answer.counts = {{"n_before", first.composition.whole.n}, {"n_after", now.composition.whole.n}};
  answer.notes.emplace_back(
      "each part is what the same question gives when only that is changed, in this order; another order would share "
      "out what parts have in common otherwise");
  if (earlier_question.from != question.from || earlier_question.to != question.to)
    answer.notes.emplace_back("the interval takes the periods for different people; of the same ones it is too wide");
  return answer;
}

Result<Answer> movement(const Question& question, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const auto& asked = std::get<Question::Movement>(question.ask);
  if (asked.before.known)
    return fail("movement.no-history", "these data have no history of imports",
                "ask a workspace, whose imports are numbered and dated");
  CHECKED(metric_at(asked.name, asked.version, catalogue));
  CHECKED(metric_at(asked.name, asked.before.version, catalogue));
  const auto kept = [](auto& of) { return std::shared_ptr<std::remove_reference_t<decltype(of)>>(&of, [](auto*) {}); };
  const MovementState state{.catalogue = kept(catalogue), .snapshot = kept(snapshot)};
  MovementPlan plan;
  plan.earlier = [state]() -> Result<MovementState> { return state; };
  const std::string same = "both readings are of the data as they are now";
  for (const char* part : {"merges", "late_events", "new_data"})
    plan.steps.push_back({.part = part, .because = same, .change = {}, .untold = {}});
  plan.steps.push_back(
      {.part = "definition", .because = "both readings use the same version", .change = {}, .untold = {}});
  return movement(question, plan);
}

}  // namespace throughline::measure
