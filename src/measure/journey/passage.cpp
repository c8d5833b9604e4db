#include "measure/journey/passage.h"

#include <algorithm>

namespace throughline::measure {

using sequence::Frame;
using sequence::Match;
using sequence::Snapshot;
using sequence::Timeline;

std::vector<std::string> friction_names(const model::StageDefinition& stage) {
  std::vector<std::string> names;
  for (const model::StepDefinition& step : stage.steps) {
    for (const auto& [name, events] : step.frictions) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

Result<JourneyKernel> JourneyKernel::compile(const model::JourneyDefinition& journey, Snapshot& snapshot,
                                             const Frame& frame) {
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
      step.events = std::move(events);
      any_step.insert(any_step.end(), step_definition.events.begin(), step_definition.events.end());
      for (const auto& [name, friction_events] : step_definition.frictions) {
        TRY(friction, Match::compile_lenient(friction_events, snapshot, frame.columns()));
        step.frictions.push_back(std::move(friction));
        step.friction_of_stage.push_back(static_cast<std::size_t>(std::ranges::find(names, name) - names.begin()));
      }
    }
  }
  TRY(any, Match::compile_lenient(any_step, snapshot, frame.columns()));
  kernel.any_step_ = std::move(any);
  return kernel;
}

bool JourneyKernel::is_of_stage(const Timeline& timeline, std::size_t position, std::size_t stage) const {
  return std::ranges::any_of(stages_[stage].steps, [&](const Step& step) { return step.events(timeline, position); });
}

bool JourneyKernel::is_of_later_stage(const Timeline& timeline, std::size_t position, std::size_t stage) const {
  for (std::size_t later = stage + 1; later < stages_.size(); ++later) {
    if (is_of_stage(timeline, position, later)) return true;
  }
  return false;
}

std::optional<Passage> JourneyKernel::passage_of(const Timeline& timeline) const {
  std::vector<Touch> touches;
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    const std::int64_t time = timeline.time(position);
    if (time < begin_ || (touches.empty() && time >= end_)) continue;
    if (any_step_(timeline, position)) touches.push_back({position, time});
  }
  if (touches.empty()) return std::nullopt;
  const auto known = std::ranges::find_if(touches, [&](const Touch& touch) {
    return touch.time < end_ && timeline.person(touch.position) != sequence::kNobody;
  });
  Passage passage;
  passage.anchor = known == touches.end() ? touches.front().position : known->position;
  passage.entry = touches.front().position;
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    if (std::optional<StageVisit> visited = visit(timeline, touches, stage))
      passage.visits.push_back(std::move(*visited));
  }
  passage.way = way_of(timeline, touches);
  return passage;
}

Way JourneyKernel::way_of(const Timeline& timeline, const std::vector<Touch>& touches) const {
  Way way;
  std::int64_t last_time = touches.front().time;
  for (const Touch& touch : touches) {
    const std::size_t here = way.empty() ? 0 : way.back();
    if (!way.empty() && touch.time - last_time > stages_[here].within) break;
    last_time = touch.time;
    std::size_t taken = here;
    while (taken < stages_.size() && !is_of_stage(timeline, touch.position, taken)) ++taken;
    if (taken == stages_.size()) {  // of earlier stages only
      taken = here;
      while (!is_of_stage(timeline, touch.position, --taken)) {
      }
    }
    if (way.empty() || taken != here) way.push_back(taken);
  }
  return way;
}

std::optional<StageVisit> JourneyKernel::visit(const Timeline& timeline, const std::vector<Touch>& touches,
                                               std::size_t stage) const {
  const auto entered = std::ranges::find_if(
      touches, [&](const Touch& touch) { return touch.time < end_ && is_of_stage(timeline, touch.position, stage); });
  if (entered == touches.end()) return std::nullopt;
  const std::vector<Step>& steps = stages_[stage].steps;
  const std::int64_t within = stages_[stage].within;
  StageVisit result;
  result.stage = stage;
  result.is_due = entered->time + within < data_end_;
  result.steps.resize(steps.size());
  bool went_on = false;
  auto touch = entered;
  std::int64_t last_time = entered->time;
  for (; touch != touches.end() && touch->time - last_time <= within; ++touch) {
    last_time = touch->time;
    bool is_here = false;
    for (std::size_t step = 0; step < steps.size(); ++step) {
      if (!steps[step].events(timeline, touch->position)) continue;
      is_here = true;
      result.steps[step].add(touch->time, timeline.channel(touch->position));
    }
    if (is_here) {
      result.stay.add(touch->time, timeline.channel(touch->position));
      const std::uint32_t person = timeline.person(touch->position);
      if (person != sequence::kNobody) result.people.push_back(person);
    }
    if (!went_on && touch != entered && is_of_later_stage(timeline, touch->position, stage)) {
      went_on = true;
      result.to_next = touch->time - entered->time;
    }
  }
  result.people = distinct(std::move(result.people));
  const bool fell_silent = touch != touches.end() || last_time + within < data_end_;
  if (went_on) {
    result.outcome = StageOutcome::WentOn;
  } else if (stage + 1 == stages_.size() && !result.steps.back().is_empty()) {
    result.outcome = StageOutcome::Finished;
  } else {
    result.outcome = fell_silent ? StageOutcome::Left : StageOutcome::StillHere;
  }
  add_frictions(timeline, entered->position, last_time + within, result);
  return result;
}

void JourneyKernel::add_frictions(const Timeline& timeline, std::size_t from, std::int64_t until,
                                  StageVisit& visit) const {
  const Stage& stage = stages_[visit.stage];
  visit.frictions.assign(stage.friction_names, 0);
  for (const Step& step : stage.steps) visit.step_frictions.emplace_back(step.frictions.size(), 0);
  if (stage.friction_names == 0) return;
  std::vector<bool> met(stage.friction_names);
  for (std::size_t position = from; position < timeline.size() && timeline.time(position) <= until; ++position) {
    met.assign(met.size(), false);
    for (std::size_t step = 0; step < stage.steps.size(); ++step) {
      for (std::size_t friction = 0; friction < stage.steps[step].frictions.size(); ++friction) {
        if (!stage.steps[step].frictions[friction](timeline, position)) continue;
        ++visit.step_frictions[step][friction];
        met[stage.steps[step].friction_of_stage[friction]] = true;
      }
    }
    for (std::size_t name = 0; name < met.size(); ++name) visit.frictions[name] += met[name] ? 1 : 0;
  }
}

}  // namespace throughline::measure
