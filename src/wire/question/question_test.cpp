#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/json.h"
#include "wire/rules/rules_test.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;
using model::AsOf;
using model::By;
using model::Question;
using testing::ElementsAre;
using testing::IsEmpty;

Question read(std::string_view json) {
  Result<Question> question = parse_question(json, "question.json", Zone::utc());
  if (!question) {
    ADD_FAILURE() << to_text(question.error());
    return {};
  }
  return *std::move(question);
}

std::string told(std::string_view json) {
  const Result<Question> question = parse_question(json, "question.json", Zone::utc());
  return question ? "no error" : to_text(question.error());
}

std::string code(std::string_view json) {
  const Result<Question> question = parse_question(json, "question.json", Zone::utc());
  return question ? "no error" : question.error().code;
}

std::vector<std::string> names(const model::AnyOf& events) {
  std::vector<std::string> result;
  for (const model::EventMatcher& matcher : events) result.push_back(matcher.event);
  return result;
}

TEST(QuestionJson, AFunnelWithEverything) {
  const Question question =
      read(R"({"ask": "funnel", "steps": ["cart", {"event": "pay", "channel": "web", "touchpoint": "checkout",
      "where": {"plan": ["gold", 7, true, 3.98843], "vip": "no"}}, ["done", {"event": "done later"}]], "within": "7d", "count": "object:order",
      "by": {"property": "plan", "as_of": "entry"}, "segment": "app_users", "from": "2025-01-01", "to": "2025-03-31", "zone": "Europe/Berlin",
      "behind": {"group": "gold", "outcome": "left", "limit": 5}})");
  const auto& funnel = std::get<Question::Funnel>(question.ask);
  ASSERT_EQ(funnel.steps.size(), 3u);
  EXPECT_THAT(names(funnel.steps[0]), ElementsAre("cart"));
  const model::EventMatcher& pay = funnel.steps[1].at(0);
  EXPECT_EQ(pay.channel, "web");
  EXPECT_EQ(pay.touchpoint, "checkout");
  EXPECT_EQ(line_of(pay.where), "all(plan is [gold, 7, true, 3.98843]; vip is [no])");
  EXPECT_THAT(names(funnel.steps[2]), ElementsAre("done", "done later"));
  EXPECT_EQ(funnel.within, 7 * 24h);
  EXPECT_EQ(question.counting.kind, model::SubjectKind::Object);
  EXPECT_EQ(question.counting.object_type, "order");
  ASSERT_EQ(question.by.size(), 1u);
  EXPECT_EQ(question.by[0].kind, By::Kind::Property);
  EXPECT_EQ(question.by[0].property, "plan");
  EXPECT_EQ(question.by[0].as_of, AsOf::Entry);
  EXPECT_EQ(question.segment, "app_users");
  EXPECT_EQ(question.zone.name(), "Europe/Berlin");
  EXPECT_EQ(to_iso(*question.from), "2024-12-31T23:00:00Z");
  EXPECT_EQ(to_iso(*question.to), "2025-03-31T22:00:00Z");
  EXPECT_EQ(question.behind->group, std::vector<std::string>{"gold"});
  EXPECT_EQ(question.behind->outcome, "left");
  EXPECT_EQ(question.behind->limit, 5u);
}

TEST(QuestionJson, DefaultsAreThoseOfTheContract) {
  const Question funnel = read(R"({"ask":"funnel","steps":[],"behind":{}})");
  EXPECT_EQ(std::get<Question::Funnel>(funnel.ask).within, 14 * 24h);
  EXPECT_THAT(std::get<Question::Funnel>(funnel.ask).steps, IsEmpty());  // the funnel says what is amiss
  EXPECT_EQ(funnel.zone.name(), "UTC");
  EXPECT_TRUE(funnel.by.empty());
  EXPECT_EQ(funnel.counting.kind, model::SubjectKind::Person);
  EXPECT_EQ(funnel.behind->limit, 100u);
  EXPECT_FALSE(funnel.from);

  const Question retention = read(R"({"ask":"retention","start":"a"})");
  EXPECT_EQ(std::get<Question::Retention>(retention.ask).periods, 12);
  EXPECT_EQ(std::get<Question::Retention>(retention.ask).interval, Interval::Month);
  EXPECT_THAT(names(std::get<Question::Retention>(retention.ask).returns), ElementsAre("a"));
}

TEST(QuestionJson, EveryAskHasItsOwnMembers) {
  const Question retention = read(
      R"({"ask":"retention","start":["a","b"],"returns":{"event":"c"},"periods":366,"interval":"week","count":"accounts"})");
  EXPECT_THAT(names(std::get<Question::Retention>(retention.ask).start), ElementsAre("a", "b"));
  EXPECT_THAT(names(std::get<Question::Retention>(retention.ask).returns), ElementsAre("c"));
  EXPECT_EQ(std::get<Question::Retention>(retention.ask).periods, 366);
  EXPECT_EQ(std::get<Question::Retention>(retention.ask).interval, Interval::Week);

  const Question trend = read(R"({"ask":"trend","interval":"day"})");
  EXPECT_THAT(std::get<Question::Trend>(trend.ask).events, IsEmpty());
  ASSERT_EQ(trend.by.size(), 1u);
  EXPECT_EQ(trend.by[0].kind, By::Kind::Calendar);
  EXPECT_EQ(trend.by[0].interval, Interval::Day);
  EXPECT_THAT(names(std::get<Question::Trend>(read(R"({"ask":"trend","events":"a"})").ask).events), ElementsAre("a"));
  EXPECT_THAT(std::get<Question::Trend>(read(R"({"ask":"trend","events":[]})").ask).events, IsEmpty());

  EXPECT_EQ(std::get<Question::Metric>(read(R"({"ask":"metric","name":"nps"})").ask).name, "nps");
  EXPECT_EQ(std::get<Question::Journey>(read(R"({"ask":"journey","name":"claim","by":"channel"})").ask).name, "claim");
}

TEST(QuestionJson, SplitBySegmentsNamedOrAll) {
  EXPECT_THAT(read(R"({"ask":"trend","by":{"segment":["a","b"]}})").by.at(0).segments, ElementsAre("a", "b"));
  EXPECT_THAT(read(R"({"ask":"trend","by":{"segment":"a"}})").by.at(0).segments, ElementsAre("a"));
  const By all = read(R"({"ask":"trend","by":"segment"})").by.at(0);
  EXPECT_EQ(all.kind, By::Kind::Segments);
  EXPECT_THAT(all.segments, IsEmpty());
}

TEST(QuestionJsonErrors, PointIntoTheDocument) {
  EXPECT_EQ(told(R"({"ask":"funnel","stps":[]})"),
            "error[question.unknown-member]: there is no \"stps\" here\n"
            "  question.json#/stps\n"
            "  help: did you mean \"steps\"?\n");
  EXPECT_EQ(told(R"({"ask":"funnel","steps":["a",{"event":"b","channel":"wbe"}]})"),
            "error[question.unknown-value]: no channel is called \"wbe\"\n"
            "  question.json#/steps/1/channel\n"
            "  help: did you mean \"web\"?\n");
  EXPECT_EQ(told(R"({"ask":"trend","events":{"event":"b","where":{"a/b~c":null}}})"),
            "error[question.wrong-type]: this must be a text, a number, true or false, but is null\n"
            "  question.json#/events/where/a~1b~0c\n");
  EXPECT_EQ(told(R"({"ask":"retention","start":"a","periods":367})"),
            "error[question.wrong-type]: this must be a whole number from 1 to 366\n"
            "  question.json#/periods\n");
  EXPECT_EQ(told(R"({"ask":"metric"})"),
            "error[question.missing-member]: \"name\" is missing\n"
            "  question.json\n");
}

TEST(QuestionJsonErrors, BrokenJsonHasLineAndColumn) {
  EXPECT_EQ(told("{\"ask\": \"funnel\",\n \"steps\": [a]}"),
            "error[json.broken]: this is not JSON: syntax error\n"
            "  question.json:2:12\n"
            "     \"steps\": [a]}\n"
            "               ^\n");
  EXPECT_EQ(told("{\"ask\":"),
            "error[json.broken]: this is not JSON: the document ends too early\n"
            "  question.json:1:8\n"
            "    {\"ask\":\n"
            "           ^\n");
  EXPECT_EQ(code(""), "json.broken");
  EXPECT_EQ(code("{} {}"), "json.broken");
  EXPECT_EQ(code("{\"ask\":\"\xFF\"}"), "json.broken");
  EXPECT_EQ(code(std::string(100000, '[')), "json.too-deep");
  EXPECT_EQ(code(std::string(2 << 20, ' ')), "json.too-long");
}

TEST(QuestionJsonErrors, EveryMemberIsChecked) {
  EXPECT_EQ(code("[]"), "question.wrong-type");
  EXPECT_EQ(code("{}"), "question.missing-member");
  EXPECT_EQ(code(R"({"ask":"funel"})"), "question.unknown-value");
  EXPECT_EQ(code(R"({"ask":7})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"metric","name":"m","steps":[]})"), "question.unknown-member");
  EXPECT_EQ(code(R"({"ask":"metric","name":""})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"funnel"})"), "question.missing-member");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":"a,b"})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":[[]]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":[["a",["b"]]]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":[{"channel":"web"}]})"), "question.missing-member");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":[{"event":"a","wehre":{}}]})"), "question.unknown-member");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":[{"event":"a","where":{"p":[]}}]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":[],"within":"soon"})"), "duration.unreadable");
  EXPECT_EQ(code(R"({"ask":"funnel","steps":[],"within":"0s"})"), "duration.zero");
  EXPECT_EQ(code(R"({"ask":"retention","start":[]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"retention","start":"a","periods":1.5})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"retention","start":"a","interval":"eon"})"), "interval.unknown");
  EXPECT_EQ(code(R"({"ask":"trend","zone":"Mars"})"), "zone.unknown");
  EXPECT_EQ(code(R"({"ask":"trend","from":"yesterday"})"), "time.unreadable");
  EXPECT_EQ(code(R"({"ask":"trend","from":"2025-02-01","to":"2025-02-01"})"), "no error");
  EXPECT_EQ(code(R"({"ask":"trend","count":"cats"})"), "question.unknown-value");
  EXPECT_EQ(code(R"({"ask":"trend","by":"colour"})"), "question.unknown-value");
  EXPECT_EQ(code(R"({"ask":"trend","by":{"as_of":"event"}})"), "question.missing-member");
  EXPECT_EQ(code(R"({"ask":"trend","by":{"property":"p","as_of":"never"}})"), "question.unknown-value");
  EXPECT_EQ(code(R"({"ask":"trend","by":{"property":"p","segment":"s"}})"), "question.conflict");
  EXPECT_EQ(code(R"({"ask":"trend","by":"day","interval":"day"})"), "question.conflict");
  EXPECT_EQ(code(R"({"ask":"trend","by":[]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"trend","behind":{"limit":0}})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"trend","behind":{"grp":"x"}})"), "question.unknown-member");
  EXPECT_EQ(code(R"({"ask":"trend","segment":null})"), "question.wrong-type");
}

TEST(QuestionText, StepsAreSplitByCommasAndAlternativesByBars) {
  const auto steps = *parse_steps(" cart opened , pay| pay later ,done");
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_THAT(names(steps[0]), ElementsAre("cart opened"));
  EXPECT_THAT(names(steps[1]), ElementsAre("pay", "pay later"));
  EXPECT_THAT(names(steps[2]), ElementsAre("done"));
  EXPECT_THAT(*parse_steps("  "), IsEmpty());
  EXPECT_EQ(parse_steps("a")->size(), 1u);
  for (const char* text : {"a,,b", ",a", "a,", "a|,b", "|"})
    EXPECT_EQ(parse_steps(text).error().code, "question.empty-step") << text;
}

TEST(QuestionText, By) {
  EXPECT_EQ(parse_by("", "").error().code, "question.unknown-value");
  EXPECT_EQ(parse_by("touchpoint", "")->kind, By::Kind::Touchpoint);
  EXPECT_EQ(parse_by("channel", "event")->kind, By::Kind::Channel);
  EXPECT_EQ(parse_by("segment", "")->kind, By::Kind::Segments);
  EXPECT_EQ(parse_by("quarter", "")->interval, Interval::Quarter);
  EXPECT_EQ(parse_by("quarter", "")->kind, By::Kind::Calendar);
  EXPECT_EQ(parse_by("property:plan", "latest")->property, "plan");
  EXPECT_EQ(parse_by("property:plan", "latest")->as_of, AsOf::Latest);
  EXPECT_EQ(parse_by("property:", "").error().code, "question.unknown-value");
  EXPECT_EQ(parse_by("chanel", "").error().help, "did you mean \"channel\"?");
  EXPECT_EQ(parse_by("channel", "now").error().code, "question.unknown-value");
}

TEST(QuestionText, Counting) {
  EXPECT_EQ(parse_counting("people")->kind, model::SubjectKind::Person);
  EXPECT_EQ(parse_counting("accounts")->kind, model::SubjectKind::Account);
  EXPECT_EQ(parse_counting("object:claim")->object_type, "claim");
  EXPECT_EQ(parse_counting("object:").error().code, "question.unknown-value");
  EXPECT_EQ(parse_counting("peple").error().help, "did you mean \"people\"?");
}

std::string bound(std::string_view text, std::string_view zone, bool is_end) {
  const Result<Instant> instant = parse_bound(text, *Zone::find(zone), is_end);
  return instant ? to_iso(*instant) : instant.error().code;
}

TEST(QuestionText, ADayAsEndIncludesItself) {
  EXPECT_EQ(bound("2025-03-30", "Europe/Berlin", false), "2025-03-29T23:00:00Z");
  EXPECT_EQ(bound("2025-03-30", "Europe/Berlin", true), "2025-03-30T22:00:00Z");  // a day of 23 hours
  EXPECT_EQ(bound("2099-12-31", "UTC", true), "2100-01-01T00:00:00Z");
  EXPECT_EQ(bound("2024-02-30", "UTC", true), "time.unreadable");
  EXPECT_EQ(bound("", "UTC", true), "time.unreadable");
}

TEST(QuestionText, AnInstantAsEndIsTakenAsItIs) {
  EXPECT_EQ(bound("2025-03-30T12:00", "Europe/Berlin", true), "2025-03-30T10:00:00Z");
  EXPECT_EQ(bound("2025-03-30T12:00:00Z", "Europe/Berlin", false), "2025-03-30T12:00:00Z");
  EXPECT_EQ(bound("2025-03-30T02:30", "Europe/Berlin", false), "time.nonexistent");
}

// In São Paulo the clocks of 2018-11-04 went from 23:59:59 to 01:00.
TEST(QuestionText, ADayWithoutMidnightBeginsWithItsFirstInstant) {
  EXPECT_EQ(bound("2018-11-04", "America/Sao_Paulo", false), "2018-11-04T03:00:00Z");
  EXPECT_EQ(bound("2018-11-03", "America/Sao_Paulo", true), "2018-11-04T03:00:00Z");
}

TEST(Question, SplitsByTwo) {
  const Question both = read(R"({"ask":"trend","by":["month",{"property":"plan","as_of":"latest"}],
                                 "behind":{"group":["2025-01","gold"]}})");
  ASSERT_EQ(both.by.size(), 2u);
  EXPECT_EQ(both.by[0].kind, By::Kind::Calendar);
  EXPECT_EQ(both.by[1].property, "plan");
  EXPECT_EQ(both.by[1].as_of, AsOf::Latest);
  EXPECT_THAT(both.behind->group, ElementsAre("2025-01", "gold"));
  EXPECT_TRUE(read(R"({"ask":"trend","behind":{"group":""}})").behind->group.empty());
  EXPECT_EQ(read(R"({"ask":"trend","by":"touchpoint"})").by.at(0).kind, By::Kind::Touchpoint);
  EXPECT_EQ(code(R"({"ask":"trend","by":["month",["day"]]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"trend","by":["month","dya"]})"), "question.unknown-value");
  EXPECT_EQ(code(R"({"ask":"trend","behind":{"group":[1]}})"), "question.wrong-type");
}

TEST(Question, ATask) {
  const auto task = std::get<Question::Task>(read(R"({"ask":"task","name":"pay","numbers":3})").ask);
  EXPECT_EQ(task.name, "pay");
  EXPECT_EQ(task.numbers, 3);
  EXPECT_EQ(code(R"({"ask":"task"})"), "question.missing-member");
  EXPECT_EQ(code(R"({"ask":"task","name":"pay","numbers":0})"), "question.wrong-type");
}

}  // namespace
}  // namespace throughline::wire
