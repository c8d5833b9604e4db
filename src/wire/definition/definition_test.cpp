// Good files of every kind become the right structs. What is wrong with bad ones: definition_errors_test.cpp.
#include "wire/definition.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/rules/rules_test.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;
using model::Definition;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

template <class Meaning>
Meaning read(std::string_view yaml, std::string_view file) {
  Result<Definition> definition = parse_definition(yaml, file);
  if (!definition) {
    ADD_FAILURE() << to_text(definition.error());
    return {};
  }
  EXPECT_EQ(definition->file, file);
  EXPECT_EQ(definition->yaml, yaml);
  return std::get<Meaning>(definition->meaning);
}

std::vector<std::string> names(const model::AnyOf& events) {
  std::vector<std::string> result;
  for (const model::EventMatcher& matcher : events) result.push_back(matcher.event);
  return result;
}

constexpr std::string_view kShop = R"(source: web
about: Clicks in the shop
format: csv
delimiter: ";"
header_rows: 3
zone: Europe/Berlin
key: [order_id, line]
time: {column: day, format: "%d.%m.%Y", zone: UTC}
sequence: n
person:
  user_id: customer
  anonymous_id: cookie
account: {column: household, role: buyer}
events:
  - event: {column: action, map: {v: viewed}}
    channel: {column: device, map: {d: web, m: app}}
    touchpoint: {column: page}
    objects: {order: order_id}
    properties: [plan, price]
  - event: order cancelled
    channel: web
    when: {status: cancelled, kind: [a, b], total: present, test: {not: "yes"}}
    time: cancelled_at
    properties: all
  - event: delivery rated
    when: {stars: {not: present}, mark: 'present'}
    response: {survey: delivery, score: stars, verbatim: comment, items: [q1, q2]}
person_properties: [city]
account_properties: {tier: Tier}
object_properties:
  order: {id: order_id, properties: [weight]}
)";

TEST(Definition, ASourceHasAllThatItsRowsNeed) {
  const auto source = read<model::SourceDefinition>(kShop, "sources/web.yaml");
  EXPECT_EQ(source.name, "web");
  EXPECT_EQ(source.about, "Clicks in the shop");
  EXPECT_EQ(source.format, "csv");
  EXPECT_EQ(source.delimiter, ";");
  EXPECT_EQ(source.header_rows, 3);
  EXPECT_EQ(source.zone, "Europe/Berlin");
  EXPECT_THAT(source.key, ElementsAre("order_id", "line"));
  EXPECT_EQ(source.sequence, "n");
  EXPECT_EQ(source.time.column, "day");
  EXPECT_EQ(source.time.format, "%d.%m.%Y");
  EXPECT_EQ(source.time.zone, "UTC");
  EXPECT_THAT(source.person, ElementsAre(Pair(model::IdentityKind::UserId, "customer"),
                                         Pair(model::IdentityKind::AnonymousId, "cookie")));
  EXPECT_EQ(source.account, "household");
  EXPECT_EQ(source.role.constant, "buyer");
  EXPECT_THAT(source.person_properties, ElementsAre(Pair("city", "city")));
  EXPECT_THAT(source.account_properties, ElementsAre(Pair("tier", "Tier")));
  ASSERT_EQ(source.object_properties.size(), 1u);
  EXPECT_EQ(source.object_properties[0].type, "order");
  EXPECT_EQ(source.object_properties[0].id, "order_id");
  EXPECT_THAT(source.object_properties[0].properties, ElementsAre(Pair("weight", "weight")));
}

TEST(Definition, EventsOfASourceTakeTextsFromColumnsOrFromTheFile) {
  const auto source = read<model::SourceDefinition>(kShop, "sources/web.yaml");
  ASSERT_EQ(source.events.size(), 3u);
  const model::EventRule& click = source.events[0];
  EXPECT_EQ(click.name.column, "action");
  EXPECT_THAT(click.name.map, ElementsAre(Pair("v", "viewed")));
  EXPECT_THAT(click.channel.map, ElementsAre(Pair("d", "web"), Pair("m", "app")));
  EXPECT_EQ(click.touchpoint.column, "page");
  ASSERT_EQ(click.objects.size(), 1u);
  EXPECT_EQ(click.objects[0].type, "order");
  EXPECT_EQ(click.objects[0].column, "order_id");
  EXPECT_FALSE(click.objects[0].is_list);
  EXPECT_THAT(click.properties, ElementsAre(Pair("plan", "plan"), Pair("price", "price")));
  EXPECT_FALSE(click.time);

  const model::EventRule& cancelled = source.events[1];
  EXPECT_EQ(cancelled.name.constant, "order cancelled");
  EXPECT_EQ(cancelled.channel.constant, "web");
  EXPECT_EQ(cancelled.time->column, "cancelled_at");
  EXPECT_TRUE(cancelled.all_properties);
  ASSERT_EQ(cancelled.when.size(), 4u);
  EXPECT_THAT(cancelled.when[0].in, ElementsAre("cancelled"));
  EXPECT_THAT(cancelled.when[1].in, ElementsAre("a", "b"));
  EXPECT_THAT(cancelled.when[2].in, IsEmpty());
  EXPECT_FALSE(cancelled.when[2].negated);
  EXPECT_THAT(cancelled.when[3].in, ElementsAre("yes"));
  EXPECT_TRUE(cancelled.when[3].negated);
}

TEST(Definition, PresentInQuotesIsAnOrdinaryText) {
  const auto source = read<model::SourceDefinition>(kShop, "sources/web.yaml");
  const model::EventRule& rated = source.events[2];
  EXPECT_TRUE(rated.when[0].negated);
  EXPECT_THAT(rated.when[0].in, IsEmpty());
  EXPECT_THAT(rated.when[1].in, ElementsAre("present"));
  EXPECT_EQ(rated.response->survey, "delivery");
  EXPECT_EQ(rated.response->score, "stars");
  EXPECT_EQ(rated.response->verbatim, "comment");
  EXPECT_THAT(rated.response->items, ElementsAre("q1", "q2"));
}

TEST(Definition, ATableWithoutDatesHoldsFromAConstantInTheSourcesZone) {
  const auto source = read<model::SourceDefinition>(
      "source: crm\nzone: Europe/Berlin\ntime: {constant: 2024-09-30}\nperson: {crm_id: id}\nperson_properties: {City: "
      "city_name}\n",
      "sources/crm.yaml");
  EXPECT_EQ(to_iso(*source.time.constant), "2024-09-29T22:00:00Z");
  EXPECT_THAT(source.person_properties, ElementsAre(Pair("City", "city_name")));
  EXPECT_THAT(source.events, IsEmpty());
}

TEST(Definition, ATask) {
  const auto task = read<model::TaskDefinition>(R"(task: send_documents
title: Send documents
start: upload started
success: {event: order placed, channel: web, touchpoint: checkout, where: {plan: [gold, silver], vip: true, note: ""}}
error: [card refused, {event: form error, where: {form: checkout}}]
give_up: upload left
within: 1h30m
restart: continues
views: {event: screen, channel: web}
fewest_views: 3
)",
                                                "tasks/send.yaml");
  EXPECT_EQ(task.name, "send_documents");
  EXPECT_EQ(task.title, "Send documents");
  EXPECT_THAT(names(task.start), ElementsAre("upload started"));
  ASSERT_EQ(task.success.size(), 1u);
  EXPECT_EQ(task.success[0].channel, "web");
  EXPECT_EQ(task.success[0].touchpoint, "checkout");
  EXPECT_EQ(line_of(task.success[0].where), "all(plan is [gold, silver]; vip is [true]; note is [])");
  EXPECT_THAT(names(task.error), ElementsAre("card refused", "form error"));
  EXPECT_THAT(names(task.give_up), ElementsAre("upload left"));
  EXPECT_EQ(task.within, 90min);
  EXPECT_TRUE(task.restart_continues);
  EXPECT_THAT(names(task.views), ElementsAre("screen"));
  EXPECT_EQ(task.fewest_views, 3);
}

TEST(Definition, ATaskLastsAnHourUnlessSaidAndIsCalledByItsName) {
  const auto task = read<model::TaskDefinition>("task: t\nstart: a\nsuccess: b\n", "tasks/t.yaml");
  EXPECT_EQ(task.title, "t");
  EXPECT_EQ(task.within, 1h);
  EXPECT_FALSE(task.restart_continues);
}

model::MetricDefinition metric(const std::string& lines) {
  return read<model::MetricDefinition>("metric: m\n" + lines, "metrics/m.yaml");
}

TEST(Definition, AMetricOfResponses) {
  const auto effort = metric(
      "title: Effort\nabout: After a claim\ndiscipline: UX\nkind: ces\nsurvey: claim_ces\nscore: ease\nscale: [1, "
      "5.5]\n"
      "better: lower\nonce_per_person: false\nrelationship: true\nminimum_n: 20\n");
  EXPECT_EQ(effort.title, "Effort");
  EXPECT_EQ(effort.about, "After a claim");
  EXPECT_EQ(effort.discipline, model::Discipline::UX);
  EXPECT_EQ(effort.kind, model::MetricKind::Ces);
  EXPECT_EQ(effort.survey, "claim_ces");
  EXPECT_EQ(effort.score, "ease");
  EXPECT_EQ(effort.scale_low, 1);
  EXPECT_EQ(effort.scale_high, 5.5);
  EXPECT_FALSE(effort.higher_is_better);
  EXPECT_FALSE(effort.once_per_person);
  EXPECT_TRUE(effort.is_relationship);
  EXPECT_EQ(effort.minimum_n, 20);
}

TEST(Definition, EachKindOfMetricHasItsOwnDefaults) {
  struct Case {
    std::string lines;
    double low, high;
    bool higher;
    model::Discipline discipline;
  };
  const auto ux = model::Discipline::UX, cx = model::Discipline::CX;
  for (const Case& expected :
       {Case{"kind: nps\nsurvey: s\n", 0, 10, true, cx}, Case{"kind: csat\nsurvey: s\n", 1, 5, true, cx},
        Case{"kind: ces\nevent: e\n", 1, 7, true, cx}, Case{"kind: sus\nsurvey: s\n", 0, 100, true, ux},
        Case{"kind: task_success\ntask: t\n", 0, 1, true, ux}, Case{"kind: task_time\ntask: t\n", 0, 1, false, ux},
        Case{"kind: task_errors\ntask: t\n", 0, 1, false, ux}, Case{"kind: task_give_up\ntask: t\n", 0, 1, false, ux},
        Case{"kind: churn\ncustomer: c\nleft: l\n", 0, 1, false, cx},
        Case{"kind: retention\nevent: e\n", 0, 1, true, cx},
        Case{"kind: conversion\nsteps: [a, b]\nwithin: 1d\n", 0, 1, true, cx}}) {
    const auto read_back = metric(expected.lines);
    EXPECT_EQ(read_back.scale_low, expected.low) << expected.lines;
    EXPECT_EQ(read_back.scale_high, expected.high) << expected.lines;
    EXPECT_EQ(read_back.higher_is_better, expected.higher) << expected.lines;
    EXPECT_EQ(read_back.discipline, expected.discipline) << expected.lines;
    EXPECT_EQ(read_back.minimum_n, 0);
    EXPECT_TRUE(read_back.once_per_person);
  }
}

TEST(Definition, MetricsOfBehaviour) {
  const auto churn = metric("kind: churn\ncustomer: bought\nleft: [cancelled, expired]\nreason: why\n");
  EXPECT_THAT(names(churn.customer), ElementsAre("bought"));
  EXPECT_THAT(names(churn.left), ElementsAre("cancelled", "expired"));
  EXPECT_EQ(churn.reason, "why");

  const auto retention = metric("kind: retention\nevent: opened\ninterval: week\n");
  EXPECT_THAT(names(retention.returns), ElementsAre("opened"));
  EXPECT_EQ(retention.interval, "week");
  EXPECT_EQ(metric("kind: retention\nevent: opened\nreturns: paid\n").interval, "month");

  const auto conversion = metric("kind: conversion\nsteps: [cart, [pay, pay later]]\nwithin: 7d\n");
  ASSERT_EQ(conversion.steps.size(), 2u);
  EXPECT_THAT(names(conversion.steps[1]), ElementsAre("pay", "pay later"));
  EXPECT_EQ(*conversion.window, 7 * 24h);

  EXPECT_TRUE(metric("kind: task_time\ntask: t\nactive: true\n").active_time);
}

TEST(Definition, AMetricIsAContract) {
  const auto csat = metric(
      "kind: csat\nsurvey: s\nvariant: mean\nexclude: {agent: bot}\nasked: shown\nwithin: 7d\n"
      "benchmark: {value: 4.1, source: Panel, year: 2024}\n");
  EXPECT_EQ(csat.variant, "mean");
  EXPECT_TRUE(csat.exclude);
  EXPECT_EQ(csat.method(), model::IntervalMethod::T);
  EXPECT_THAT(names(csat.asked), ElementsAre("shown"));
  EXPECT_EQ(csat.benchmark->value, 4.1);
  EXPECT_EQ(csat.benchmark->source, "Panel");
  EXPECT_EQ(csat.benchmark->year, 2024);
  EXPECT_EQ(metric("kind: csat\nsurvey: s\n").variant, "top_two_box");
  const auto first = metric("kind: ces\nsurvey: s\nvariant: \"1.0\"\n");
  EXPECT_EQ(first.scale_high, 5);
  EXPECT_FALSE(first.higher_is_better);
  EXPECT_EQ(metric("kind: task_success\ntask: t\ninterval_method: jeffreys\n").method(),
            model::IntervalMethod::Jeffreys);
}

TEST(Definition, AMetricOfPartsWithBusinessHours) {
  const auto reply = metric(
      "kind: time_between\ndiscipline: CX\nof: ticket\nevent: opened\nuntil: comment\nsame: topic\n"
      "variant: percentile\npercentile: 90\ntime_basis: business\n"
      "schedule: {zone: Europe/Berlin, hours: {mon-fri: [\"13:00-17:00\", \"09:00-12:00\"]}, holidays: "
      "[2025-12-25]}\n");
  EXPECT_EQ(reply.percentile, 90);
  EXPECT_THAT(reply.same, ElementsAre("topic"));
  ASSERT_TRUE(reply.schedule);
  EXPECT_EQ(reply.schedule->zone.name(), "Europe/Berlin");
  EXPECT_EQ(reply.schedule->week[4], (std::vector<model::Schedule::Hours>{{540, 720}, {780, 1020}}));
  EXPECT_TRUE(reply.schedule->week[5].empty());
  EXPECT_EQ(reply.schedule->holidays.size(), 1u);
  const auto adoption = metric("kind: share\ndiscipline: UX\nbetter: higher\neach: person\nthat: export\n");
  EXPECT_TRUE(adoption.each_subject);
  EXPECT_TRUE(adoption.event.empty());
}

TEST(Definition, AUsabilityScoreOfATask) {
  const auto bare = metric("kind: usability_score\ntask: t\ntime_limit: 2m\n");
  EXPECT_EQ(bare.time_limit, 2min);
  EXPECT_EQ(bare.opportunities, 0);
  EXPECT_TRUE(bare.survey.empty());
  EXPECT_EQ(bare.scale_high, 5);
  EXPECT_EQ(bare.discipline, model::Discipline::UX);
  EXPECT_TRUE(bare.higher_is_better);
  EXPECT_EQ(bare.method(), model::IntervalMethod::Linearised);
  const auto whole = metric(
      "kind: usability_score\ntask: t\ntime_limit: 90s\ntime_basis: active\nopportunities: 5\nsurvey: s\n"
      "scale: [1, 7]\nscore_limit: 6\n");
  EXPECT_TRUE(whole.active_time);
  EXPECT_EQ(whole.opportunities, 5);
  EXPECT_EQ(whole.survey, "s");
  EXPECT_EQ(whole.score_limit, 6);
}

TEST(Definition, ConversionByWaitHasBrackets) {
  const std::string lines = "kind: conversion_by_wait\nevent: a\nuntil: b\nfollowed_by: c\n";
  const auto usual = metric(lines);
  EXPECT_EQ(usual.brackets, (std::vector<Duration>{5min, 1h, 4h, 24h}));
  EXPECT_FALSE(usual.within);
  EXPECT_EQ(usual.method(), model::IntervalMethod::Wilson);
  const auto own = metric(lines + "within: 2d\nconverts_within: 30d\nbrackets: [30m, 2h]\nsame: house\n");
  EXPECT_EQ(own.brackets, (std::vector<Duration>{30min, 2h}));
  EXPECT_EQ(*own.converts_within, 30 * 24h);
  EXPECT_THAT(own.same, ElementsAre("house"));
}

TEST(Definition, ASegmentIsATreeOfRules) {
  const auto segment = read<model::SegmentDefinition>(R"(segment: app_regulars
title: App regulars
people:
  all:
    - {did: app opened, at_least: 3, last: 90d}
    - any: [{property: plan, in: [gold, silver]}, {property: city}]
    - not: {did: [policy cancelled, policy lapsed]}
)",
                                                      "segments/app.yaml");
  const auto& all = std::get<model::SegmentRule::All>(segment.people.rule).of;
  ASSERT_EQ(all.size(), 3u);
  const auto& opened = std::get<model::SegmentRule::Did>(all[0].rule);
  EXPECT_EQ(opened.at_least, 3);
  EXPECT_EQ(*opened.during.last, 90 * 24h);
  const auto& any = std::get<model::SegmentRule::Any>(all[1].rule).of;
  EXPECT_EQ(line_of(std::get<model::SegmentRule::Has>(any[0].rule).comparison), "is [gold, silver]");
  EXPECT_EQ(line_of(std::get<model::SegmentRule::Has>(any[1].rule).comparison), "set");
  const auto& negated = std::get<model::SegmentRule::Not>(all[2].rule);
  EXPECT_THAT(names(std::get<model::SegmentRule::Did>(negated.rule->rule).event),
              ElementsAre("policy cancelled", "policy lapsed"));
}

TEST(Definition, AJourneyOfStagesAndSteps) {
  const auto journey = read<model::JourneyDefinition>(R"(journey: insure_my_home
title: Insure my home
of: claim
within: 30d
metrics: [nps]
stages:
  - stage: Claim
    metrics: [claim_effort]
    steps:
      - step: Send documents
        events: [document upload started, document refused]
        intended: Sends all at the first visit
        tasks: [send_documents]
        metrics: [upload_success]
        frictions:
          file refused: document refused
          repeat contact: {event: call received, where: {reason: repeat}}
        frontstage: [Claim form, upload page]
        backstage: [Document scan queue]
        support: Scan service
)",
                                                      "journeys/home.yaml");
  EXPECT_EQ(journey.title, "Insure my home");
  EXPECT_EQ(journey.of, "claim");
  EXPECT_EQ(journey.within, 30 * 24h);
  EXPECT_THAT(journey.metrics, ElementsAre("nps"));
  ASSERT_EQ(journey.stages.size(), 1u);
  EXPECT_EQ(journey.stages[0].name, "Claim");
  EXPECT_THAT(journey.stages[0].metrics, ElementsAre("claim_effort"));
  const model::StepDefinition& step = journey.stages[0].steps.at(0);
  EXPECT_EQ(step.name, "Send documents");
  EXPECT_THAT(names(step.events), ElementsAre("document upload started", "document refused"));
  EXPECT_EQ(step.intended, "Sends all at the first visit");
  EXPECT_THAT(step.tasks, ElementsAre("send_documents"));
  EXPECT_THAT(step.metrics, ElementsAre("upload_success"));
  ASSERT_EQ(step.frictions.size(), 2u);
  EXPECT_EQ(step.frictions[1].name, "repeat contact");
  EXPECT_THAT(names(step.frictions[1].events), ElementsAre("call received"));
  EXPECT_THAT(step.frontstage, ElementsAre("Claim form", "upload page"));
  EXPECT_THAT(step.support, ElementsAre("Scan service"));
}

TEST(Definition, TheKindComesFromTheKeyWhereTheFolderSaysNothing) {
  EXPECT_EQ(parse_definition("metric: m\nkind: task_time\ntask: t\n", "m.yaml")->kind, model::DefinitionKind::Metric);
  EXPECT_EQ(parse_definition("task: t\nstart: a\nsuccess: b\n", "home/some/t.yaml")->kind, model::DefinitionKind::Task);
  EXPECT_EQ(parse_definition("\xEF\xBB\xBFtask: t\r\nstart: a\r\nsuccess: b\r\n", "tasks/t.yaml")->name, "t");
}

// Every example of the reference that begins with a kind's key, as a reader would copy it.
TEST(Definition, TheExamplesOfTheReferenceAreRight) {
  std::ifstream file(THROUGHLINE_SOURCE_DIR "/docs/reference/definitions.md");
  std::string line, example;
  bool inside = false;
  int read_examples = 0;
  while (std::getline(file, line)) {
    if (line == "```yaml") {
      inside = true;
      example.clear();
    } else if (line == "```" && inside) {
      inside = false;
      ++read_examples;
      const Result<Definition> definition = parse_definition(example, "example.yaml");
      EXPECT_TRUE(definition) << to_text(definition.error());
    } else {
      example += line + "\n";
    }
  }
  EXPECT_EQ(read_examples, 7);
}

TEST(EventNames, AreThoseOfEveryMatcherWithItsPlace) {
  const auto journey = parse_definition(
      "journey: j\nstages:\n  - stage: s\n    steps:\n      - step: one\n        events: [a, {event: b}]\n"
      "        frictions: {slow: a}\n",
      "journeys/j.yaml");
  const std::vector<NamedEvent> named = events_named(*journey);
  ASSERT_EQ(named.size(), 3u);
  EXPECT_EQ(named[0].event, "a");
  EXPECT_EQ(named[0].place.line, 6);
  EXPECT_EQ(named[0].place.column, 18);
  EXPECT_EQ(named[1].event, "b");
  EXPECT_EQ(named[1].place.column, 29);
  EXPECT_EQ(named[2].place.line, 7);

  const auto segment = parse_definition(
      "segment: s\npeople:\n  any:\n    - not: {did: x}\n    - did: {event: y, channel: web}\n", "segments/s.yaml");
  ASSERT_EQ(events_named(*segment).size(), 2u);
  EXPECT_EQ(events_named(*segment)[1].event, "y");
  EXPECT_EQ(events_named(*segment)[1].place.line, 5);

  EXPECT_EQ(events_named(*parse_definition("metric: m\nkind: retention\nevent: e\n", "metrics/m.yaml")).size(), 1u);
  EXPECT_EQ(
      events_named(*parse_definition("metric: m\nkind: retention\nevent: e\nreturns: f\n", "metrics/m.yaml")).size(),
      2u);
  EXPECT_EQ(
      events_named(*parse_definition("task: t\nstart: a\nsuccess: b\nerror: c\ngive_up: d\n", "tasks/t.yaml")).size(),
      4u);
}

TEST(EventNames, GivenBySourcesMayBeOpen) {
  bool is_open = true;
  const auto closed =
      parse_definition("source: s\ntime: t\nperson: {email: e}\nevents: [{event: a}]\n", "sources/s.yaml");
  EXPECT_THAT(events_given({*closed}, is_open), ElementsAre("a"));
  EXPECT_FALSE(is_open);
  const auto open =
      parse_definition("source: o\ntime: t\nkey: id\nperson: {email: e}\nevents: [{event: {column: c, map: {x: y}}}]\n",
                       "sources/o.yaml");
  EXPECT_THAT(events_given({*closed, *open}, is_open), ElementsAre("a", "y", "y changed"));
  EXPECT_TRUE(is_open);
}

}  // namespace
}  // namespace throughline::wire
