#include "measure/friction/friction.h"

#include <gtest/gtest.h>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using namespace std::chrono_literals;

const Instant kStart{std::chrono::sys_days(std::chrono::year(2025) / 5 / 1)};

model::Event event(std::string who, Duration after, std::string name, model::Properties properties = {}) {
  return {.time = kStart + after,
          .name = std::move(name),
          .identities = {{model::IdentityKind::UserId, std::move(who)}},
          .properties = std::move(properties)};
}

model::Event click(std::string who, Duration after, double x) {
  return event(std::move(who), after, "click", {{"x", x}, {"y", 0.0}});
}

Result<model::Answer> answer(const std::vector<model::Event>& events, model::FrictionQuestion asked,
                             const model::Catalogue& catalogue = {}) {
  model::Question question;
  question.ask = std::move(asked);
  return friction(question, catalogue, **sequence::Snapshot::build(sequence::from_events(events)));
}

template <class T>
const T& cell(const model::Row& row, std::string_view name) {
  for (const auto& [column, cell] : row) {
    if (column == name) return std::get<T>(cell.value);
  }
  throw std::out_of_range(std::string(name));
}

// Of the header of kernel.h.
TEST(Friction, ARunCountsOnceAndASessionEndsWithAPause) {
  const std::vector<model::Event> events{click("ana", 0s, 5), click("ana", 500ms, 6), click("ana", 900ms, 7),
                                         click("ana", 1h, 7), click("ben", 0s, 5)};
  const auto got = answer(events, {.frictions = {"rage_click"}, .rules = "posthog"});
  ASSERT_TRUE(got.has_value());
  const model::Row& row = got->rows.at(0);
  EXPECT_EQ(cell<std::int64_t>(row, "occurred"), 1);
  EXPECT_EQ(cell<std::int64_t>(row, "of"), 5);
  EXPECT_EQ(cell<std::int64_t>(row, "people"), 1);
  EXPECT_EQ(cell<std::int64_t>(row, "sessions"), 1);
  const auto& rate = cell<model::Estimate>(row, "per_1000_sessions");
  EXPECT_DOUBLE_EQ(*rate.value, 1000.0 / 3);
  EXPECT_EQ(rate.n, 3);
  EXPECT_LT(*rate.low, *rate.value);
  EXPECT_GT(*rate.high, *rate.value);
  EXPECT_EQ(cell<std::string>(row, "rules"), "posthog");
}

TEST(Friction, WhatWasNotRecordedIsNoZero) {
  const auto got = answer({event("ana", 0s, "click")}, {.frictions = {"rage_click", "crash", "u_turn"}});
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(cell<std::string>(got->rows.at(0), "status"), "missing-property");
  EXPECT_EQ(cell<std::string>(got->rows.at(0), "reason"), "no event has the property \"x\"");
  EXPECT_EQ(cell<std::string>(got->rows.at(1), "status"), "missing-event");
  EXPECT_EQ(cell<std::string>(got->rows.at(2), "status"), "missing-event");
  EXPECT_EQ(answer({}, {})->status, "no-data");
}

TEST(Friction, TheWorkspacesOwnComesFirst) {
  const model::Definition own{
      .kind = model::DefinitionKind::Friction,
      .name = "crash",
      .version = 4,
      .meaning = model::FrictionDefinition{.name = "crash", .pattern = model::EventFriction{{{.event = "died"}}}}};
  const std::vector<model::Event> events{event("ana", 0s, "died"), event("ana", 1s, "crash")};
  for (const auto& frictions : {std::vector<std::string>{"crash"}, std::vector<std::string>{}}) {
    const auto got = answer(events, {.frictions = frictions}, model::Catalogue({own}));
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(cell<std::string>(got->rows.at(0), "rules"), "own");
    EXPECT_EQ(cell<std::int64_t>(got->rows.at(0), "version"), 4);
    EXPECT_EQ(cell<std::int64_t>(got->rows.at(0), "occurred"), 1);
    for (std::size_t i = 1; i < got->rows.size(); ++i) EXPECT_NE(cell<std::string>(got->rows[i], "friction"), "crash");
  }
  const auto theirs = answer(events, {.frictions = {"throughline.crash"}}, model::Catalogue({own}));
  EXPECT_EQ(cell<std::string>(theirs->rows.at(0), "rules"), "throughline");
}

TEST(Friction, Mistakes) {
  const std::vector<model::Event> events{event("ana", 0s, "crash")};
  EXPECT_EQ(answer(events, {.frictions = {"crush"}}).error().code, "friction.unknown");
  EXPECT_EQ(answer(events, {.frictions = std::vector<std::string>(101, "crash")}).error().code, "friction.too-many");
  EXPECT_EQ(answer(events, {.rules = "throughlime"}).error().code, "friction.unknown-rules");
  EXPECT_EQ(answer(events, {.place = "url"}).error().code, "friction.unknown-property");
}

}  // namespace
}  // namespace throughline::measure
