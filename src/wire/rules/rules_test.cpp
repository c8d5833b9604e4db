#include "wire/rules/rules_test.h"

#include <gtest/gtest.h>

#include "wire/definition.h"
#include "wire/json.h"

namespace throughline::wire {
namespace {

using model::SegmentRule;

// The filter of a question, as JSON.
std::string read(std::string_view where, std::string_view more = "") {
  const auto question = parse_question(fmt::format(R"({{"ask":"trend","where":{}{}}})", where, more), "", Zone::utc());
  return question ? line_of(question->where) : to_text(question.error());
}
std::string matcher(std::string_view where) {
  const auto question =
      parse_question(fmt::format(R"({{"ask":"trend","events":{{"event":"a","where":{}}}}})", where), "", Zone::utc());
  return question ? line_of(std::get<model::Question::Trend>(question->ask).events[0].where) : question.error().code;
}
// The filter of a definition's event, as YAML.
std::string in_yaml(std::string_view where) {
  const auto task =
      parse_definition(fmt::format("task: t\nstart: {{event: a, where: {}}}\nsuccess: b\n", where), "tasks/t.yaml");
  return task ? line_of(std::get<model::TaskDefinition>(task->meaning).start[0].where) : to_text(task.error());
}
std::string code(std::string_view where) {
  const auto question = parse_question(fmt::format(R"({{"ask":"trend","where":{}}})", where), "", Zone::utc());
  return question ? "no error" : question.error().code;
}

TEST(FilterForm, ShortAndLong) {
  EXPECT_EQ(read(R"({"plan": "gold", "n": [1, 2.5], "vip": true})"),
            "all(plan is [gold]; n is [1, 2.5]; vip is [true])");
  EXPECT_EQ(read(R"({"amount": {"at_least": 5, "less_than": 10}})"), "all(amount number [5,10))");
  EXPECT_EQ(read(R"({"all": [{"property": "amount", "more_than": 50},
      {"person": "country", "is": ["DE", "AT"], "as_of": "latest"},
      {"not": {"property": "coupon", "is_set": true}}, {"any": [{"plan": "gold"}]}]})"),
            "all(amount number (50,]; person country@latest is [DE, AT]; not(coupon set); any(all(plan is [gold])))");
  EXPECT_EQ(read(R"({"object": "claim", "property": "value", "at_most": 3, "as_of": "entry"})"),
            "object claim.value@entry number [,3]");
  EXPECT_EQ(read(R"({"response": "nps", "between": [0, 6]})"), "response nps.score number [0,6]");
  EXPECT_EQ(read(R"({"account": "tier", "is_set": false})"), "account tier not-set");
  EXPECT_EQ(read(R"({"field": "channel", "is_not": "web"})"), "channel not-is [web]");
  EXPECT_EQ(read(R"({"field": "event", "starts_with": ["a", "b"], "ignore_case": true})"), "event starts~ [a, b]");
  EXPECT_EQ(read("{}"), "all()");
}

TEST(FilterForm, IsTheSameInDefinitions) {
  for (const auto* where : {R"({plan: gold, n: [1, 2.5], vip: true})", R"({amount: {at_least: 5, less_than: 10}})",
                            R"({all: [{property: amount, more_than: 50}, {not: {person: coupon, is_set: true}}]})"})
    EXPECT_EQ(in_yaml(where).find("error"), std::string::npos) << in_yaml(where);
  EXPECT_EQ(in_yaml("{property: amount, between: [1, 2]}"), "amount number [1,2]");
  EXPECT_EQ(in_yaml("{property: due, between: [2025-01-01, 2025-01-31], zone: Europe/Berlin}"),
            "due time [2024-12-31T23:00:00Z,2025-01-31T23:00:00Z) Europe/Berlin");
  EXPECT_EQ(in_yaml("{property: amount, at_lest: 1}"),
            "error[definition.unknown-key]: a rule with \"property\" has no key \"at_lest\"\n"
            "  tasks/t.yaml:2:45\n"
            "    start: {event: a, where: {property: amount, at_lest: 1}}\n"
            "                                                ^^^^^^^\n"
            "  help: did you mean \"at_least\"?\n");
}

TEST(FilterForm, DaysAreThoseOfTheQuestionsZone) {
  constexpr std::string_view kBerlin = R"(,"zone":"Europe/Berlin")";
  EXPECT_EQ(read(R"({"property": "due", "before": "2025-03-30"})", kBerlin),
            "due time [,2025-03-29T23:00:00Z) Europe/Berlin");
  EXPECT_EQ(read(R"({"property": "due", "after": "2025-03-30"})", kBerlin),
            "due time [2025-03-30T22:00:00Z,) Europe/Berlin");
  EXPECT_EQ(read(R"({"property": "due", "after": "2025-03-30T10:00:00Z"})"),
            "due time [2025-03-30T10:00:00.000001Z,) UTC");
  EXPECT_EQ(read(R"({"property": "due", "after": "2025-01-01", "before": "2025-01-03"})"),
            "due time [2025-01-02T00:00:00Z,2025-01-03T00:00:00Z) UTC");
}

TEST(FilterForm, ErrorsSayWhatIsMissing) {
  EXPECT_EQ(code(R"({"property": "plan"})"), "filter.no-comparison");
  EXPECT_EQ(code(R"({"property": "plan", "is": "a", "contains": "b"})"), "filter.several-comparisons");
  EXPECT_EQ(code(R"({"property": "plan", "at_least": 1, "more_than": 2})"), "filter.several-comparisons");
  EXPECT_EQ(code(R"({"property": "plan", "at_least": 1, "before": "2025-01-01"})"), "filter.several-comparisons");
  EXPECT_EQ(code(R"({"property": "plan", "at_least": 5, "at_most": 2})"), "filter.backwards");
  EXPECT_EQ(code(R"({"property": "plan", "between": [5, 2]})"), "filter.backwards");
  EXPECT_EQ(code(R"({"property": "plan", "between": [5]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"property": "plan", "between": ["a", "b"]})"), "time.unreadable");
  EXPECT_EQ(code(R"({"property": "plan", "contains": ""})"), "filter.empty-text");
  EXPECT_EQ(code(R"({"property": "plan", "at_least": "five"})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"property": "plan", "matches": ["a", "b"]})"), "question.wrong-type");
  EXPECT_EQ(code(fmt::format(R"({{"property": "plan", "matches": "{:a>1001}"}})", "")), "filter.pattern-too-long");
  EXPECT_EQ(code(R"({"property": "plan", "is": "a", "as_of": "latest"})"), "question.unknown-member");
  EXPECT_EQ(code(R"({"object": "claim", "is": "a"})"), "question.missing-member");
  EXPECT_EQ(code(R"({"field": "colour", "is": "a"})"), "question.unknown-value");
  EXPECT_EQ(code(R"({"all": []})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"all": [{"plan": "a"}], "plan": "b"})"), "question.unknown-member");
  EXPECT_EQ(code(R"({"person": "plan", "is": "a", "as_of": "entry"})"), "no error");
  EXPECT_EQ(matcher(R"({"person": "plan", "is": "a", "as_of": "entry"})"), "filter.no-entry");
  EXPECT_EQ(code(R"(["plan"])"), "question.wrong-type");
}

std::string rule_code(std::string_view rule) {
  const auto question = parse_question(fmt::format(R"({{"ask":"trend","segment":{}}})", rule), "", Zone::utc());
  return question ? question->people ? "a rule" : "a name" : question.error().code;
}

TEST(SegmentForm, RulesStandInQuestionsToo) {
  EXPECT_EQ(rule_code(R"("regulars")"), "a name");
  EXPECT_EQ(rule_code(R"({"did": "a", "at_least": 2, "at_most": 5, "last": "7d"})"), "a rule");
  EXPECT_EQ(rule_code(R"({"did": "a", "exactly": 0})"), "a rule");
  EXPECT_EQ(rule_code(R"({"did_not": ["a", "b"], "from": "2025-01-01", "to": "2025-01-31"})"), "a rule");
  EXPECT_EQ(rule_code(R"({"first": "a", "last": "30d"})"), "a rule");
  EXPECT_EQ(rule_code(R"({"sequence": ["a", ["b", "c"]], "within": "1h"})"), "a rule");
  EXPECT_EQ(rule_code(R"({"property": "age", "at_least": 18, "as_of": "ever"})"), "a rule");
  EXPECT_EQ(rule_code(R"({"answered": "nps", "at_most": 6})"), "a rule");
  EXPECT_EQ(rule_code(R"({"cohort": {"ask": "funnel", "steps": ["a", "b"], "behind": {"outcome": "a"}}})"), "a rule");
  EXPECT_EQ(rule_code(R"({"did": "a", "exactly": 2, "at_least": 1})"), "segment.two-counts");
  EXPECT_EQ(rule_code(R"({"did": "a", "at_least": 2, "at_most": 1})"), "segment.backwards");
  EXPECT_EQ(rule_code(R"({"did": "a", "last": "7d", "from": "2025-01-01"})"), "segment.two-periods");
  EXPECT_EQ(rule_code(R"({"did": "a", "from": "2025-01-02", "to": "2025-01-01"})"), "segment.backwards");
  EXPECT_EQ(rule_code(R"({"sequence": ["a"]})"), "question.wrong-type");
  EXPECT_EQ(rule_code(R"({"property": "plan", "in": ["a"], "is": "b"})"), "filter.several-comparisons");
  EXPECT_EQ(rule_code(R"({"cohort": {"ask": "trend"}})"), "segment.cohort-without-people");
  EXPECT_EQ(rule_code(R"({"cohort": {"ask": "tend"}})"), "question.unknown-value");
  EXPECT_EQ(rule_code(R"({"dit": "a"})"), "question.unknown-member");
  EXPECT_EQ(rule_code("[]"), "question.wrong-type");
}

TEST(SegmentForm, ACohortOfADefinitionIsReadAsAQuestion) {
  const auto segment = parse_definition(R"(segment: stuck
people:
  cohort:
    ask: funnel
    steps: [cart, {event: pay, where: {amount: {at_least: 5}}}]
    within: 1h
    zone: Europe/Berlin
    to: 2025-05-31
    behind: {outcome: "dropped:1"}
)",
                                        "segments/stuck.yaml");
  ASSERT_TRUE(segment) << to_text(segment.error());
  const auto& rule = std::get<model::SegmentDefinition>(segment->meaning).people.rule;
  const model::Question& question = *std::get<SegmentRule::Cohort>(rule).question;
  EXPECT_EQ(line_of(std::get<model::Question::Funnel>(question.ask).steps[1][0].where), "all(amount number [5,])");
  EXPECT_EQ(to_iso(*question.to), "2025-05-31T22:00:00Z");
  const auto wrong = parse_definition("segment: s\npeople:\n  cohort: {ask: funnel, step: [a]}\n", "segments/s.yaml");
  EXPECT_EQ(to_text(wrong.error()),
            "error[question.unknown-member]: there is no \"step\" here\n"
            "  segments/s.yaml:3:11\n"
            "      cohort: {ask: funnel, step: [a]}\n"
            "              ^\n"
            "  note: in the question at /step\n"
            "  help: did you mean \"steps\"?\n");
}

}  // namespace
}  // namespace throughline::wire
