// What is wrong with a definition, told with its code, its place and what helps.
#include <gtest/gtest.h>

#include "wire/definition.h"

namespace throughline::wire {
namespace {

std::string told(std::string_view yaml, std::string_view file) {
  const Result<model::Definition> definition = parse_definition(yaml, file);
  return definition ? "no error" : to_text(definition.error());
}

std::string code(std::string_view yaml, std::string_view file = "any.yaml") {
  const Result<model::Definition> definition = parse_definition(yaml, file);
  return definition ? "no error" : definition.error().code;
}

TEST(DefinitionErrors, UnknownKeySuggestsTheNearest) {
  EXPECT_EQ(told("task: send\nstart: a\nsucess: b\n", "tasks/send.yaml"),
            "error[definition.unknown-key]: a task has no key \"sucess\"\n"
            "  tasks/send.yaml:3:1\n"
            "    sucess: b\n"
            "    ^^^^^^\n"
            "  help: did you mean \"success\"?\n");
}

TEST(DefinitionErrors, MissingKeyNamesTheKindOfMetric) {
  EXPECT_EQ(told("# effort\nmetric: effort\nkind: ces\n", "metrics/effort.yaml"),
            "error[definition.missing-key]: a metric of kind \"ces\" needs \"survey\" or \"event\"\n"
            "  metrics/effort.yaml:2:1\n"
            "    metric: effort\n"
            "    ^^^^^^\n");
}

TEST(DefinitionErrors, WrongTypeSaysWhatWasFound) {
  EXPECT_EQ(told("task: t\nstart: a\nsuccess: b\ntitle: [x, y]\n", "tasks/t.yaml"),
            "error[definition.wrong-type]: \"title\" must be a text, but is a list\n"
            "  tasks/t.yaml:4:8\n"
            "    title: [x, y]\n"
            "           ^\n");
}

TEST(DefinitionErrors, UnknownChannelPointsIntoTheLine) {
  EXPECT_EQ(told("task: größe\nstart: {event: \"größe\", channel: wbe}\nsuccess: b\n", "x.yaml"),
            "error[definition.bad-name]: \"größe\" cannot be a name\n"
            "  x.yaml:1:7\n"
            "    task: größe\n"
            "          ^^^^^\n"
            "  help: names are up to 100 letters (a-z), digits, _, - and ., and do not begin with - or .\n");
  EXPECT_EQ(told("task: t\nstart: {event: \"größe\", channel: wbe}\nsuccess: b\n", "tasks/t.yaml"),
            "error[definition.unknown-value]: \"channel\" cannot be \"wbe\"\n"
            "  tasks/t.yaml:2:34\n"
            "    start: {event: \"größe\", channel: wbe}\n"
            "                                     ^^^\n"
            "  help: did you mean \"web\"?\n");
}

TEST(DefinitionErrors, LongAndManyLinedTextsAreShownShort) {
  const std::string spaces(20, ' ');
  EXPECT_EQ(told("task: |\n  a\n  b\n", "tasks/t.yaml"),
            "error[definition.bad-name]: \"a b \" cannot be a name\n"
            "  tasks/t.yaml:1:7\n"
            "    task: |\n"
            "          ^\n"
            "  help: names are up to 100 letters (a-z), digits, _, - and ., and do not begin with - or .\n");
  EXPECT_EQ(parse_definition("task: " + std::string(59, 'a') + "\u00e9" + spaces + "b", "t.yaml").error().message,
            "\"" + std::string(59, 'a') + "…\" cannot be a name");
}

TEST(DefinitionErrors, BrokenYamlHasLineAndColumn) {
  EXPECT_EQ(
      told("task: t\nstart: note: this\n", "tasks/t.yaml"),
      "error[definition.broken-yaml]: this is not YAML: illegal map value\n"
      "  tasks/t.yaml:2:12\n"
      "    start: note: this\n"
      "               ^\n"
      "  help: put quotes around a text that holds \": \", and begin the keys of one mapping in the same column\n");
  EXPECT_EQ(told("task: t\nstart:\n\tevent: a\n", "tasks/t.yaml"),
            "error[definition.broken-yaml]: a tab indents this line\n"
            "  tasks/t.yaml:3:1\n"
            "     event: a\n"
            "    ^\n"
            "  help: indent with spaces\n");
  EXPECT_EQ(told("task: t\nstart: \"a\nsuccess: b\n", "tasks/t.yaml"),
            "error[definition.broken-yaml]: this quote is never closed\n"
            "  tasks/t.yaml:2:8\n"
            "    start: \"a\n"
            "           ^\n"
            "  help: close it with \"\n");
}

TEST(DefinitionErrors, DoubledKeyPointsAtTheSecond) {
  EXPECT_EQ(told("task: t\nstart: a\nsuccess: b\nstart: c\n", "tasks/t.yaml"),
            "error[definition.duplicate-key]: the key \"start\" stands here twice\n"
            "  tasks/t.yaml:4:1\n"
            "    start: c\n"
            "    ^^^^^\n"
            "  note: it stands first in line 2\n");
}

TEST(DefinitionErrors, WrongFolderSaysWhereItBelongs) {
  EXPECT_EQ(told("task: t\nstart: a\nsuccess: b\n", "journeys/t.yaml"),
            "error[definition.wrong-folder]: this is a task, and journeys/ is for journeys\n"
            "  journeys/t.yaml:1:1\n"
            "    task: t\n"
            "    ^^^^\n"
            "  help: move it to tasks/\n");
  EXPECT_EQ(code("metric: m\nkind: task_time\ntask: t\n", "tasks/m.yaml"), "definition.unknown-key");
  EXPECT_EQ(code("metric: m\nkind: nps\nsurvey: t\n", "shop/journeys/m.yaml"), "definition.wrong-folder");
}

TEST(DefinitionErrors, DurationsAndZonesKeepTheirCodesAndGetAPlace) {
  EXPECT_EQ(told("task: t\nstart: a\nsuccess: b\nwithin: 1 hour\n", "tasks/t.yaml"),
            "error[duration.unreadable]: \"1 hour\" is not a duration\n"
            "  tasks/t.yaml:4:9\n"
            "    within: 1 hour\n"
            "            ^^^^^^\n"
            "  help: write 90s, 30m, 36h, 7d, 2w or 1h30m\n");
  EXPECT_EQ(code("source: s\nzone: Europe/Berln\ntime: t\nperson: {email: e}\nevents: [{event: a}]\n"), "zone.unknown");
  EXPECT_EQ(code("metric: m\nkind: retention\nevent: e\ninterval: fortnight\n"), "interval.unknown");
  EXPECT_EQ(code("task: t\nstart: a\nsuccess: b\nwithin: 0s\n"), "duration.zero");
  EXPECT_EQ(code("source: s\ntime: {constant: 2024-02-30}\nperson: {email: e}\nevents: [{event: a}]\n"),
            "time.unreadable");
  EXPECT_EQ(code("source: s\ntime: {column: t, format: \"%Q\"}\nperson: {email: e}\nevents: [{event: a}]\n"),
            "time-format.unknown");
}

TEST(DefinitionErrors, AnEmptyValuePointsAtItsKey) {
  EXPECT_EQ(told("task: t\nstart:\nsuccess: b\n", "tasks/t.yaml"),
            "error[definition.wrong-type]: \"start\" must be an event's name, or a list of events, but is empty\n"
            "  tasks/t.yaml:2:1\n"
            "    start:\n"
            "    ^^^^^\n");
}

TEST(DefinitionErrors, FilesThatAreNoDefinition) {
  EXPECT_EQ(told("# nothing yet\n", "tasks/t.yaml"),
            "error[definition.empty]: the file defines nothing\n"
            "  tasks/t.yaml\n"
            "  help: delete the file, or write a definition into it\n");
  EXPECT_EQ(code(""), "definition.empty");
  EXPECT_EQ(code("---\n...\n"), "definition.empty");
  EXPECT_EQ(code("hello"), "definition.wrong-type");
  EXPECT_EQ(code("- a\n- b\n"), "definition.wrong-type");
  EXPECT_EQ(code("title: x\n"), "definition.missing-key");
  EXPECT_EQ(code("jorney: x\n", "journeys/x.yaml"), "definition.unknown-key");
  EXPECT_EQ(code("task: t\nstart: a\nsuccess: b\n---\ntask: u\n"), "definition.several-documents");
  EXPECT_EQ(code("task: \xFF\n"), "definition.not-utf8");
  EXPECT_EQ(code(std::string("task: a\0b\n", 10)), "definition.broken-yaml");
  EXPECT_EQ(code("task: a\x04\n"), "definition.broken-yaml");
}

TEST(DefinitionErrors, WhatMakesYamlDangerousIsRefused) {
  EXPECT_EQ(code("task: &a t\n"), "definition.anchors-not-supported");
  EXPECT_EQ(code("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"), "definition.anchors-not-supported");
  EXPECT_EQ(code("task: *a\n"), "definition.broken-yaml");  // there is no such anchor
  EXPECT_EQ(code("task: !!str t\n"), "definition.tags-not-supported");
  EXPECT_EQ(code("? [a]\n: b\n"), "definition.wrong-type");
  EXPECT_EQ(code("task: " + std::string(100000, '[')), "definition.too-deep");
  EXPECT_EQ(code("task: " + std::string(100000, '{')), "definition.too-deep");
  EXPECT_EQ(code(std::string(2 << 20, '#')), "definition.too-long");
}

TEST(DefinitionErrors, OfSources) {
  const std::string good = "source: s\ntime: t\nperson: {email: e}\n";
  EXPECT_EQ(code(good + "events: [{event: a}]\n"), "no error");
  EXPECT_EQ(code(good), "definition.missing-key");
  EXPECT_EQ(code(good + "events: []\n"), "definition.too-few");
  EXPECT_EQ(code("source: s\nperson: {email: e}\nevents: [{event: a}]\n"), "definition.missing-key");
  EXPECT_EQ(code("source: s\nperson: {email: e}\nevents: [{event: a, time: t}]\n"), "no error");
  EXPECT_EQ(code("source: s\nperson: {email: e}\nevents: [{event: a, time: t}]\nperson_properties: [p]\n"),
            "definition.missing-key");
  EXPECT_EQ(code("source: s\ntime: t\nevents: [{event: a}]\n"), "definition.missing-key");
  EXPECT_EQ(code("source: s\ntime: t\nevents: [{event: a, objects: {order: id}}]\n"), "no error");
  EXPECT_EQ(code("source: s\ntime: t\nevents: [{event: a, objects: {order: {list: ids}}}]\n"), "no error");
  EXPECT_EQ(code("source: s\ntime: t\nevents: [{event: a, objects: {order: {column: ids}}}]\n"),
            "definition.unknown-key");
  EXPECT_EQ(code("source: s\ntime: t\nevents: [{event: a, objects: {order: [ids]}}]\n"), "definition.wrong-type");
  EXPECT_EQ(code("source: s\ntime: t\nperson: {mail: e}\nevents: [{event: a}]\n"), "definition.unknown-key");
  EXPECT_EQ(code("source: s\ntime: t\naccount: a\nperson_properties: [x]\n"), "definition.missing-key");
  EXPECT_EQ(code(good + "account_properties: [x]\n"), "definition.missing-key");
  EXPECT_EQ(code("source: s\ntime: {column: t, constant: 2024-01-01}\nperson: {email: e}\nevents: [{event: a}]\n"),
            "definition.unfitting-key");
  EXPECT_EQ(code("source: s\ntime: {zone: UTC}\nperson: {email: e}\nevents: [{event: a}]\n"), "definition.missing-key");
  EXPECT_EQ(code(good + "person_properties: all\n"), "definition.wrong-type");
  EXPECT_EQ(code(good + "person_properties: [a, a]\n"), "definition.duplicate-name");
  EXPECT_EQ(code(good + "events: [{event: a}]\ndelimiter: ab\n"), "definition.wrong-type");
  EXPECT_EQ(code(good + "events: [{event: a}]\nformat: jsonl\ndelimiter: \";\"\n"), "definition.unfitting-key");
  EXPECT_EQ(code(good + "events: [{event: a}]\nformat: xls\n"), "definition.unknown-value");
  EXPECT_EQ(code(good + "events: [{event: a}]\nencoding: latin-x\n"), "definition.unknown-value");
  EXPECT_EQ(code(good + "events: [{event: a}]\nencoding: ascii//IGNORE\n"), "definition.unknown-value");
  EXPECT_EQ(code(good + "events: [{event: a}]\nformat: xes\nencoding: iso-8859-1\n"), "definition.unfitting-key");
  EXPECT_EQ(code(good + "events: [{event: a}]\nencoding: iso-8859-1\n"), "no error");
  EXPECT_EQ(code("source: s\ntime: t\nperson: each_row\nevents: [{event: a}]\n"), "no error");
  EXPECT_EQ(code("source: s\ntime: t\nperson: each_line\nevents: [{event: a}]\n"), "definition.wrong-type");
  EXPECT_EQ(code(good + "events: [{event: a}]\nheader_rows: 0\n"), "definition.wrong-type");
  EXPECT_EQ(code(good + "events: [{event: a, channel: {column: c, map: {x: wbe}}}]\n"), "definition.unknown-value");
  EXPECT_EQ(code(good + "events: [{event: a, response: {survey: s}}]\n"), "definition.missing-key");
  EXPECT_EQ(code(good + "events: [{event: a, when: {c: {not: {not: x}}}}]\n"), "definition.wrong-type");
}

TEST(DefinitionErrors, OfMetrics) {
  EXPECT_EQ(told("metric: m\nkind: nps\nsurvey: s\ntask: t\n", "metrics/m.yaml"),
            "error[definition.unfitting-key]: a metric of kind \"nps\" has no key \"task\"\n"
            "  metrics/m.yaml:4:1\n"
            "    task: t\n"
            "    ^^^^\n"
            "  help: it belongs to task_success, task_time, task_errors, task_give_up, task_efficiency, lostness, "
            "learnability, usability_score\n");
  const auto metric = [](const std::string& lines) { return code("metric: m\n" + lines); };
  EXPECT_EQ(metric("kind: csat\nsurvey: s\nvariant: top_box\n"), "definition.unknown-value");
  EXPECT_EQ(metric("kind: learnability\ntask: t\nattempt: 1\n"), "definition.wrong-type");
  EXPECT_EQ(metric("kind: task_efficiency\ntask: t\nattempt: 2\n"), "definition.unfitting-key");
  EXPECT_EQ(metric("kind: lostness\n"), "definition.missing-key");
  EXPECT_EQ(metric("kind: nps\nsurvey: s\nvariant: mean\n"), "definition.unfitting-key");
  EXPECT_EQ(metric("kind: csat\nsurvey: s\nvariant: mean\ninterval_method: wilson\n"), "definition.unknown-value");
  EXPECT_EQ(metric("kind: csat\nsurvey: s\nwithin: 1d\n"), "definition.unfitting-key");
  const auto answers = [&](const std::string& more) { return metric("kind: csat\nsurvey: s\n" + more + "\n"); };
  EXPECT_EQ(answers("weighting: {targets: {sex: {f: 1, m: 1}}, trim: 5}"), "no error");
  EXPECT_EQ(answers("weighting: {trim: 5}"), "definition.missing-key");
  EXPECT_EQ(answers("weighting: {targets: {sex: {f: 1}}}"), "definition.too-few");
  EXPECT_EQ(answers("weighting: {targets: {sex: {f: 1, m: 0}}}"), "definition.wrong-type");
  EXPECT_EQ(answers("weighting: {targets: {sex: {f: 1, m: 1}}, trim: 1}"), "definition.wrong-type");
  EXPECT_EQ(answers("weighting: {targets: {sex: {f: 1, m: 1}}}\ninterval_method: jeffreys"),
            "definition.unfitting-key");
  EXPECT_EQ(answers("quality: {straight_lining: [a, b], exclude: straight_lining}"), "no error");
  EXPECT_EQ(answers("quality: {speeding: {duration: d, under: 10s}}"), "no error");
  EXPECT_EQ(answers("quality: {straight_lining: a}"), "definition.too-few");
  EXPECT_EQ(answers("quality: {straight_lining: items}"), "definition.too-few");  // a csat has none
  EXPECT_EQ(answers("quality: {speeding: d, exclude: duplicates}"), "definition.unknown-value");
  EXPECT_EQ(answers("quality: {exclude: speeding}"), "definition.missing-key");
  EXPECT_EQ(metric("kind: share\ndiscipline: CX\nbetter: higher\nevent: a\nthat: b\nquality: {speeding: d}\n"),
            "definition.unfitting-key");
  EXPECT_EQ(metric("kind: csat\nsurvey: s\nbenchmark: {value: 1}\n"), "definition.missing-key");
  EXPECT_EQ(metric("kind: csat\nsurvey: s\nbenchmark: {value: 1, source: x, year: 24}\n"), "definition.wrong-type");
  EXPECT_EQ(metric("kind: share\nevent: a\nthat: b\n"), "definition.missing-key");
  const std::string share = "kind: share\ndiscipline: CX\nbetter: higher\n";
  EXPECT_EQ(metric(share + "event: a\n"), "definition.missing-key");
  EXPECT_EQ(metric(share + "that: a\n"), "definition.missing-key");
  EXPECT_EQ(metric(share + "event: a\nthat: b\nwithin: 1d\n"), "definition.unfitting-key");
  EXPECT_EQ(metric(share + "event: a\nthat: b\nfollowed_by: c\n"), "definition.unfitting-key");
  EXPECT_EQ(metric(share + "event: a\nfollowed_by: b\neach: ticket\n"), "definition.unknown-value");
  const std::string time = "kind: time_between\ndiscipline: CX\nevent: a\nuntil: b\n";
  EXPECT_EQ(metric(time + "time_basis: business\n"), "definition.missing-key");
  EXPECT_EQ(metric(time + "variant: percentile\n"), "definition.missing-key");
  EXPECT_EQ(metric(time + "percentile: 90\n"), "definition.unfitting-key");
  EXPECT_EQ(metric(time + "schedule: {hours: {moo: \"09:00-17:00\"}}\n"), "definition.unknown-key");
  EXPECT_EQ(metric(time + "schedule: {hours: {fri-mon: \"09:00-17:00\"}}\n"), "definition.unknown-key");
  EXPECT_EQ(metric(time + "schedule: {hours: {mon: \"17:00-09:00\"}}\n"), "definition.wrong-type");
  EXPECT_EQ(metric(time + "schedule: {hours: {mon-fri: \"09:00-17:00\", tue: \"08:00-09:00\"}}\n"),
            "definition.overlapping-hours");
  EXPECT_EQ(metric(time + "schedule: {hours: {mon: \"09:00-17:00\"}, holidays: [2025-02-30]}\n"),
            "definition.wrong-type");
  const std::string sum = "kind: usability_score\ntask: t\n";
  EXPECT_EQ(metric(sum), "definition.missing-key");
  EXPECT_EQ(metric(sum + "time_limit: 2m\n"), "no error");
  EXPECT_EQ(metric(sum + "time_limit: 2m\nsurvey: s\nscale: [1, 7]\nscore_limit: 6\nopportunities: 3\n"), "no error");
  EXPECT_EQ(metric(sum + "time_limit: -1m\n"), "duration.unreadable");
  EXPECT_EQ(metric(sum + "time_limit: 2m\nscale: [1, 7]\n"), "definition.unfitting-key");
  EXPECT_EQ(metric(sum + "time_limit: 2m\nsurvey: s\nscore_limit: 6\n"), "definition.wrong-type");
  EXPECT_EQ(metric(sum + "time_limit: 2m\nopportunities: 0\n"), "definition.wrong-type");
  const std::string wait = "kind: conversion_by_wait\nevent: a\nuntil: b\n";
  EXPECT_EQ(metric(wait), "definition.missing-key");
  EXPECT_EQ(metric(wait + "followed_by: c\nbrackets: 1h\n"), "no error");
  EXPECT_EQ(metric(wait + "followed_by: c\nbrackets: [1h, 1h]\n"), "definition.wrong-type");
  EXPECT_EQ(metric(wait + "followed_by: c\nbrackets: []\n"), "definition.too-few");
  EXPECT_EQ(metric(wait + "followed_by: c\nbrackets: [0s]\n"), "duration.zero");
  EXPECT_EQ(metric(wait + "followed_by: c\nbefore_next: true\n"), "definition.unfitting-key");
  EXPECT_EQ(code("metric: m\nkind: np\n"), "definition.unknown-value");
  EXPECT_EQ(code("metric: m\n"), "definition.missing-key");
  EXPECT_EQ(code("metric: m\nkind: nps\nsurvey: s\nevent: e\n"), "definition.unfitting-key");
  EXPECT_EQ(code("metric: m\nkind: nps\nsurvey: s\nscale: [1, 10]\n"), "definition.unknown-value");
  EXPECT_EQ(code("metric: m\nkind: csat\nsurvey: s\nscale: [5, 1]\n"), "definition.wrong-type");
  EXPECT_EQ(code("metric: m\nkind: csat\nsurvey: s\nscale: [1, x]\n"), "definition.wrong-type");
  EXPECT_EQ(code("metric: m\nkind: csat\nsurvey: s\nrelationship: yes\n"), "definition.wrong-type");
  EXPECT_EQ(code("metric: m\nkind: csat\nsurvey: s\nminimum_n: -1\n"), "definition.wrong-type");
  EXPECT_EQ(code("metric: m\nkind: csat\nsurvey: s\ndiscipline: ux\n"), "definition.unknown-value");
  EXPECT_EQ(code("metric: m\nkind: task_time\n"), "definition.missing-key");
  EXPECT_EQ(code("metric: m\nkind: churn\ncustomer: c\n"), "definition.missing-key");
  EXPECT_EQ(code("metric: m\nkind: conversion\nsteps: [a, b]\n"), "definition.missing-key");
  EXPECT_EQ(code("metric: m\nkind: conversion\nsteps: [a]\nwithin: 1d\n"), "definition.too-few");
}

TEST(DefinitionErrors, OfSegmentsAndJourneys) {
  EXPECT_EQ(code("segment: s\npeople: {at_least: 3}\n"), "definition.missing-key");
  EXPECT_EQ(code("segment: s\npeople: {did: a, in: [x]}\n"), "definition.unknown-key");
  EXPECT_EQ(code("segment: s\npeople: {all: [{did: a}], any: [{did: b}]}\n"), "definition.unknown-key");
  EXPECT_EQ(code("segment: s\npeople: {all: []}\n"), "definition.too-few");
  EXPECT_EQ(code("segment: s\npeople: {all: {did: a}}\n"), "definition.wrong-type");
  EXPECT_EQ(code("segment: s\npeople: {did: a, at_least: 0}\n"), "definition.wrong-type");
  EXPECT_EQ(code("journey: j\nstages: []\n"), "definition.too-few");
  EXPECT_EQ(code("journey: j\nstages: [{stage: a, steps: [{step: x}]}]\n"), "definition.missing-key");
  EXPECT_EQ(code("journey: j\nstages: [{stage: a, steps: [{step: x, events: e}, {step: x, events: f}]}]\n"),
            "definition.duplicate-name");
}

std::vector<Error> check(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<model::Definition> definitions;
  for (const auto& [file, yaml] : files) definitions.push_back(parse_definition(yaml, file).value());
  return check_references(definitions);
}

constexpr const char* kNps = "metric: nps\nkind: nps\nsurvey: s\nrelationship: true\n";
constexpr const char* kTask = "task: send\nstart: a\nsuccess: b\n";

TEST(References, AllThatIsWrongIsReportedWithItsPlace) {
  const std::vector<Error> errors =
      check({{"metrics/nps.yaml", kNps},
             {"tasks/send.yaml", kTask},
             {"metrics/time.yaml", "metric: time\nkind: task_time\ntask: sned\n"},
             {"journeys/j.yaml",
              "journey: j\nmetrics: [nps, npss]\nstages:\n  - stage: One\n    metrics: [time, nps]\n    steps:\n"
              "      - {step: x, events: e, tasks: [sent], metrics: [zebra]}\n"}});
  ASSERT_EQ(errors.size(), 5u);
  EXPECT_EQ(to_text(errors[0]),
            "error[definition.unknown-task]: no task is called \"sned\"\n"
            "  metrics/time.yaml:3:7\n"
            "    task: sned\n"
            "          ^^^^\n"
            "  help: did you mean \"send\"?\n");
  EXPECT_EQ(errors[1].code, "definition.unknown-metric");
  EXPECT_EQ(errors[1].place.column, 16);
  EXPECT_EQ(to_text(errors[2]),
            "error[definition.relationship-in-stage]: \"nps\" is a relationship metric and cannot stand in a stage\n"
            "  journeys/j.yaml:5:21\n"
            "        metrics: [time, nps]\n"
            "                        ^^^\n"
            "  help: move it to the journey's own metrics\n");
  EXPECT_EQ(errors[3].code, "definition.unknown-task");
  EXPECT_EQ(errors[3].help, "did you mean \"send\"?");
  EXPECT_EQ(errors[4].code, "definition.unknown-metric");
  EXPECT_EQ(errors[4].help, "write metrics/zebra.yaml");
}

TEST(References, WhatWasSaidOfATouchpointIsNoOpinionOfTheWhole) {
  const auto journey = [](const std::string& metrics) {
    return "journey: j\nmetrics: " + metrics + "\nstages: [{stage: One, steps: [{step: x, events: e}]}]\n";
  };
  const std::pair<std::string, std::string> nps{"metrics/nps.yaml", kNps},
      effort{"metrics/effort.yaml", "metric: effort\nkind: ces\nsurvey: claim\n"},
      buying{"metrics/buying.yaml", "metric: buying\nkind: conversion\nsteps: [a, b]\nwithin: 1d\n"};
  EXPECT_TRUE(check({nps, buying, {"journeys/j.yaml", journey("[nps, buying]")}}).empty());
  const std::vector<Error> errors = check({nps, effort, {"journeys/j.yaml", journey("[nps, effort]")}});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].code, "definition.transactional-on-journey");
  EXPECT_EQ(errors[0].place.name, "journeys/j.yaml");
  EXPECT_EQ(errors[0].place.line, 2);
  EXPECT_EQ(errors[0].place.column, 16);
  EXPECT_EQ(errors[0].message, "\"effort\" is a transactional metric of answers and cannot stand on a whole journey");
  EXPECT_FALSE(errors[0].help.empty());
}

TEST(References, ASurveyIsTransactionalOrOfTheRelationship) {
  const std::pair<std::string, std::string> nps{"metrics/nps.yaml", kNps},
      again{"metrics/again.yaml", "metric: again\nkind: nps\nsurvey: s\n"},
      other{"metrics/other.yaml", "metric: other\nkind: nps\nsurvey: t\n"};
  EXPECT_TRUE(check({nps, other}).empty());
  const std::vector<Error> errors = check({nps, other, again});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(
      to_text(errors[0]),
      "error[definition.survey-of-both]: the survey \"s\" is transactional to \"again\" and of the relationship to "
      "\"nps\"\n"
      "  metrics/again.yaml:3:9\n"
      "    survey: s\n"
      "            ^\n"
      "  note: the other stands in metrics/nps.yaml:3\n"
      "  help: write \"relationship: true\" in both or in neither, or give the two surveys names of their own\n");
}

TEST(References, OpportunitiesNeedErrors) {
  const std::pair<std::string, std::string> task{"tasks/send.yaml", kTask},
      sum{"metrics/sum.yaml", "metric: sum\nkind: usability_score\ntask: send\ntime_limit: 2m\nopportunities: 5\n"};
  const std::vector<Error> errors = check({task, sum});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].code, "definition.unfitting-key");
  EXPECT_EQ(errors[0].place.line, 5);
  EXPECT_TRUE(check({{"tasks/send.yaml", std::string(kTask) + "error: c\n"}, sum}).empty());
}

TEST(References, FrictionsOfAStepAreDefinedOrBuiltIn) {
  const auto journey = [](const std::string& frictions) {
    return "journey: j\nstages: [{stage: One, steps: [{step: x, events: e, frictions: " + frictions + "}]}]\n";
  };
  const std::pair<std::string, std::string> own{"frictions/own.yaml", "friction: own\nevent: lost\n"};
  EXPECT_TRUE(check({own, {"j.yaml", journey("[own, rage_click, throughline.u_turn, sentry.dead_click]")}}).empty());
  EXPECT_TRUE(check({{"j.yaml", journey("[lost: lost, rage_click]")}}).empty());
  EXPECT_TRUE(check({{"j.yaml", journey("{lost: lost}")}}).empty());
  const std::vector<Error> errors = check({{"j.yaml", journey("rage_clik")}});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].code, "definition.unknown-friction");
  EXPECT_EQ(errors[0].help, "did you mean \"rage_click\"?");
  EXPECT_EQ(code(journey("[[a]]")), "definition.wrong-type");
}

TEST(References, OneNameIsOneDefinition) {
  const std::vector<Error> errors = check({{"tasks/send.yaml", kTask},
                                           {"tasks/other.yaml", kTask},
                                           {"segments/send.yaml", "segment: send\npeople: {did: a}\n"}});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(to_text(errors[0]),
            "error[definition.duplicate-name]: two tasks are called \"send\"\n"
            "  tasks/other.yaml:1:7\n"
            "    task: send\n"
            "          ^^^^\n"
            "  note: the other stands in tasks/send.yaml:1\n"
            "  help: give one of them another name\n");
}

TEST(References, AWholeWorkspaceMayBeRight) {
  EXPECT_TRUE(check({{"metrics/nps.yaml", kNps},
                     {"tasks/send.yaml", kTask},
                     {"journeys/j.yaml",
                      "journey: j\nmetrics: nps\nstages: [{stage: a, steps: [{step: x, events: e, tasks: send}]}]\n"}})
                  .empty());
}

}  // namespace
}  // namespace throughline::wire
