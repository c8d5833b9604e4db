// What a funnel may ask besides its steps, from JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/json.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;
using model::FunnelQuestion;
using testing::ElementsAre;

FunnelQuestion read(const std::string& parts) {
  auto question =
      parse_question(R"({"ask": "funnel", "steps": ["a", "b", "c"])" + parts + "}", "question.json", Zone::utc());
  if (!question) ADD_FAILURE() << to_text(question.error());
  return question ? std::get<FunnelQuestion>(question->ask) : FunnelQuestion{};
}

std::string refusal(const std::string& parts) {
  const auto question =
      parse_question(R"({"ask": "funnel", "steps": ["a", "b", "c"])" + parts + "}", "question.json", Zone::utc());
  return question ? "no error" : question.error().code + " at " + question.error().place.name;
}

TEST(FunnelQuestionJson, RulesAndTheirModes) {
  const FunnelQuestion plain = read("");
  EXPECT_EQ(plain.rules, model::FunnelRules::Throughline);
  EXPECT_EQ(plain.order, model::FunnelOrder::Ordered);
  EXPECT_EQ(plain.within, std::chrono::days(14));
  EXPECT_FALSE(plain.time_to_convert);
  EXPECT_EQ(read(R"(, "rules": "mixpanel")").within, std::chrono::days(7));
  EXPECT_EQ(read(R"(, "rules": "mixpanel", "within": "1h")").within, 1h);
  EXPECT_THAT(read(R"(, "rules": "clickhouse", "modes": ["strict_order", "allow_reentry"])").modes,
              ElementsAre(model::FunnelMode::StrictOrder, model::FunnelMode::AllowReentry));
  EXPECT_THAT(read(R"(, "modes": "optimized_reentry")").modes, ElementsAre(model::FunnelMode::OptimizedReentry));
  EXPECT_EQ(read(R"(, "order": "unordered")").order, model::FunnelOrder::Unordered);
}

TEST(FunnelQuestionJson, WindowsOfTheCalendarAndOfSessions) {
  using Unit = model::FunnelWindow::Unit;
  EXPECT_EQ(read(R"(, "within": "1 month")").within, model::FunnelWindow(Unit::Month, 1));
  EXPECT_EQ(read(R"(, "within": "12 sessions")").within, model::FunnelWindow(Unit::Session, 12));
  EXPECT_EQ(read(R"(, "within": "2 weeks")").within, model::FunnelWindow(Unit::Week, 2));
  EXPECT_EQ(read(R"(, "within": "2w")").within, std::chrono::days(14));
  EXPECT_EQ(read(R"(, "rules": "mixpanel", "modes": "totals")").modes, std::vector{model::FunnelMode::Totals});
  for (const char* wrong : {"1 lune", "0 days", "1001 days", "-1 month", "1 ", " 1 day", "1  day", "one day", "days"})
    EXPECT_EQ(refusal(R"(, "within": ")" + std::string(wrong) + '"'), "duration.unreadable at question.json#/within")
        << wrong;
  EXPECT_EQ(refusal(R"(, "within": "0d")"), "duration.zero at question.json#/within");
}

TEST(FunnelQuestionJson, ExclusionsOneOrSeveral) {
  const auto one = read(R"(, "exclude": "x")").exclude;
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].events[0].event, "x");
  EXPECT_EQ(one[0].between.from, 1u);
  EXPECT_EQ(one[0].between.to, 0u);
  const auto several =
      read(R"(, "exclude": ["x", {"event": "y", "channel": "web"}, {"events": ["u", "v"], "after": 2, "before": 3}])")
          .exclude;
  ASSERT_EQ(several.size(), 3u);
  EXPECT_EQ(several[1].events[0].channel, "web");
  EXPECT_EQ(several[2].events.size(), 2u);
  EXPECT_EQ(several[2].between.from, 2u);
  EXPECT_EQ(several[2].between.to, 3u);
}

TEST(FunnelQuestionJson, OptionalHoldAttributionAndTimes) {
  EXPECT_THAT(read(R"(, "optional": 2)").optional, ElementsAre(2u));
  EXPECT_THAT(read(R"(, "optional": [2, 3])").optional, ElementsAre(2u, 3u));
  EXPECT_THAT(read(R"(, "hold": "sku")").hold, ElementsAre("sku"));
  EXPECT_EQ(read(R"(, "attribution": "step:3")").attribution.step, 3u);
  EXPECT_EQ(read(R"(, "attribution": "all")").attribution.kind, model::Attribution::Kind::All);
  EXPECT_EQ(read(R"(, "time_to_convert": true)").time_to_convert->to, 0u);
  EXPECT_EQ(read(R"(, "time_to_convert": {"from": 2, "to": 3})").time_to_convert->from, 2u);
  EXPECT_FALSE(read(R"(, "time_to_convert": false)").time_to_convert);
}

TEST(FunnelQuestionJson, ErrorsPointIntoTheQuestion) {
  EXPECT_EQ(refusal(R"(, "rules": "amplitude")"), "question.unknown-value at question.json#/rules");
  EXPECT_EQ(refusal(R"(, "modes": ["strict"])"), "question.unknown-value at question.json#/modes/0");
  EXPECT_EQ(refusal(R"(, "order": 1)"), "question.wrong-type at question.json#/order");
  EXPECT_EQ(refusal(R"(, "attribution": "step:x")"), "question.unknown-value at question.json#/attribution");
  EXPECT_EQ(refusal(R"(, "exclude": {"events": "x", "till": 2})"),
            "question.unknown-member at question.json#/exclude/till");
  EXPECT_EQ(refusal(R"(, "optional": "2")"), "question.wrong-type at question.json#/optional");
  EXPECT_EQ(refusal(R"(, "time_to_convert": 3)"), "question.wrong-type at question.json#/time_to_convert");
}

}  // namespace
}  // namespace throughline::wire
