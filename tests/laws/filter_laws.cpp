// What holds of every condition and of every rule about people.
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

#include "laws/answer_text.h"
#include "laws/asking.h"
#include "laws/random_world.h"

namespace throughline::laws {
namespace {

using model::AsOf;
using model::Comparison;
using model::Filter;
using model::FilterRule;
using model::Question;
using model::SegmentRule;
using How = Comparison::How;
using Of = FilterRule::Of;

template <class T>
T one_of(const std::vector<T>& all) {
  return *rc::gen::elementOf(all);
}
bool in(int ten) {
  return *rc::gen::inRange(0, 10) < ten;
}

// Properties of each kind of owner that write texts, numbers and days, each at least once in each world.
reference::World world() {
  reference::World made = random_world();
  const Instant base = made.events.back().time;
  const auto some = [] { return one_of<std::string>({"1", "5", "12.5", "n/a", "", "Gold", "marigold"}); };
  for (model::Event& event : made.events) {
    if (in(5)) event.properties.emplace_back("amount", some());
    if (in(3)) event.properties.emplace_back("due", one_of<std::string>({"2025-03-30", "2025-10-26 12:00", "soon"}));
    if (in(4)) event.properties.emplace_back("survey", one_of<std::string>({"s", "other"}));
    if (in(4)) event.properties.emplace_back("score", one_of<std::string>({"0", "6", "9", "10", "11", "8.5"}));
  }
  model::Event known = made.events.back();
  known.properties = {{"plan", std::string("gold")},
                      {"amount", std::string("5")},
                      {"due", std::string("2025-03-31")},
                      {"survey", std::string("s")},
                      {"score", std::string("9")}};
  made.events.back() = known;
  const auto change = [&](model::SubjectKind kind, std::string name, std::string value, Instant time) {
    model::PropertyChange one{.subject = kind, .time = time, .name = std::move(name), .value = std::move(value)};
    if (kind == model::SubjectKind::Person)
      one.identity = {model::IdentityKind::UserId, one_of<std::string>({"ana", "ben", "zoe"})};
    if (kind == model::SubjectKind::Account) one.account = one_of<std::string>({"acme", "beta"});
    if (kind == model::SubjectKind::Object) one.object = {"claim", one_of<std::string>({"k1", "k2"})};
    made.changes.push_back(std::move(one));
  };
  for (const auto kind : {model::SubjectKind::Person, model::SubjectKind::Account, model::SubjectKind::Object}) {
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i)
      change(kind, "tier", some(), base + std::chrono::hours(*rc::gen::inRange(0, 200)));
    change(kind, "tier", "5", base);
    if (kind == model::SubjectKind::Account) made.changes.back().account = "zeta";
    if (kind == model::SubjectKind::Object) made.changes.back().object = {"claim", "k9"};
  }
  model::MetricDefinition nps{.name = "nps"};
  nps.survey = "s";
  std::vector<model::Definition> all = made.catalogue.all();
  all.push_back({.kind = model::DefinitionKind::Metric, .name = "nps", .meaning = nps});
  made.catalogue = model::Catalogue(std::move(all));
  return made;
}

Comparison random_comparison() {
  Comparison comparison{.how = one_of<How>({How::IsSet, How::Is, How::Is, How::Contains, How::StartsWith, How::EndsWith,
                                            How::Matches, How::Number, How::Number}),
                        .negated = in(3),
                        .ignores_case = in(3)};
  if (comparison.how == How::Is) {
    comparison.texts = {one_of<std::string>({"5", "gold", "GOLD", "n/a"})};
    if (in(4)) comparison.texts.push_back(one_of<std::string>({"1", "marigold", "never"}));
  } else if (comparison.how == How::Matches) {
    comparison.texts = {one_of<std::string>({"^[0-9]", "old$", "g.ld", "^$", "(1|5)"})};
  } else if (comparison.how == How::Number) {
    comparison.negated = false;
    comparison.low = one_of<double>({1, 5, 6});
    comparison.above_low = in(5);
    if (in(5)) comparison.high = one_of<double>({6, 9, 12.5});
    comparison.below_high = in(5);
  } else {
    comparison.texts = {one_of<std::string>({"old", "G", "1", "m"})};
  }
  return comparison;
}

Filter random_rule() {
  FilterRule rule{.of = one_of<Of>(
                      {Of::Event, Of::Event, Of::Person, Of::Account, Of::Object, Of::Response, Of::Name, Of::Channel}),
                  .property = "tier",
                  .as_of = one_of<AsOf>({AsOf::Event, AsOf::Entry, AsOf::Latest}),
                  .comparison = random_comparison()};
  if (rule.of == Of::Event) rule.property = one_of<std::string>({"amount", "plan", "due"});
  if (rule.of == Of::Object) rule.type = "claim";
  if (rule.of == Of::Response) rule.property = "score", rule.type = "s";
  const bool is_field = rule.of == Of::Name || rule.of == Of::Channel;
  if (is_field || (rule.property == "plan" && rule.comparison.how == How::Number)) {
    rule.comparison = {.how = How::Contains, .negated = in(3), .texts = {one_of<std::string>({"a", "b", "e"})}};
  }
  if (rule.property == "due") {
    rule.comparison = {.how = How::Time, .zone = *Zone::find("Europe/Berlin")};
    const auto day = std::chrono::sys_days(std::chrono::year(2025) / 3 / 30);
    rule.comparison.from = Instant(day) + std::chrono::hours(*rc::gen::inRange(-3, 3));
    if (in(5)) rule.comparison.to = *rule.comparison.from + std::chrono::days(*rc::gen::inRange(0, 300));
  }
  return {std::move(rule)};
}

Filter random_filter(int deepest = 2) {
  if (deepest == 0 || in(5)) return random_rule();
  if (in(3)) return {Filter::Not{std::make_shared<const Filter>(random_filter(deepest - 1))}};
  std::vector<Filter> parts;
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) parts.push_back(random_filter(deepest - 1));
  if (in(5)) return {Filter::All{std::move(parts)}};
  return {Filter::Any{std::move(parts)}};
}

Question random_question() {
  return in(4) ? random_trend() : in(5) ? random_funnel() : random_retention();
}

// The lines of the reference are those of the analysis asked for.
void agrees(const reference::World& world, const Question& question) {
  const auto judge = std::holds_alternative<Question::Trend>(question.ask)    ? reference::trend
                     : std::holds_alternative<Question::Funnel>(question.ask) ? reference::funnel
                                                                              : reference::retention;
  RC_ASSERT(sorted(lines(ask(world, question))) == sorted(judge(world, question)));
}

RC_GTEST_PROP(Filters, OfTheQuestionAgreeWithTheReference, ()) {
  Question question = random_question();
  question.where = random_filter();
  agrees(world(), question);
}

RC_GTEST_PROP(Filters, OfAMatcherAgreeWithTheReference, ()) {
  Question question = random_trend();
  Filter filter = random_rule();
  std::get<FilterRule>(filter.node).as_of = one_of<AsOf>({AsOf::Event, AsOf::Latest});
  std::get<Question::Trend>(question.ask).events = {{.event = "a", .where = std::move(filter)}, {.event = "b"}};
  agrees(world(), question);
}

std::int64_t events_with(const reference::World& world, const Filter& filter) {
  Question question;
  question.ask = Question::Trend{};
  question.by = {{.kind = model::By::Kind::Channel}};
  question.where = filter;
  std::int64_t events = 0;
  for (const model::Row& row : ask(world, question).rows) events += whole_number(row, "events");
  return events;
}

RC_GTEST_PROP(Filters, AndTheirOppositeAreEverything, ()) {
  const reference::World asked = world();
  const Filter filter = random_filter(), opposite{Filter::Not{std::make_shared<const Filter>(filter)}};
  RC_ASSERT(events_with(asked, filter) + events_with(asked, opposite) == events_with(asked, {}));
  Filter rule = random_rule();
  const std::int64_t with = events_with(asked, rule);
  if (std::get<FilterRule>(rule.node).comparison.how == How::Number) return;
  if (std::get<FilterRule>(rule.node).comparison.how == How::Time) return;
  std::get<FilterRule>(rule.node).comparison.negated ^= true;
  RC_ASSERT(with + events_with(asked, rule) == events_with(asked, {}));
}

RC_GTEST_PROP(Filters, AllOfOppositesIsTheOppositeOfAny, ()) {
  const reference::World asked = world();
  const Filter a = random_filter(1), b = random_filter(1);
  const auto opposite = [](Filter filter) {
    return Filter{Filter::Not{std::make_shared<const Filter>(std::move(filter))}};
  };
  RC_ASSERT(events_with(asked, {Filter::All{{opposite(a), opposite(b)}}}) ==
            events_with(asked, opposite({Filter::Any{{a, b}}})));
}

model::AnyOf random_event() {
  model::AnyOf events{{.event = one_of<std::string>({"a", "b", "c"})}};
  if (in(3)) events[0].where = model::property_is("amount", {"5", "12.5"});
  if (in(2)) events.push_back({.event = "b"});
  return events;
}

SegmentRule::Period random_period(const reference::World& world) {
  SegmentRule::Period period;
  const Instant base = world.events.back().time;
  if (in(2)) period.last = std::chrono::hours(*rc::gen::inRange(1, 400));
  if (period.last) return period;
  if (in(3)) period.from = base + std::chrono::hours(*rc::gen::inRange(-5, 50));
  if (in(3)) period.to = base + std::chrono::hours(*rc::gen::inRange(51, 900));
  return period;
}

SegmentRule random_people(const reference::World& world, int deepest = 2) {
  if (deepest > 0 && in(3)) {
    std::vector<SegmentRule> parts{random_people(world, deepest - 1), random_people(world, deepest - 1)};
    if (in(3)) return {SegmentRule::Not{std::make_shared<const SegmentRule>(parts[0])}};
    if (in(5)) return {SegmentRule::All{std::move(parts)}};
    return {SegmentRule::Any{std::move(parts)}};
  }
  switch (*rc::gen::inRange(0, 5)) {
    case 0: {
      SegmentRule::Did did{.event = random_event(), .at_least = *rc::gen::inRange(0, 4)};
      if (in(4)) did.at_most = did.at_least + *rc::gen::inRange(0, 2);
      did.during = random_period(world);
      return {std::move(did)};
    }
    case 1:
      return {SegmentRule::First{random_event(), random_period(world)}};
    case 2: {
      SegmentRule::Sequence sequence{.during = random_period(world)};
      for (int i = *rc::gen::inRange(2, 4); i > 0; --i) sequence.steps.push_back(random_event());
      if (in(6)) sequence.within = std::chrono::minutes(*rc::gen::inRange(1, 4000));
      return {std::move(sequence)};
    }
    case 3:
      return {SegmentRule::Has{
          .property = "tier",
          .comparison = random_comparison(),
          .when = one_of<SegmentRule::Has::When>(
              {SegmentRule::Has::When::Latest, SegmentRule::Has::When::Ever, SegmentRule::Has::When::At}),
          .at = world.events.back().time + std::chrono::hours(20)}};
    default:
      return {SegmentRule::Answered{"nps", random_comparison(), random_period(world)}};
  }
}

RC_GTEST_PROP(Segments, RulesAgreeWithTheReference, ()) {
  const reference::World asked = world();
  Question question = random_trend();
  question.segment.clear();
  question.people = random_people(asked);
  agrees(asked, question);
}

RC_GTEST_PROP(Filters, ArrivalOrderChangesNothing, ()) {
  Question question = random_question();
  const reference::World asked = world();
  question.where = random_filter();
  question.segment.clear();
  question.people = random_people(asked);
  reference::World shuffled = asked;
  std::ranges::shuffle(shuffled.events, std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
  std::ranges::reverse(shuffled.changes);
  RC_ASSERT(whole_text(ask(asked, question)) == whole_text(ask(shuffled, question)));
}

}  // namespace
}  // namespace throughline::laws
