#include <gtest/gtest.h>

#include "wire/question/test_reading.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;
using model::Question;

TEST(PassageQuestions, Sessions) {
  const auto usual = read_ask<Question::Sessions>(R"({"ask": "sessions"})");
  EXPECT_EQ(usual.idle, 30min);
  EXPECT_FALSE(usual.cap || usual.per_channel || !usual.views.empty());
  const auto given = read_ask<Question::Sessions>(
      R"({"ask": "sessions", "idle": "none", "cap": "24h", "per_channel": true, "views": ["page", "screen"],
          "node": "touchpoint", "group": [{"pattern": "a*", "as": "a"}]})");
  EXPECT_FALSE(given.idle);
  EXPECT_EQ(given.cap, 24h);
  EXPECT_TRUE(given.per_channel);
  EXPECT_EQ(given.views.size(), 2u);
  EXPECT_EQ(given.naming.node, model::NodeOf::Touchpoint);
  EXPECT_EQ(given.naming.groups.at(0).as, "a");
}

TEST(PassageQuestions, PathsAndTheirPeriodHaveNamesOfTheirOwn) {
  const Question question = *parse_question(
      R"({"ask": "paths", "start": "cart", "end": ["pay", "leave"], "steps": 7, "edges": 9, "collapse": false,
          "gap": "1h", "from": "2025-01-01"})",
      "q", Zone::utc());
  EXPECT_TRUE(question.from);
  const auto& paths = std::get<Question::Paths>(question.ask);
  EXPECT_EQ(paths.start.at(0).event, "cart");
  EXPECT_EQ(paths.end.size(), 2u);
  EXPECT_EQ(paths.steps, 7);
  EXPECT_EQ(paths.edges, 9);
  EXPECT_FALSE(paths.collapse);
  EXPECT_EQ(paths.gap.than, 1h);
  EXPECT_EQ(read_ask<Question::Paths>(R"({"ask": "paths"})").gap.kind, model::Gap::Kind::Usual);
  EXPECT_EQ(read_ask<Question::Flow>(R"({"ask": "flow", "gap": "none"})").gap.kind, model::Gap::Kind::None);
  EXPECT_EQ(read_ask<Question::Variants>(R"({"ask": "variants", "goal": "pay", "limit": 3})").limit, 3);
}

TEST(PassageQuestions, MistakesTellTheirPlace) {
  EXPECT_EQ(told_at(R"({"ask": "sessions", "idle": "0s"})"), "duration.zero question.json#/idle");
  EXPECT_EQ(told_at(R"({"ask": "sessions", "per_channel": "yes"})"), "question.wrong-type question.json#/per_channel");
  EXPECT_EQ(told_at(R"({"ask": "paths", "steps": 101})").substr(0, 9), "question.");
  EXPECT_EQ(told_at(R"({"ask": "paths", "node": "page"})"), "question.unknown-value question.json#/node");
  EXPECT_EQ(told_at(R"({"ask": "flow", "group": [{"pattern": "a"}]})"),
            "question.missing-member question.json#/group/0");
  EXPECT_EQ(told_at(R"({"ask": "flow", "group": "a*"})"), "question.wrong-type question.json#/group");
  EXPECT_EQ(told_at(R"({"ask": "variants", "steps": 3})"), "question.unknown-member question.json#/steps");
}

}  // namespace
}  // namespace throughline::wire
