#include <gtest/gtest.h>

#include "wire/question/test_reading.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;
using model::Question;

TEST(FrictionQuestions, Friction) {
  const auto usual = read_ask<Question::Friction>(R"({"ask": "friction"})");
  EXPECT_TRUE(usual.frictions.empty());
  EXPECT_EQ(usual.rules, "throughline");
  EXPECT_EQ(usual.idle, 30min);
  EXPECT_EQ(usual.place, "touchpoint");
  const auto given = read_ask<Question::Friction>(
      R"({"ask": "friction", "frictions": ["a", "b"], "rules": "sentry", "idle": "none", "place": "url", "top": 3})");
  EXPECT_EQ(given.frictions.size(), 2u);
  EXPECT_EQ(given.rules, "sentry");
  EXPECT_FALSE(given.idle);
  EXPECT_EQ(given.top, 3);
  EXPECT_EQ(read_ask<Question::Friction>(R"({"ask": "friction", "frictions": "a"})").frictions.size(), 1u);
}

TEST(FrictionQuestions, Handovers) {
  const auto usual = read_ask<Question::Handovers>(R"({"ask": "handovers"})");
  EXPECT_EQ(usual.between, "channel");
  EXPECT_EQ(usual.within, 24h);
  const auto given = read_ask<Question::Handovers>(
      R"({"ask": "handovers", "between": "team", "events": ["a", "b"], "within": "3d", "done": "c", "asks": "d",
          "topic": "t", "top": 7})");
  EXPECT_EQ(given.between, "team");
  EXPECT_EQ(given.events.size(), 2u);
  EXPECT_EQ(given.within, 72h);
  EXPECT_EQ(given.done.at(0).event, "c");
  EXPECT_EQ(given.asks.at(0).event, "d");
  EXPECT_EQ(given.topic, "t");
  EXPECT_EQ(given.top, 7);
}

TEST(FrictionQuestions, MistakesTellTheirPlace) {
  EXPECT_EQ(told_at(R"({"ask": "friction", "frictions": [1]})"), "question.wrong-type question.json#/frictions/0");
  EXPECT_EQ(told_at(R"({"ask": "friction", "idle": "0s"})"), "duration.zero question.json#/idle");
  EXPECT_EQ(told_at(R"({"ask": "friction", "top": 0})").substr(0, 9), "question.");
  EXPECT_EQ(told_at(R"({"ask": "handovers", "topic": "t"})"), "question.conflict question.json#/topic");
  EXPECT_EQ(told_at(R"({"ask": "handovers", "steps": 3})"), "question.unknown-member question.json#/steps");
}

}  // namespace
}  // namespace throughline::wire
