#include "measure/journey/journey.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/journey/passage.h"
#include "measure/journey/surroundings.h"
#include "measure/metric/metric.h"
#include "sequence/answers.h"
#include "sequence/fold.h"

namespace throughline::measure {

using model::Answer;
using model::Question;
using model::Row;
using model::Rows;
using model::StageDefinition;
using model::StepDefinition;

namespace {

model::Estimate median(std::vector<std::int64_t> times) {
  std::ranges::sort(times);
  return sequence::median_seconds(times);
}

Rows channel_rows(const StayTally& stay, const sequence::Snapshot& snapshot) {
  std::vector<std::pair<sequence::Code, std::int64_t>> channels(stay.channels.begin(), stay.channels.end());
  std::ranges::stable_sort(channels, [](const auto& a, const auto& b) { return a.second > b.second; });
  Rows rows;
  for (const auto& [channel, passages] : channels) {
    rows.push_back(
        {{"channel", channel == 0 ? std::string("not known") : std::string(snapshot.channels().text(channel))},
         {"passages", passages},
         {"share", sequence::share(passages, stay.passages)}});
  }
  return rows;
}

Row friction_row(const std::string& name, const FrictionTally& friction, std::int64_t passages) {
  return {{"friction", name},
          {"passages", friction.passages},
          {"share", sequence::share(friction.passages, passages)},
          {"events", friction.events}};
}

void append_new(std::vector<std::string>& names, const std::vector<std::string>& more) {
  for (const std::string& name : more) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
}

Rows outcome_rows(const StageTally& tally) {
  Rows rows;
  for (const auto& [outcome, passages] :
       {std::pair{"went_on", tally.went_on}, std::pair{"left", tally.left}, std::pair{"still_here", tally.still_here},
        std::pair{"finished", tally.finished}}) {
    rows.push_back({{"outcome", std::string(outcome)}, {"passages", passages}});
  }
  return rows;
}

Result<Row> step_row(const StepDefinition& step, const StayTally& stay, const std::vector<FrictionTally>& frictions,
                     std::int64_t of_stage, const sequence::Snapshot& snapshot, Surroundings& around) {
  TRY(metrics, around.readings(step.metrics));
  TRY(tasks, around.task_readings(step.tasks, step.metrics));
  TRY(verbatims, around.verbatims(step.metrics));
  Rows friction_rows;
  for (std::size_t i = 0; i < frictions.size(); ++i)
    friction_rows.push_back(friction_row(step.frictions[i].first, frictions[i], stay.passages));
  return Row{{"step", step.name},
             {"passages", stay.passages},
             {"share", sequence::share(stay.passages, of_stage)},
             {"dwell", median(stay.dwell)},
             {"intended", step.intended},
             {"channels", channel_rows(stay, snapshot)},
             {"metrics", std::move(metrics)},
             {"tasks", std::move(tasks)},
             {"frictions", std::move(friction_rows)},
             {"verbatims", std::move(verbatims)},
             {"frontstage", step.frontstage},
             {"backstage", step.backstage},
             {"support", step.support}};
}

Result<Row> stage_row(const StageDefinition& stage, const StageTally& tally, bool is_last, std::int64_t passages,
                      const sequence::Snapshot& snapshot, Surroundings& around) {
  const std::int64_t entered = tally.stay.passages;
  std::vector<std::string> voices = stage.metrics;
  Rows steps, frictions;
  for (std::size_t i = 0; i < stage.steps.size(); ++i) {
    append_new(voices, stage.steps[i].metrics);
    TRY(step, step_row(stage.steps[i], tally.steps[i], tally.step_frictions[i], entered, snapshot, around));
    steps.push_back(std::move(step));
  }
  const std::vector<std::string> names = friction_names(stage);
  for (std::size_t i = 0; i < names.size(); ++i)
    frictions.push_back(friction_row(names[i], tally.frictions[i], entered));
  TRY(metrics, around.readings(stage.metrics));
  TRY(verbatims, around.verbatims(voices));
  Row row{{"stage", stage.name},
          {"entered", sequence::share(entered, passages)},
          {"passages", entered},
          {"people", distinct(tally.people).size()},
          {"went_on", is_last ? model::Estimate() : sequence::share(tally.due_went_on, tally.due)},
          {"left", sequence::share(tally.due_left, tally.due)},
          {"still_here", tally.still_here}};
  if (is_last) row.emplace_back("finished", tally.finished);
  row.emplace_back("outcomes", outcome_rows(tally));
  row.emplace_back("dwell", median(tally.stay.dwell));
  row.emplace_back("to_next", median(tally.to_next));
  row.emplace_back("channels", channel_rows(tally.stay, snapshot));
  row.emplace_back("metrics", std::move(metrics));
  row.emplace_back("frictions", std::move(frictions));
  row.emplace_back("verbatims", std::move(verbatims));
  row.emplace_back("steps", std::move(steps));
  return row;
}

// Names of events that the journey speaks of and that never occurred: a slip of the pen, or simply not yet.
std::vector<std::string> never_occurred(const model::JourneyDefinition& journey, const sequence::Snapshot& snapshot) {
  std::vector<std::string> names;
  const auto look = [&](const model::AnyOf& events) {
    for (const model::EventMatcher& matcher : events) {
      if (!matcher.event.empty() && !snapshot.names().find(matcher.event)) append_new(names, {matcher.event});
    }
  };
  for (const StageDefinition& stage : journey.stages) {
    for (const StepDefinition& step : stage.steps) {
      look(step.events);
      for (const auto& [name, events] : step.frictions) look(events);
    }
  }
  return names;
}

Result<Answer> subjects_behind(const model::JourneyDefinition& journey, const JourneyKernel& kernel,
                               const Question& question, const sequence::Frame& frame,
                               const sequence::Snapshot& snapshot, Answer answer) {
  std::vector<std::string> stages;
  for (const StageDefinition& stage : journey.stages) stages.push_back(stage.name);
  const auto& [group, outcome, limit] = *question.behind;
  const std::vector<std::string> outcomes{"entered", "went_on", "left", "still_here", "finished"};
  if (!group.empty() && std::ranges::find(stages, group) == stages.end()) {
    return fail("journey.unknown-stage", fmt::format("no stage of \"{}\" is called \"{}\"", journey.name, group),
                did_you_mean(group, stages, fmt::format("there are: {}", fmt::join(stages, ", "))));
  }
  if (!outcome.empty() && std::ranges::find(outcomes, outcome) == outcomes.end()) {
    return fail("journey.unknown-outcome", fmt::format("a stage has no outcome called \"{}\"", outcome),
                did_you_mean(outcome, outcomes, fmt::format("there are: {}", fmt::join(outcomes, ", "))));
  }
  const auto has = [&](const StageVisit& visit) {
    if (!group.empty() && stages[visit.stage] != group) return false;
    switch (visit.outcome) {
      case StageOutcome::WentOn:
        return outcome.empty() || outcome == "entered" || outcome == "went_on";
      case StageOutcome::Left:
        return outcome.empty() || outcome == "entered" || outcome == "left";
      case StageOutcome::StillHere:
        return outcome.empty() || outcome == "entered" || outcome == "still_here";
      case StageOutcome::Finished:
        break;
    }
    return outcome.empty() || outcome == "entered" || outcome == "finished";
  };
  const auto subjects = sequence::behind(frame, kernel, std::nullopt, limit, [&](const Passage& passage) {
    return std::ranges::any_of(passage.visits, has);
  });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  if (subjects.size() == limit)
    answer.notes.push_back(fmt::format("the first {} are listed; there may be more", limit));
  if (subjects.empty()) sequence::no_data(answer, "nobody is behind this number");
  return answer;
}

void describe(const model::JourneyDefinition& journey, const sequence::Snapshot& snapshot, Answer& answer) {
  answer.units = {{"entered", "share"}, {"went_on", "share"}, {"left", "share"},
                  {"share", "share"},   {"dwell", "seconds"}, {"to_next", "seconds"}};
  answer.methods = {fmt::format("shares: {}", sequence::kWilson),
                    fmt::format("dwell, to_next: {}", sequence::kMedianRanks)};
  std::string silences = to_text(journey.within);
  for (const StageDefinition& stage : journey.stages) {
    if (stage.within) silences += fmt::format(", in {} {}", stage.name, to_text(*stage.within));
  }
  answer.notes.push_back(fmt::format(
      "a passage silent for longer than {} has left; who comes back later enters anew, without having gone on",
      silences));
  answer.notes.push_back(
      "left and went_on are shares of those who entered so long before the data's end that leaving would be known; the "
      "rest of them is still here. dwell leaves out those who are still here");
  answer.notes.push_back("who reached the last step of the last stage has finished");
  answer.notes.push_back(
      "metrics are over all answers and attempts of the period and segment, also of people without a passage");
  if (const auto names = never_occurred(journey, snapshot); !names.empty()) {
    answer.notes.push_back(fmt::format("never occurred: {}", fmt::join(names, ", ")));
  }
}

}  // namespace

Result<Answer> journey(const Question& asked, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const std::string& name = std::get<Question::Journey>(asked.ask).name;
  TRY(definition, catalogue.journey(name));
  TRY(heading, named(model::DefinitionKind::Journey, name, catalogue));
  if (asked.by.kind != model::By::Kind::Nothing) {
    return fail("journey.split", "a journey's answer is not split into groups", "ask for one segment at a time");
  }
  Question question = asked;
  question.counting = {};
  if (definition->of != "person") question.counting = {model::SubjectKind::Object, definition->of};
  TRY(frame, sequence::Frame::make(question, catalogue, snapshot));
  TRY(kernel, JourneyKernel::compile(*definition, snapshot, frame));
  Answer answer;
  answer.definition = std::move(heading);
  answer.as_of = snapshot.last().value_or(Instant{});
  if (question.behind) return subjects_behind(*definition, kernel, question, frame, snapshot, std::move(answer));

  const auto states = sequence::fold(frame, kernel);
  const JourneyTally tally = states.empty() ? kernel.empty() : states.begin()->second;
  Surroundings around(question, catalogue, snapshot);
  answer.counts = {{"passages", tally.passages}, {"people", tally.people()}};
  describe(*definition, snapshot, answer);
  for (std::size_t i = 0; i < tally.stages.size(); ++i) {
    TRY(row, stage_row(definition->stages[i], tally.stages[i], i + 1 == tally.stages.size(), tally.passages, snapshot,
                       around));
    answer.rows.push_back(std::move(row));
  }
  TRY(metrics, around.relationship_readings(definition->metrics));
  answer.more = {{"of", definition->of}, {"metrics", std::move(metrics)}};
  answer.notes.insert(answer.notes.end(), around.notes().begin(), around.notes().end());
  if (tally.passages == 0) sequence::no_data(answer, "nobody was on this journey in this period");
  return answer;
}

}  // namespace throughline::measure
