#include <algorithm>
#include <cmath>

#include "reference/rules.h"

namespace throughline::reference {
namespace {

using Rule = model::SegmentRule;

std::vector<Told> events_of(const World& world, const std::string& person) {
  for (const Story& story : stories(world, {})) {
    if (story.subject == person) return story.events;
  }
  return {};
}

bool is_during(const World& world, const Rule::Period& period, const Told& told) {
  const Instant time = told.event.time;
  if (period.last && time < data_last(world) - *period.last) return false;
  return (!period.from || time >= *period.from) && (!period.to || time < *period.to);
}

// Is there a way through the steps from `step` on, after events[after]?
bool goes_on(const World& world, const Rule::Sequence& sequence, const std::vector<Told>& events, std::size_t step,
             std::size_t first, std::size_t after) {
  if (step == sequence.steps.size()) return true;
  for (std::size_t i = after + 1; i < events.size(); ++i) {
    if (sequence.within && events[i].event.time - events[first].event.time > *sequence.within) continue;
    if (!is_during(world, sequence.during, events[i]) || !is_one_of(sequence.steps[step], events[i])) continue;
    if (goes_on(world, sequence, events, step + 1, first, i)) return true;
  }
  return false;
}

bool is_in(const World& world, const Rule::Sequence& sequence, const std::string& person) {
  const std::vector<Told> events = events_of(world, person);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (is_during(world, sequence.during, events[i]) && is_one_of(sequence.steps[0], events[i]) &&
        goes_on(world, sequence, events, 1, i, i))
      return true;
  }
  return false;
}

bool is_in(const World& world, const Rule::Did& did, const std::string& person) {
  std::int64_t times = 0;
  for (const Told& told : events_of(world, person))
    times += is_during(world, did.during, told) && is_one_of(did.event, told) ? 1 : 0;
  return times >= did.at_least && (!did.at_most || times <= *did.at_most);
}

bool is_in(const World& world, const Rule::First& first, const std::string& person) {
  for (const Told& told : events_of(world, person)) {
    if (is_one_of(first.event, told)) return is_during(world, first.during, told);
  }
  return false;
}

bool is_in(const World& world, const Rule::Has& has, const std::string& person) {
  const Owner owner{.name = person};
  std::vector<std::string> values = ever_of(world, owner, has.property);
  if (has.when == Rule::Has::When::Latest) values = {property_of(world, owner, has.property, std::nullopt)};
  if (has.when == Rule::Has::When::At) values = {property_of(world, owner, has.property, has.at)};
  const bool is_one =
      std::ranges::any_of(values, [&](const std::string& value) { return holds(has.comparison, value); });
  return is_one != has.comparison.negated;
}

bool is_in(const World& world, const Rule::Answered& answered, const std::string& person) {
  const model::MetricDefinition& metric = **world.catalogue.metric(answered.metric);
  std::string last;
  for (const Told& told : events_of(world, person)) {
    const auto text = [&](std::string_view property) {
      const model::Value* value = model::find(told.event.properties, property);
      return value == nullptr ? "" : model::to_text(*value);
    };
    const bool is_answer = metric.survey.empty() ? is_one_of(metric.event, told) : text("survey") == metric.survey;
    char* end = nullptr;
    const std::string score = text(metric.score);
    const double number = std::strtod(score.c_str(), &end);
    const bool is_number = !score.empty() && *end == '\0';
    if (!is_answer || !is_during(world, answered.during, told) || !is_number) continue;
    if (number < metric.scale_low || number > metric.scale_high) continue;
    if (metric.kind == model::MetricKind::Nps && number != std::floor(number)) continue;
    last = score;
  }
  return holds(answered.comparison, last) != answered.comparison.negated;
}

bool is_known(const World& world, const model::AnyOf& events) {
  return std::ranges::all_of(events, [&](const model::EventMatcher& matcher) {
    return std::ranges::find(world.events, matcher.event, &model::Event::name) != world.events.end() &&
           can_be_asked(world, matcher.where);
  });
}

}  // namespace

bool is_in(const World& world, const Rule& rule, const std::string& person) {
  const auto holds = [&](const Rule& part) { return is_in(world, part, person); };
  if (const auto* all = std::get_if<Rule::All>(&rule.rule)) return std::ranges::all_of(all->of, holds);
  if (const auto* any = std::get_if<Rule::Any>(&rule.rule)) return std::ranges::any_of(any->of, holds);
  if (const auto* negated = std::get_if<Rule::Not>(&rule.rule)) return !holds(*negated->rule);
  if (const auto* has = std::get_if<Rule::Has>(&rule.rule)) return is_in(world, *has, person);
  if (const auto* did = std::get_if<Rule::Did>(&rule.rule)) return is_in(world, *did, person);
  if (const auto* first = std::get_if<Rule::First>(&rule.rule)) return is_in(world, *first, person);
  if (const auto* sequence = std::get_if<Rule::Sequence>(&rule.rule)) return is_in(world, *sequence, person);
  return is_in(world, std::get<Rule::Answered>(rule.rule), person);
}

bool names_cohort(const Rule& rule) {
  if (const auto* all = std::get_if<Rule::All>(&rule.rule)) return std::ranges::any_of(all->of, names_cohort);
  if (const auto* any = std::get_if<Rule::Any>(&rule.rule)) return std::ranges::any_of(any->of, names_cohort);
  if (const auto* negated = std::get_if<Rule::Not>(&rule.rule)) return names_cohort(*negated->rule);
  return std::holds_alternative<Rule::Cohort>(rule.rule);
}

// Of a rule that stands in a question.
bool can_be_asked(const World& world, const Rule& rule) {
  const auto each = [&](const Rule& part) { return can_be_asked(world, part); };
  if (const auto* all = std::get_if<Rule::All>(&rule.rule)) return std::ranges::all_of(all->of, each);
  if (const auto* any = std::get_if<Rule::Any>(&rule.rule)) return std::ranges::all_of(any->of, each);
  if (const auto* negated = std::get_if<Rule::Not>(&rule.rule)) return each(*negated->rule);
  if (const auto* did = std::get_if<Rule::Did>(&rule.rule)) return is_known(world, did->event);
  if (const auto* first = std::get_if<Rule::First>(&rule.rule)) return is_known(world, first->event);
  if (const auto* sequence = std::get_if<Rule::Sequence>(&rule.rule))
    return std::ranges::all_of(sequence->steps, [&](const auto& step) { return is_known(world, step); });
  if (const auto* answered = std::get_if<Rule::Answered>(&rule.rule))
    return world.catalogue.metric(answered->metric).has_value();
  if (const auto* has = std::get_if<Rule::Has>(&rule.rule)) {
    return std::ranges::any_of(world.changes, [&](const model::PropertyChange& change) {
      return change.subject == model::SubjectKind::Person && change.name == has->property &&
             !model::to_text(change.value).empty();
    });
  }
  return false;
}

}  // namespace throughline::reference
