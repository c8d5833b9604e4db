// The event names that definitions ask for, and those that sources can give.
#include "wire/definition.h"
#include "wire/definition/locator.h"

namespace throughline::wire {
namespace {

using definition::Locator;
using model::SegmentRule;

template <class... Parts>
struct Overloaded : Parts... {
  using Parts::operator()...;
};

class Names {
 public:
  explicit Names(const model::Definition& definition) : locator_(definition) {}

  std::vector<NamedEvent> take() { return std::move(found_); }

  void add(const std::string& path, const model::AnyOf& events) {
    for (const model::EventMatcher& matcher : events) {
      Place place = locator_.take(path, matcher.event);
      if (place.line == 0) place = locator_.take(path + "/event", matcher.event);
      found_.push_back({.event = matcher.event, .place = std::move(place), .where = matcher.where});
    }
  }

  void add(const std::string& path, const SegmentRule& rule) {
    if (const auto* did = std::get_if<SegmentRule::Did>(&rule.rule))
      add(path + (did->at_most == 0 && did->at_least == 0 ? "/did_not" : "/did"), did->event);
    if (const auto* first = std::get_if<SegmentRule::First>(&rule.rule)) add(path + "/first", first->event);
    if (const auto* sequence = std::get_if<SegmentRule::Sequence>(&rule.rule)) {
      for (const model::AnyOf& step : sequence->steps) add(path + "/sequence", step);
    }
    if (const auto* all = std::get_if<SegmentRule::All>(&rule.rule)) {
      for (const SegmentRule& inner : all->of) add(path + "/all", inner);
    }
    if (const auto* any = std::get_if<SegmentRule::Any>(&rule.rule)) {
      for (const SegmentRule& inner : any->of) add(path + "/any", inner);
    }
    if (const auto* negated = std::get_if<SegmentRule::Not>(&rule.rule)) add(path + "/not", *negated->rule);
  }

  void operator()(const model::SourceDefinition&) {}
  void operator()(const model::TaskDefinition& task) {
    add("start", task.start);
    add("success", task.success);
    add("error", task.error);
    add("give_up", task.give_up);
    add("views", task.views);
  }
  void operator()(const model::MetricDefinition& metric) {
    add("event", metric.event);
    if (locator_.has("returns") || locator_.has("returns/event"))
      add("returns", metric.returns);  // else copied from event
    add("customer", metric.customer);
    add("left", metric.left);
    for (const model::AnyOf& step : metric.steps) add("steps", step);
    add("asked", metric.asked);
    add("that", metric.that);
    add(metric.is_not_followed ? "not_followed_by" : "followed_by", metric.followed_by);
    add("per", metric.per);
    add("among", metric.among);
    add("until", metric.until);
  }
  void operator()(const model::SegmentDefinition& segment) { add("people", segment.people); }
  void operator()(const model::FrictionDefinition& friction) {
    std::visit(
        Overloaded{[&](const model::EventFriction& event) { add_of_friction("event", event.of); },
                   [&](const model::RepeatFriction& repeat) { add_of_friction("repeat/of", repeat.of); },
                   [&](const model::UnansweredFriction& unanswered) {
                     add_of_friction("unanswered/of", unanswered.of);
                     add_of_friction("unanswered/by", unanswered.by);
                   },
                   [&](const model::FollowedFriction& followed) {
                     add_of_friction("followed/of", followed.of);
                     add_of_friction("followed/by", followed.by);
                   },
                   [&](const model::TurnedBackFriction& turned) { add_of_friction("turned_back/of", turned.of); },
                   [&](const model::ThrashedFriction& thrashed) { add_of_friction("thrashed/of", thrashed.of); }},
        friction.pattern);
  }
  void operator()(const model::JourneyDefinition& journey) {
    for (const model::StageDefinition& stage : journey.stages) {
      for (const model::StepDefinition& step : stage.steps) {
        add("stages/steps/events", step.events);
        for (const auto& [friction, events] : step.frictions) add("stages/steps/frictions/" + friction, events);
      }
    }
  }

 private:
  // What a built-in rule brings with it may never have happened: of a friction that is like one, only the names that
  // its file gives are asked for.
  void add_of_friction(const std::string& path, const model::AnyOf& events) {
    if (!locator_.has("like")) return add(path, events);
    for (const model::EventMatcher& matcher : events) {
      for (const std::string& given : locator_.paths_below("events")) {
        Place place = locator_.take(given, matcher.event);
        if (place.line == 0) continue;
        found_.push_back({.event = matcher.event, .place = std::move(place), .where = matcher.where});
        break;
      }
    }
  }

  Locator locator_;
  std::vector<NamedEvent> found_;
};

}  // namespace

std::vector<NamedEvent> events_named(const model::Definition& definition) {
  Names names(definition);
  std::visit(names, definition.meaning);
  return names.take();
}

std::vector<std::string> events_given(const std::vector<model::Definition>& definitions, bool& is_open) {
  is_open = false;
  std::vector<std::string> given;
  for (const model::Definition& definition : definitions) {
    const auto* source = std::get_if<model::SourceDefinition>(&definition.meaning);
    if (!source) continue;
    const auto give = [&](const std::string& name) {
      if (name.empty()) return;
      given.push_back(name);
      if (!source->key.empty()) given.push_back(name + " changed");  // of a row that came again with other contents
    };
    for (const model::EventRule& rule : source->events) {
      give(rule.name.constant);
      if (rule.name.column.empty()) continue;
      is_open = true;
      for (const auto& [value, name] : rule.name.map) give(name);
    }
  }
  return given;
}

}  // namespace throughline::wire
