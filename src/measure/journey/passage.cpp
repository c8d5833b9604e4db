#include "measure/journey/passage.h"

#include <algorithm>

namespace throughline::measure {

using sequence::Frame;
using sequence::Hit;
using sequence::Match;
using sequence::Snapshot;
using sequence::Timeline;

std::vector<std::string> friction_names(const model::StageDefinition& stage) {
  std::vector<std::string> names;
  for (const model::StepDefinition& step : stage.steps) {
    for (const model::StepFriction& friction : step.frictions) {
      if (std::ranges::find(names, friction.name) == names.end()) names.push_back(friction.name);
    }
  }
  return names;
}

Result<JourneyKernel> JourneyKernel::compile(const model::JourneyDefinition& journey, const model::Catalogue& catalogue,
                                             Snapshot& snapshot, const Frame& frame) {
  JourneyKernel kernel;
  kernel.journey_ = &journey;
  kernel.begin_ = frame.begin();
  kernel.end_ = frame.end();
  kernel.data_end_ = frame.data_end();
  model::AnyOf any_step;
  for (const model::StageDefinition& definition : journey.stages) {
    const std::vector<std::string> names = friction_names(definition);
    Stage& stage = kernel.stages_.emplace_back();
    stage.friction_names = names.size();
    stage.within = definition.within.value_or(journey.within).count();
    for (const model::StepDefinition& step_definition : definition.steps) {
      Step& step = stage.steps.emplace_back();
      TRY(events, Match::compile_lenient(step_definition.events, snapshot, frame.columns()));
      step.events = events;
      step.matcher = kernel.matches_.size();
      kernel.matches_.push_back(std::move(events));
      any_step.insert(any_step.end(), step_definition.events.begin(), step_definition.events.end());
      for (const model::StepFriction& friction : step_definition.frictions) {
        StepFriction& own = step.frictions.emplace_back();
        own.of_stage = static_cast<std::size_t>(std::ranges::find(names, friction.name) - names.begin());
        if (friction.is_defined()) {
          TRY(place, kernel.place_of(friction, catalogue, snapshot, frame));
          own.occurrences = place;
        } else {
          TRY(friction_events, Match::compile_lenient(friction.events, snapshot, frame.columns()));
          own.events = std::move(friction_events);
        }
      }
    }
  }
  kernel.has_few_steps_ = kernel.matches_.size() <= sequence::kMostMatchers;
  if (kernel.has_few_steps_) return kernel;
  TRY(any, Match::compile_lenient(any_step, snapshot, frame.columns()));
  kernel.matches_ = {std::move(any)};
  return kernel;
}

Result<std::size_t> JourneyKernel::place_of(const model::StepFriction& friction, const model::Catalogue& catalogue,
                                            Snapshot& snapshot, const Frame& frame) {
  const auto known = std::ranges::find(occurrences_, friction.name, &std::pair<std::string, Occurrences>::first);
  if (known != occurrences_.end()) return static_cast<std::size_t>(known - occurrences_.begin());
  TRY(occurrences, Occurrences::compile(friction.name, catalogue, snapshot, frame.columns(), frame.data_end()));
  occurrences_.emplace_back(friction.name, std::move(occurrences));
  return occurrences_.size() - 1;
}

const Lack* JourneyKernel::lack_of(const std::string& friction) const {
  const auto found = std::ranges::find(occurrences_, friction, &std::pair<std::string, Occurrences>::first);
  return found == occurrences_.end() || !found->second.lack() ? nullptr : &*found->second.lack();
}

void JourneyKernel::find_touches(const Timeline& timeline, std::span<const Hit> hits, Scratch& scratch) const {
  scratch.touches.clear();
  scratch.is_of_stage.clear();
  for (const auto& [position, matched, time] : hits) {
    if (time < begin_ || (scratch.touches.empty() && time >= end_)) continue;
    Touch& touch = scratch.touches.emplace_back(Touch{position, time, 0, matched});
    for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
      const bool is_here =
          std::ranges::any_of(stages_[stage].steps, [&](const Step& step) { return takes(timeline, touch, step); });
      scratch.is_of_stage.push_back(is_here ? 1 : 0);
      if (is_here) touch.last_stage = stage;
    }
  }
}

const Passage* JourneyKernel::passage_of(const Timeline& timeline, std::span<const Hit> hits) const {
  thread_local Scratch scratch;
  find_touches(timeline, hits, scratch);
  const std::vector<Touch>& touches = scratch.touches;
  if (touches.empty()) return nullptr;
  const auto known = std::ranges::find_if(touches, [&](const Touch& touch) {
    return touch.time < end_ && timeline.person(touch.position) != sequence::kNobody;
  });
  Passage& passage = scratch.passage;
  passage.anchor = known == touches.end() ? touches.front().position : known->position;
  passage.entry = touches.front().position;
  if (scratch.visits.size() < stages_.size()) scratch.visits.resize(stages_.size());
  scratch.occurrences.resize(std::max(scratch.occurrences.size(), occurrences_.size()));
  for (std::size_t i = 0; i < occurrences_.size(); ++i) occurrences_[i].second.find(timeline, scratch.occurrences[i]);
  std::size_t entered = 0;
  for (std::size_t stage = 0; stage < stages_.size(); ++stage)
    entered += visit(timeline, scratch, stage, scratch.visits[entered]) ? 1 : 0;
  passage.visits = std::span(scratch.visits).first(entered);
  find_way(scratch, passage.way);
  return &passage;
}

void JourneyKernel::find_way(const Scratch& scratch, Way& way) const {
  way.clear();
  std::int64_t last_time = scratch.touches.front().time;
  for (std::size_t touch = 0; touch < scratch.touches.size(); ++touch) {
    const std::int64_t time = scratch.touches[touch].time;
    const std::size_t here = way.empty() ? 0 : way.back();
    if (!way.empty() && time - last_time > stages_[here].within) break;
    last_time = time;
    std::size_t taken = here;
    while (taken < stages_.size() && !is_of_stage(scratch, touch, taken)) ++taken;
    if (taken == stages_.size()) taken = scratch.touches[touch].last_stage;  // of earlier stages only
    if (way.empty() || taken != here) way.push_back(taken);
  }
}

bool JourneyKernel::visit(const Timeline& timeline, const Scratch& scratch, std::size_t stage,
                          StageVisit& result) const {
  const std::vector<Touch>& touches = scratch.touches;
  std::size_t touch = 0;
  while (touch < touches.size() && !(touches[touch].time < end_ && is_of_stage(scratch, touch, stage))) ++touch;
  if (touch == touches.size()) return false;
  const Touch& entered = touches[touch];
  const std::vector<Step>& steps = stages_[stage].steps;
  const std::int64_t within = stages_[stage].within;
  result.stage = stage;
  result.is_due = entered.time + within < data_end_;
  result.stay.clear();
  result.people.clear();
  result.steps.resize(steps.size());
  for (Stay& stay : result.steps) stay.clear();
  bool went_on = false;
  std::int64_t last_time = entered.time;
  for (; touch < touches.size() && touches[touch].time - last_time <= within; ++touch) {
    const auto& [position, time, last_stage, matched] = touches[touch];
    last_time = time;
    if (is_of_stage(scratch, touch, stage)) {
      const sequence::Code channel = timeline.channel(position);
      for (std::size_t step = 0; step < steps.size(); ++step) {
        if (steps.size() == 1 || takes(timeline, touches[touch], steps[step])) result.steps[step].add(time, channel);
      }
      result.stay.add(time, channel);
      const std::uint32_t person = timeline.person(position);
      if (person != sequence::kNobody) result.people.push_back(person);
    }
    if (!went_on && &touches[touch] != &entered && last_stage > stage) {
      went_on = true;
      result.to_next = time - entered.time;
    }
  }
  const bool fell_silent = touch < touches.size() || last_time + within < data_end_;
  if (went_on) {
    result.outcome = StageOutcome::WentOn;
  } else if (stage + 1 == stages_.size() && !result.steps.back().is_empty()) {
    result.outcome = StageOutcome::Finished;
  } else {
    result.outcome = fell_silent ? StageOutcome::Left : StageOutcome::StillHere;
  }
  add_frictions(timeline, scratch, entered.position, last_time + within, result);
  return true;
}

void JourneyKernel::add_frictions(const Timeline& timeline, const Scratch& scratch, std::size_t from,
                                  std::int64_t until, StageVisit& visit) const {
  const Stage& stage = stages_[visit.stage];
  visit.frictions.assign(stage.friction_names, 0);
  visit.step_frictions.resize(stage.steps.size());
  for (std::size_t step = 0; step < stage.steps.size(); ++step)
    visit.step_frictions[step].assign(stage.steps[step].frictions.size(), 0);
  if (stage.friction_names == 0) return;
  const auto meets = [&](const StepFriction& friction, std::size_t position) {
    return friction.events ? (*friction.events)(timeline, position)
                           : std::ranges::binary_search(scratch.occurrences[friction.occurrences], position);
  };
  std::vector<bool> met(stage.friction_names);
  for (std::size_t position = from; position < timeline.size() && timeline.time(position) <= until; ++position) {
    met.assign(met.size(), false);
    for (std::size_t step = 0; step < stage.steps.size(); ++step) {
      for (std::size_t i = 0; i < stage.steps[step].frictions.size(); ++i) {
        const StepFriction& friction = stage.steps[step].frictions[i];
        if (!meets(friction, position)) continue;
        ++visit.step_frictions[step][i];
        met[friction.of_stage] = true;
      }
    }
    for (std::size_t name = 0; name < met.size(); ++name) visit.frictions[name] += met[name] ? 1 : 0;
  }
}

}  // namespace throughline::measure
