#include "measure/journey/tally.h"

#include <algorithm>

#include "measure/journey/passage.h"

namespace throughline::measure {

using sequence::Reader;
using sequence::Writer;

namespace {

template <class T>
void merge_each(std::vector<T>& values, const std::vector<T>& more) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i].merge(more[i]);
}

template <class T>
void save_each(Writer& writer, const std::vector<T>& values) {
  writer.count(values.size());
  for (const T& value : values) value.save(writer);
}

template <class T>
void load_each(Reader& reader, std::vector<T>& values) {
  values.resize(reader.count());
  for (T& value : values) value.load(reader);
}

}  // namespace

void Stay::add(std::int64_t time, sequence::Code channel) {
  if (is_empty()) first = time;
  last = time;
  if (std::ranges::find(channels, channel) == channels.end()) channels.push_back(channel);
}

void StayTally::add(const Stay& stay, bool is_over) {
  ++passages;
  if (is_over) dwell.add(stay.dwell());
  for (const sequence::Code channel : stay.channels) {
    if (channel >= channels.size()) channels.resize(channel + 1, 0);
    ++channels[channel];
  }
}

void StayTally::merge(const StayTally& other) {
  passages += other.passages;
  dwell.merge(other.dwell);
  channels.resize(std::max(channels.size(), other.channels.size()), 0);
  for (std::size_t channel = 0; channel < other.channels.size(); ++channel)
    channels[channel] += other.channels[channel];
}

void StayTally::save(Writer& writer) const {
  writer.number(passages);
  dwell.save(writer);
  writer.count(channels.size());
  for (const std::int64_t count : channels) writer.number(count);
}

void StayTally::load(Reader& reader) {
  passages = reader.number();
  dwell = sequence::Times::load(reader, sequence::Times::kManyExact);
  channels.resize(reader.count());
  for (std::int64_t& count : channels) count = reader.number();
}

void FrictionTally::add(std::int64_t events_met) {
  passages += events_met > 0 ? 1 : 0;
  events += events_met;
}

void FrictionTally::merge(const FrictionTally& other) {
  passages += other.passages;
  events += other.events;
}

void FrictionTally::save(Writer& writer) const {
  writer.number(passages);
  writer.number(events);
}

void FrictionTally::load(Reader& reader) {
  passages = reader.number();
  events = reader.number();
}

void StageTally::add(const StageVisit& visit) {
  const bool is_over = visit.outcome != StageOutcome::StillHere;
  stay.add(visit.stay, is_over);
  for (const std::uint32_t person : visit.people) people.insert(person);
  if (visit.is_due) {
    ++due;
    due_went_on += visit.outcome == StageOutcome::WentOn ? 1 : 0;
    due_left += visit.outcome == StageOutcome::Left ? 1 : 0;
  }
  switch (visit.outcome) {
    case StageOutcome::WentOn:
      ++went_on;
      to_next.add(visit.to_next);
      break;
    case StageOutcome::Left:
      ++left;
      break;
    case StageOutcome::StillHere:
      ++still_here;
      break;
    case StageOutcome::Finished:
      ++finished;
      break;
  }
  for (std::size_t friction = 0; friction < frictions.size(); ++friction)
    frictions[friction].add(visit.frictions[friction]);
  for (std::size_t step = 0; step < steps.size(); ++step) {
    if (visit.steps[step].is_empty()) continue;
    steps[step].add(visit.steps[step], is_over);
    for (std::size_t friction = 0; friction < step_frictions[step].size(); ++friction) {
      step_frictions[step][friction].add(visit.step_frictions[step][friction]);
    }
  }
}

void StageTally::merge(const StageTally& other) {
  stay.merge(other.stay);
  went_on += other.went_on;
  left += other.left;
  still_here += other.still_here;
  finished += other.finished;
  due += other.due;
  due_went_on += other.due_went_on;
  due_left += other.due_left;
  to_next.merge(other.to_next);
  people.insert(other.people);
  merge_each(steps, other.steps);
  merge_each(frictions, other.frictions);
  for (std::size_t step = 0; step < step_frictions.size(); ++step)
    merge_each(step_frictions[step], other.step_frictions[step]);
}

void StageTally::save(Writer& writer) const {
  stay.save(writer);
  for (const std::int64_t count : {went_on, left, still_here, finished, due, due_went_on, due_left})
    writer.number(count);
  to_next.save(writer);
  writer.ascending(people.ascending());
  save_each(writer, steps);
  save_each(writer, frictions);
  writer.count(step_frictions.size());
  for (const auto& of_step : step_frictions) save_each(writer, of_step);
}

void StageTally::load(Reader& reader) {
  stay.load(reader);
  for (std::int64_t* count : {&went_on, &left, &still_here, &finished, &due, &due_went_on, &due_left})
    *count = reader.number();
  to_next = sequence::Times::load(reader, sequence::Times::kManyExact);
  for (const std::int64_t person : reader.ascending()) people.insert(static_cast<std::uint32_t>(person));
  load_each(reader, steps);
  load_each(reader, frictions);
  step_frictions.resize(reader.count());
  for (auto& of_step : step_frictions) load_each(reader, of_step);
}

JourneyTally::JourneyTally(const model::JourneyDefinition& journey) : ways(journey.stages.size()) {
  for (const model::StageDefinition& stage : journey.stages) {
    StageTally& tally = stages.emplace_back();
    tally.steps.resize(stage.steps.size());
    tally.frictions.resize(friction_names(stage).size());
    for (const model::StepDefinition& step : stage.steps) tally.step_frictions.emplace_back(step.frictions.size());
  }
}

void JourneyTally::add(const sequence::Timeline&, const Passage& passage) {
  ++passages;
  for (const StageVisit& visit : passage.visits) stages[visit.stage].add(visit);
  ways.add(passage.way);
}

void JourneyTally::merge(const JourneyTally& other) {
  passages += other.passages;
  merge_each(stages, other.stages);
  ways.merge(other.ways);
}

std::string JourneyTally::save() const {
  Writer writer;
  writer.number(passages);
  save_each(writer, stages);
  ways.save(writer);
  return writer.bytes();
}

Result<JourneyTally> JourneyTally::load(std::string_view bytes) {
  Reader reader(bytes);
  JourneyTally tally;
  tally.passages = reader.number();
  load_each(reader, tally.stages);
  tally.ways.load(reader);
  CHECKED(reader.status());
  return tally;
}

std::int64_t JourneyTally::people() const {
  sequence::SubjectSet all;
  for (const StageTally& stage : stages) all.insert(stage.people);
  return static_cast<std::int64_t>(all.size());
}

}  // namespace throughline::measure
