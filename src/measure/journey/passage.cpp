#include "measure/journey/passage.h"

#include <algorithm>
#include <bit>

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
      kernel.stage_of_.push_back(static_cast<std::uint32_t>(kernel.stages_.size() - 1));
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
  scratch.longest_pause = 0;
  for (const auto& [position, matched, time] : hits) {
    if (time < begin_ || (scratch.touches.empty() && time >= end_)) continue;
    if (!scratch.touches.empty())
      scratch.longest_pause = std::max(scratch.longest_pause, time - scratch.touches.back().time);
    scratch.touches.push_back({position, time, matched});
  }
  if (!scratch.touches.empty()) find_stages(timeline, scratch);
}

void JourneyKernel::find_stages(const Timeline& timeline, Scratch& scratch) const {
  scratch.of_stages.assign(stages_.size() * sequence::mark_words(scratch.touches.size()), 0);
  scratch.furthest = 0;
  const sequence::Marks of_stages = scratch.marks();
  for (std::size_t place = 0; place < scratch.touches.size(); ++place) {
    Touch& touch = scratch.touches[place];
    const auto belongs_to = [&](std::uint32_t stage) {  // asked in ascending order
      of_stages.set(stage, place);
      touch.first_stage = std::min(touch.first_stage, stage);
      touch.last_stage = stage;
    };
    if (has_few_steps_) {
      for (std::uint32_t left = touch.matched; left != 0; left &= left - 1)
        belongs_to(stage_of_[static_cast<std::size_t>(std::countr_zero(left))]);
    } else {
      for (std::uint32_t stage = 0; stage < stages_.size(); ++stage)
        if (std::ranges::any_of(stages_[stage].steps, [&](const Step& step) { return takes(timeline, touch, step); }))
          belongs_to(stage);
    }
    scratch.furthest = std::max<std::size_t>(scratch.furthest, touch.last_stage);
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
  find_way(scratch);
  return &passage;
}

void JourneyKernel::find_way(Scratch& scratch) const {
  Way& way = scratch.passage.way;
  way.clear();
  const sequence::Marks of_stages = scratch.marks();
  std::int64_t last_time = scratch.touches.front().time;
  for (std::size_t place = 0; place < scratch.touches.size(); ++place) {
    const Touch& touch = scratch.touches[place];
    const std::size_t here = way.empty() ? 0 : way.back();
    if (!way.empty() && touch.time - last_time > stages_[here].within) break;
    last_time = touch.time;
    std::size_t taken = std::max<std::size_t>(here, touch.first_stage);
    while (taken < touch.last_stage && !of_stages.has(taken, place)) ++taken;
    taken = std::min<std::size_t>(taken, touch.last_stage);  // of earlier stages only
    if (way.empty() || taken != here) way.push_back(taken);
  }
}

std::size_t JourneyKernel::end_of_stay(const Scratch& scratch, std::size_t touch, std::int64_t within) {
  const std::vector<Touch>& touches = scratch.touches;
  if (scratch.longest_pause <= within) return touches.size();
  do ++touch;
  while (touch < touches.size() && touches[touch].time - touches[touch - 1].time <= within);
  return touch;
}

bool JourneyKernel::visit(const Timeline& timeline, Scratch& scratch, std::size_t stage, StageVisit& result) const {
  const std::vector<Touch>& touches = scratch.touches;
  const sequence::Marks of_stages = scratch.marks();
  const std::size_t first = of_stages.first(stage);
  if (first == sequence::Marks::kNone || touches[first].time >= end_) return false;
  const Touch& entered = touches[first];
  const std::vector<Step>& steps = stages_[stage].steps;
  const std::int64_t within = stages_[stage].within;
  const std::size_t end = end_of_stay(scratch, first, within);
  result.stage = stage;
  result.is_due = entered.time + within < data_end_;
  result.stay.clear();
  result.people.clear();
  result.steps.resize(steps.size());
  for (Stay& stay : result.steps) stay.clear();
  for (std::size_t place = first; place < end; place = of_stages.next(stage, place)) {
    const auto& [position, time, matched, first_stage, last_stage] = touches[place];
    const sequence::Code channel = timeline.channel(position);
    for (std::size_t step = 0; step < steps.size(); ++step) {
      if (steps.size() == 1 || takes(timeline, touches[place], steps[step])) result.steps[step].add(time, channel);
    }
    result.stay.add(time, channel);
    const std::uint32_t person = timeline.person(position);
    if (person != sequence::kNobody) result.people.push_back(person);
  }
  std::size_t onward = stage < scratch.furthest ? first + 1 : end;
  while (onward < end && touches[onward].last_stage <= stage) ++onward;
  const std::int64_t last_time = touches[end - 1].time;
  const bool fell_silent = end < touches.size() || last_time + within < data_end_;
  if (onward < end) {
    result.outcome = StageOutcome::WentOn;
    result.to_next = touches[onward].time - entered.time;
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
  if (stage.friction_names == 0) return;
  visit.step_frictions.resize(stage.steps.size());
  for (std::size_t step = 0; step < stage.steps.size(); ++step)
    visit.step_frictions[step].assign(stage.steps[step].frictions.size(), 0);
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
