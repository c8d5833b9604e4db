// Questions of coming back as JSON.
#include <gtest/gtest.h>

#include "wire/json.h"

namespace throughline::wire {
namespace {

using Asked = model::RetentionQuestion;

Result<Asked> read(std::string_view json) {
  TRY(question, parse_question(json, "q", Zone::utc()));
  return std::get<Asked>(question.ask);
}

std::string code(std::string_view json) {
  const auto question = parse_question(json, "q", Zone::utc());
  return question ? "no error" : question.error().code;
}

TEST(RetentionJson, Brackets) {
  EXPECT_EQ(read(R"({"ask":"retention","start":"a","brackets":["1","2-3","28-30"]})")->brackets,
            (std::vector<Asked::Bracket>{{1, 1}, {2, 3}, {28, 30}}));
  EXPECT_EQ(read(R"({"ask":"retention","start":"a","brackets":[1,2,4,7]})")->brackets,
            (std::vector<Asked::Bracket>{{1, 1}, {2, 3}, {4, 7}, {8, 14}}));
  for (const char* wrong : {R"("0")", R"("367")", R"("-3")", R"("2-")", R"("2 - 3")", R"("99999999999")"})
    EXPECT_EQ(code(std::string(R"({"ask":"retention","start":"a","brackets":[)") + wrong + "]}"),
              "question.unknown-value")
        << wrong;
  EXPECT_EQ(code(R"({"ask":"retention","start":"a","brackets":[1,"2"]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"retention","start":"a","brackets":[]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"retention","start":"a","brackets":["1"],"periods":2})"), "question.conflict");
}

TEST(RetentionJson, RuleSetsAreDefaultsThatTheQuestionMayOverrule) {
  const Asked mixpanel = *read(R"({"ask":"retention","start":"a","rules":"mixpanel","measure":"on"})");
  EXPECT_EQ(mixpanel.mode, Asked::Mode::Recurring);
  EXPECT_EQ(mixpanel.basis, Asked::Basis::Rolling);
  EXPECT_EQ(mixpanel.measure, Asked::Measure::On);
  EXPECT_EQ(read(R"({"ask":"retention","start":"a","rules":"posthog"})")->mode, Asked::Mode::Recurring);
  EXPECT_EQ(read(R"({"ask":"retention","start":"a"})")->mode, Asked::Mode::FirstTime);
  const auto wrong = parse_question(R"({"ask":"retention","start":"a","mode":"recuring"})", "q", Zone::utc());
  EXPECT_EQ(wrong.error().help, "did you mean \"recurring\"?");
}

TEST(RetentionJson, ConditionsStandAlone) {
  EXPECT_EQ(read(R"({"ask":"retention","rules":"clickhouse","conditions":["a",["b","c"]]})")->conditions.size(), 2u);
  EXPECT_EQ(code(R"({"ask":"retention","rules":"clickhouse","conditions":["a","b"],"every":2})"), "question.conflict");
  EXPECT_EQ(code(R"({"ask":"retention","start":"a","conditions":["a","b"]})"), "question.conflict");
  EXPECT_EQ(code(R"({"ask":"retention","rules":"clickhouse"})"), "question.missing-member");
}

TEST(ActivationJson, StayIsTwoDurations) {
  const auto question =
      parse_question(R"({"ask":"activation","start":"a","stay":["14d","3w"],"counts":[1,4]})", "q", Zone::utc());
  const auto& asked = std::get<model::ActivationQuestion>(question->ask);
  EXPECT_EQ(asked.stay_from, std::chrono::days(14));
  EXPECT_EQ(asked.stay_to, std::chrono::days(21));
  EXPECT_EQ(asked.counts, (std::vector<int>{1, 4}));
  EXPECT_EQ(code(R"({"ask":"activation","start":"a","stay":["14d"]})"), "question.wrong-type");
  EXPECT_EQ(code(R"({"ask":"activation","start":"a","counts":[]})"), "question.wrong-type");
}

}  // namespace
}  // namespace throughline::wire
