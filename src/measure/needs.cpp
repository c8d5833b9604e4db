#include "measure/needs.h"

#include <fmt/format.h>
#include <set>

#include "measure/friction/asked.h"

namespace throughline::measure {
namespace {

using model::Filter;
using model::FilterRule;
using model::Question;
using model::SegmentRule;

class Needs {
 public:
  explicit Needs(const model::Catalogue& catalogue) : catalogue_(catalogue) {}

  std::vector<std::string> names() const { return {names_.begin(), names_.end()}; }

  void add(const Question& question) {
    std::visit([this](const auto& asked) { of(asked); }, question.ask);
    add(question.where);
    for (const model::By& by : question.by) {
      if (by.kind == model::By::Kind::Property) property(by.property);
      if (by.kind == model::By::Kind::Segments)
        for (const std::string& name :
             by.segments.empty() ? catalogue_.names(model::DefinitionKind::Segment) : by.segments)
          segment(name);
    }
    if (!question.segment.empty()) segment(question.segment);
    if (question.people) add(*question.people);
  }

  void add(const model::MetricDefinition& metric) {
    if (is_of_answers(metric.kind) || !metric.survey.empty()) responses(metric);
    for (const std::string* name : {&metric.reason, &metric.value, &metric.distinct}) property(*name);
    traits(metric.same);
    if (metric.exclude) add(*metric.exclude);
    for (const model::AnyOf* events : {&metric.event, &metric.customer, &metric.left, &metric.returns, &metric.asked,
                                       &metric.that, &metric.followed_by, &metric.per, &metric.among, &metric.until})
      add(*events);
    for (const model::AnyOf& step : metric.steps) add(step);
    if (!metric.task.empty()) task(metric.task);
  }

  void add(const model::TaskDefinition& task) {
    for (const model::AnyOf* events : {&task.start, &task.success, &task.error, &task.give_up, &task.views})
      add(*events);
  }

  void add(const model::JourneyDefinition& journey) {
    metrics(journey.metrics);
    for (const model::StageDefinition& stage : journey.stages) {
      metrics(stage.metrics);
      for (const model::StepDefinition& step : stage.steps) {
        add(step.events);
        metrics(step.metrics);
        for (const std::string& name : step.tasks) task(name);
        for (const model::StepFriction& friction : step.frictions) {
          add(friction.events);
          if (friction.is_defined()) frictions({.frictions = {friction.name}});
        }
      }
    }
  }

  void add(const SegmentRule& rule) {
    std::visit([this](const auto& said) { of(said); }, rule.rule);
  }

 private:
  void property(const std::string& name) {
    if (!name.empty()) names_.insert(name);
  }
  // An event's own channel and touchpoint are no properties.
  void trait(const std::string& name) {
    if (name != "channel" && name != "touchpoint") property(name);
  }
  void traits(const std::vector<std::string>& names) {
    for (const std::string& name : names) trait(name);
  }

  void add(const Filter& filter) {
    if (const auto* all = std::get_if<Filter::All>(&filter.node)) {
      for (const Filter& part : all->of) add(part);
    } else if (const auto* any = std::get_if<Filter::Any>(&filter.node)) {
      for (const Filter& part : any->of) add(part);
    } else if (const auto* negated = std::get_if<Filter::Not>(&filter.node)) {
      add(*negated->filter);
    } else {
      const auto& rule = std::get<FilterRule>(filter.node);
      if (rule.of == FilterRule::Of::Event || rule.of == FilterRule::Of::Response) property(rule.property);
      if (rule.of == FilterRule::Of::Response) property(std::string(model::kSurvey));
    }
  }
  void add(const model::AnyOf& events) {
    for (const model::EventMatcher& matcher : events) add(matcher.where);
  }

  void responses(const model::MetricDefinition& metric) {
    if (!metric.survey.empty()) property(std::string(model::kSurvey));
    property(std::string(model::kVerbatim));
    property(metric.score);
    for (int item = 1; item <= items_of(metric.kind); ++item) property(fmt::format("item_{}", item));
    for (int item = 1; metric.variant == "weighted" && item <= items_of(metric.kind); ++item)
      property(fmt::format("weight_{}", item));
  }

  // A name that is not defined is told of by who answers.
  void metrics(const std::vector<std::string>& names) {
    for (const std::string& name : names)
      if (const auto metric = catalogue_.metric(name)) add(**metric);
  }
  void task(const std::string& name) {
    if (const auto task = catalogue_.task(name)) add(**task);
  }
  void segment(const std::string& name) {
    if (const auto segment = catalogue_.segment(name)) add((*segment)->people);
  }

  void frictions(const model::FrictionQuestion& friction) {
    const auto asked = asked_frictions(friction, catalogue_);
    if (!asked) return;
    for (const AskedFriction& one : *asked) std::visit([this](const auto& rule) { of(rule); }, one.meaning().pattern);
  }

  void of(const SegmentRule::All& all) {
    for (const SegmentRule& rule : all.of) add(rule);
  }
  void of(const SegmentRule::Any& any) {
    for (const SegmentRule& rule : any.of) add(rule);
  }
  void of(const SegmentRule::Not& negated) { add(*negated.rule); }
  void of(const SegmentRule::Did& did) { add(did.event); }
  void of(const SegmentRule::First& first) { add(first.event); }
  void of(const SegmentRule::Sequence& sequence) {
    for (const model::AnyOf& step : sequence.steps) add(step);
  }
  void of(const SegmentRule::Has&) {}
  void of(const SegmentRule::Answered& answered) { metrics({answered.metric}); }
  void of(const SegmentRule::Cohort& cohort) { add(*cohort.question); }

  void of(const Question::Trend& trend) { add(trend.events); }
  void of(const Question::Funnel& funnel) {
    for (const model::AnyOf& step : funnel.steps) add(step);
    for (const model::FunnelExclusion& exclusion : funnel.exclude) add(exclusion.events);
    for (const std::string& name : funnel.hold) property(name);
  }
  void of(const Question::Retention& retention) {
    add(retention.start);
    add(retention.returns);
    for (const model::AnyOf& condition : retention.conditions) add(condition);
  }
  void of(const Question::Metric& metric) { metrics({metric.name}); }
  void of(const Question::Movement& movement) { metrics({movement.name}); }
  void of(const Question::Comparison& comparison) {
    metrics({comparison.name});
    for (const auto& reading : comparison.readings) {
      if (reading.where) add(*reading.where);
      if (!reading.segment.empty()) segment(reading.segment);
      if (reading.people) add(*reading.people);
    }
  }
  void of(const Question::Journey& journey) {
    if (const auto known = catalogue_.journey(journey.name)) add(**known);
  }
  void of(const Question::Lifecycle& lifecycle) { add(lifecycle.events); }
  void of(const Question::Stickiness& stickiness) { add(stickiness.events); }
  void of(const Question::Activation& activation) {
    add(activation.start);
    add(activation.returns);
  }
  void of(const Question::Sessions& sessions) { add(sessions.views); }
  void of(const Question::Paths& paths) {
    for (const model::AnyOf* events : {&paths.start, &paths.end, &paths.around}) add(*events);
  }
  void of(const Question::Flow&) {}
  void of(const Question::Variants& variants) { add(variants.goal); }
  void of(const Question::Task& task) { this->task(task.name); }
  void of(const Question::Friction& friction) {
    trait(friction.place);
    frictions(friction);
  }
  void of(const Question::Handovers& handovers) {
    trait(handovers.between);
    trait(handovers.topic);
    for (const model::AnyOf* events : {&handovers.events, &handovers.done, &handovers.asks}) add(*events);
  }

  void of(const model::EventFriction& rule) { add(rule.of); }
  void of(const model::RepeatFriction& rule) {
    add(rule.of);
    if (rule.radius) traits({rule.x, rule.y});
    traits(rule.same);
  }
  void of(const model::UnansweredFriction& rule) {
    add(rule.of);
    add(rule.by);
    traits({rule.delay, rule.due});
    traits(rule.same);
  }
  void of(const model::FollowedFriction& rule) {
    add(rule.of);
    add(rule.by);
    traits(rule.same);
    traits(rule.differ);
  }
  void of(const model::TurnedBackFriction& rule) {
    add(rule.of);
    trait(rule.place);
  }
  void of(const model::ThrashedFriction& rule) {
    add(rule.of);
    traits({rule.x, rule.y});
  }

  const model::Catalogue& catalogue_;
  std::set<std::string> names_;
};

}  // namespace

std::vector<std::string> event_properties_of(const Question& question, const model::Catalogue& catalogue) {
  Needs needs(catalogue);
  needs.add(question);
  return needs.names();
}

std::vector<std::string> event_properties_of(const model::Catalogue& catalogue) {
  Needs needs(catalogue);
  for (const model::Definition& definition : catalogue.all()) {
    if (const auto* metric = std::get_if<model::MetricDefinition>(&definition.meaning)) needs.add(*metric);
    if (const auto* task = std::get_if<model::TaskDefinition>(&definition.meaning)) needs.add(*task);
    if (const auto* journey = std::get_if<model::JourneyDefinition>(&definition.meaning)) needs.add(*journey);
    if (const auto* segment = std::get_if<model::SegmentDefinition>(&definition.meaning)) needs.add(segment->people);
  }
  return needs.names();
}

}  // namespace throughline::measure
