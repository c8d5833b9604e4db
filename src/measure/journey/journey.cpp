#include "measure/journey/journey.h"

#include <algorithm>
#include <fmt/format.h>

#include "measure/journey/behind.h"
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

Rows channel_rows(const StayTally& stay, const sequence::Snapshot& snapshot) {
  std::vector<std::pair<sequence::Code, std::int64_t>> channels;
  for (sequence::Code channel = 0; channel < stay.channels.size(); ++channel)
    if (stay.channels[channel] > 0) channels.emplace_back(channel, stay.channels[channel]);
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

// Of what the data do not tell there is no figure.
Row friction_row(const std::string& name, const FrictionTally& friction, std::int64_t passages, const Lack* lack) {
  if (lack != nullptr)
    return {{"friction", name},        {"passages", model::Cell()}, {"share", model::Estimate()},
            {"events", model::Cell()}, {"status", lack->status},    {"reason", lack->reason}};
  return {{"friction", name},
          {"passages", friction.passages},
          {"share", sequence::share(friction.passages, passages)},
          {"events", friction.events}};
}

Rows friction_rows(const StageDefinition& stage, const StageTally& tally, const JourneyKernel& kernel) {
  const std::vector<std::string> names = friction_names(stage);
  Rows rows;
  for (std::size_t i = 0; i < names.size(); ++i)
    rows.push_back(friction_row(names[i], tally.frictions[i], tally.stay.passages, kernel.lack_of(names[i])));
  return rows;
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
                     std::int64_t of_stage, const JourneyKernel& kernel, const sequence::Snapshot& snapshot,
                     Surroundings& around) {
  TRY(metrics, around.readings(step.metrics));
  TRY(tasks, around.task_readings(step.tasks, step.metrics));
  TRY(verbatims, around.verbatims(step.metrics));
  Rows friction_rows;
  for (std::size_t i = 0; i < frictions.size(); ++i)
    friction_rows.push_back(
        friction_row(step.frictions[i].name, frictions[i], stay.passages, kernel.lack_of(step.frictions[i].name)));
  return Row{{"step", step.name},
             {"passages", stay.passages},
             {"share", sequence::share(stay.passages, of_stage)},
             {"dwell", sequence::median_seconds(stay.dwell)},
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
      for (const model::StepFriction& friction : step.frictions) look(friction.events);
    }
  }
  return names;
}

// A passage's figures of a stage.
Row stage_row(const StageDefinition& stage, const StageTally& tally, const WayTally::OfStage& way, bool is_last,
              std::int64_t passages) {
  const std::int64_t entered = tally.stay.passages;
  Row row{{"stage", stage.name},
          {"entered", sequence::share(entered, passages)},
          {"passages", entered},
          {"people", tally.people.size()},
          {"went_on", is_last ? model::Estimate() : sequence::share(tally.due_went_on, tally.due)},
          {"left", sequence::share(tally.due_left, tally.due)},
          {"still_here", tally.still_here}};
  if (is_last) row.emplace_back("finished", tally.finished);
  row.emplace_back("skipped", sequence::share(way.skipped, way.further));
  row.emplace_back("returned", sequence::share(way.returned, way.further));
  row.emplace_back("outcomes", outcome_rows(tally));
  row.emplace_back("dwell", sequence::median_seconds(tally.stay.dwell));
  row.emplace_back("to_next", sequence::median_seconds(tally.to_next));
  return row;
}

// How far the passages of a group keep the order, and where they do not: the commonest deviation first.
Row conformance_row(const model::JourneyDefinition& journey, const JourneyTally& tally, Row row) {
  const auto name = [&](std::int64_t stage) {
    return stage == kBeginning ? model::Cell() : model::Cell(journey.stages[static_cast<std::size_t>(stage)].name);
  };
  std::vector<std::pair<Move, WayTally::Deviation>> moves(tally.ways.deviations().begin(),
                                                          tally.ways.deviations().end());
  std::ranges::stable_sort(moves, [](const auto& a, const auto& b) { return a.second.passages > b.second.passages; });
  Rows deviations;
  for (const auto& [move, deviation] : moves) {
    const bool is_first = move.first == kBeginning;
    deviations.push_back({{"deviation", is_first                   ? "began_late"
                                        : move.second < move.first ? "returned"
                                                                   : "skipped"},
                          {"from", name(move.first)},
                          {"to", name(move.second)},
                          {"passages", deviation.passages},
                          {"share", sequence::share(deviation.passages, tally.passages)},
                          {"times", deviation.times}});
  }
  row.emplace_back("passages", tally.passages);
  row.emplace_back("kept_order", sequence::share(tally.ways.kept(), tally.passages));
  row.emplace_back("whole_way", sequence::share(tally.ways.complete(), tally.passages));
  row.emplace_back("deviations", std::move(deviations));
  return row;
}

// With what stands beside the passages.
Result<Row> full_row(Row row, const StageDefinition& stage, const StageTally& tally, const JourneyKernel& kernel,
                     const sequence::Snapshot& snapshot, Surroundings& around) {
  const std::int64_t entered = tally.stay.passages;
  std::vector<std::string> voices = stage.metrics;
  Rows steps;
  for (std::size_t i = 0; i < stage.steps.size(); ++i) {
    append_new(voices, stage.steps[i].metrics);
    TRY(step, step_row(stage.steps[i], tally.steps[i], tally.step_frictions[i], entered, kernel, snapshot, around));
    steps.push_back(std::move(step));
  }
  TRY(metrics, around.readings(stage.metrics));
  TRY(verbatims, around.verbatims(voices));
  row.emplace_back("channels", channel_rows(tally.stay, snapshot));
  row.emplace_back("metrics", std::move(metrics));
  row.emplace_back("frictions", friction_rows(stage, tally, kernel));
  row.emplace_back("verbatims", std::move(verbatims));
  row.emplace_back("steps", std::move(steps));
  return row;
}

void describe(const model::JourneyDefinition& journey, const sequence::Snapshot& snapshot, Answer& answer) {
  answer.units = {{"entered", "share"},    {"went_on", "share"},   {"left", "share"},    {"share", "share"},
                  {"dwell", "seconds"},    {"to_next", "seconds"}, {"skipped", "share"}, {"returned", "share"},
                  {"kept_order", "share"}, {"whole_way", "share"}};
  answer.methods = {fmt::format("shares: {}", sequence::kWilson),
                    fmt::format("dwell, to_next: {}", sequence::kFineMedians)};
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
      "skipped and returned are shares of the passages that came further; kept_order: the stages in their order as far "
      "as "
      "a passage went");
  answer.notes.push_back(
      "metrics are over all answers and attempts of the period and segment, also of people without a passage; split, "
      "an "
      "answer or attempt belongs to its own group, not to its passage's");
  if (const auto names = never_occurred(journey, snapshot); !names.empty()) {
    answer.notes.push_back(fmt::format("never occurred: {}", fmt::join(names, ", ")));
  }
}

// A row per stage.
Status list_stages(Answer& answer, const model::JourneyDefinition& journey, const Row& group, const JourneyTally& tally,
                   const JourneyKernel& kernel, const sequence::Snapshot& snapshot, Surroundings& around) {
  around.turn_to(group);
  for (std::size_t i = 0; i < tally.stages.size(); ++i) {
    const StageDefinition& stage = journey.stages[i];
    const bool is_last = i + 1 == tally.stages.size();
    Row row = group;
    for (auto& cell : stage_row(stage, tally.stages[i], tally.ways.stages()[i], is_last, tally.passages))
      row.push_back(std::move(cell));
    TRY(full, full_row(std::move(row), stage, tally.stages[i], kernel, snapshot, around));
    answer.rows.push_back(std::move(full));
  }
  return {};
}

// Metrics of the relationship, which stand in no stage.
Status list_relationship(Rows& rows, const model::JourneyDefinition& journey, const Row& group, Surroundings& around) {
  TRY(readings, around.relationship_readings(journey.metrics));
  for (Row& reading : readings) {
    reading.insert(reading.begin(), group.begin(), group.end());
    rows.push_back(std::move(reading));
  }
  return {};
}

}  // namespace

Result<Answer> journey(const Question& asked, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  const std::string& name = std::get<Question::Journey>(asked.ask).name;
  TRY(definition, catalogue.journey(name));
  TRY(heading, sequence::named(model::DefinitionKind::Journey, name, catalogue));
  Question question = asked;
  question.counting = {};
  if (definition->of != "person") question.counting = {model::SubjectKind::Object, definition->of};
  TRY(frame, sequence::Frame::make(question, catalogue, snapshot));
  TRY(kernel, JourneyKernel::compile(*definition, catalogue, snapshot, frame));
  Answer answer;
  answer.definition = std::move(heading);
  answer.as_of = snapshot.last().value_or(Instant{});
  if (question.behind) return subjects_behind(*definition, kernel, question, frame, snapshot, std::move(answer));

  auto [states, all] = sequence::fold_with_everybody(frame, kernel);
  if (!frame.is_split()) states.try_emplace(0, kernel.empty());
  Surroundings around(question, catalogue, snapshot);
  answer.counts = {{"passages", all.passages}, {"people", all.people()}};
  for (const std::string& note : frame.as_of_notes()) answer.notes.push_back(note);
  describe(*definition, snapshot, answer);
  Rows conformance, metrics;
  for (const auto& [key, tally] : states) {
    const Row group = frame.columns_of(key);
    CHECKED(list_stages(answer, *definition, group, tally, kernel, snapshot, around));
    CHECKED(list_relationship(metrics, *definition, group, around));
    conformance.push_back(conformance_row(*definition, tally, group));
  }
  answer.more = {{"of", definition->of}, {"metrics", std::move(metrics)}, {"conformance", std::move(conformance)}};
  answer.notes.insert(answer.notes.end(), around.notes().begin(), around.notes().end());
  if (all.passages == 0) sequence::no_data(answer, "nobody was on this journey in this period");
  return answer;
}

}  // namespace throughline::measure
