#include "measure/activation/activation.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "sequence/from_events.h"
#include "stats/proportion.h"

namespace throughline::measure {
namespace {

model::Event event(std::string who, double day, std::string name) {
  using namespace std::chrono;
  const Instant start(sys_days(year(2025) / 1 / 1));
  return {.time = start + duration_cast<Duration>(duration<double, days::period>(day)),
          .name = std::move(name),
          .identities = {{model::IdentityKind::UserId, std::move(who)}}};
}

// 20 people: 12 invite somebody on day 1, 9 of whom stay; of the other 8 stay 2. Everybody logs in on day 2.
std::vector<model::Event> world() {
  std::vector<model::Event> events{event("late", 60, "signed up"), event("late", 61, "invited")};
  for (int i = 0; i < 20; ++i) {
    const std::string who = "person " + std::to_string(i);
    events.push_back(event(who, 0, "signed up"));
    events.push_back(event(who, 2, "logged in"));
    if (i < 12) events.push_back(event(who, 1, "invited"));
    if (i < 9 || i >= 18) events.push_back(event(who, 30, "opened"));
  }
  return events;
}

model::Question question() {
  model::Question asked;
  asked.ask = model::Question::Activation{.start = {{.event = "signed up"}}, .returns = {{.event = "opened"}}};
  return asked;
}

const model::Cell& cell(const model::Row& row, std::string_view name) {
  return std::ranges::find(row, name, [](const auto& entry) -> std::string_view { return entry.first; })->second;
}

TEST(Activation, TheActionThatSeparates) {
  const model::Answer got = *activation(question(), {}, **sequence::Snapshot::build(sequence::from_events(world())));
  ASSERT_EQ(got.rows.size(), 1u);  // all log in: that separates nobody
  const model::Row& row = got.rows[0];
  EXPECT_EQ(std::get<std::string>(cell(row, "action").value), "invited");
  const auto estimate = [&](std::string_view name) { return std::get<model::Estimate>(cell(row, name).value); };
  EXPECT_DOUBLE_EQ(*estimate("retained_with").value, 9.0 / 12);
  EXPECT_DOUBLE_EQ(*estimate("retained_without").value, 2.0 / 8);
  EXPECT_DOUBLE_EQ(*estimate("difference").value, 0.5);
  EXPECT_DOUBLE_EQ(*estimate("difference").low, stats::newcombe_difference({9, 12}, {2, 8})->low);
  EXPECT_DOUBLE_EQ(*estimate("recall").value, 9.0 / 11);
  EXPECT_DOUBLE_EQ(std::get<double>(cell(row, "lift").value), 3);
  // (9·6 - 3·2) / root of 12·8·11·9, and with one action nothing to correct for.
  EXPECT_NEAR(std::get<double>(cell(row, "phi").value), 48 / std::sqrt(12.0 * 8 * 11 * 9), 1e-12);
  EXPECT_EQ(std::get<double>(cell(row, "p").value), std::get<double>(cell(row, "p_adjusted").value));
  EXPECT_TRUE(std::get<bool>(cell(row, "clear").value));
  EXPECT_EQ(got.counts,
            (std::vector<std::pair<std::string, std::int64_t>>{{"people", 20}, {"stayed", 11}, {"open", 1}}));
  EXPECT_TRUE(got.notes[0].starts_with("association, not effect"));
}

TEST(Activation, BehindAnActionStandItsPeople) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(world()));
  const auto count = [&](std::string outcome) {
    model::Question asked = question();
    asked.behind = {.group = {}, .outcome = std::move(outcome)};
    return activation(asked, {}, *snapshot)->rows.size();
  };
  EXPECT_EQ(count("stayed"), 11u);
  EXPECT_EQ(count("open"), 1u);
  EXPECT_EQ(count("did:1:invited"), 12u);
  EXPECT_EQ(count("left:1:invited"), 3u);
  EXPECT_EQ(count("stayed_without:1:invited"), 2u);
  EXPECT_EQ(count("did:2:invited"), 0u);
  model::Question asked = question();
  asked.behind = {.group = {}, .outcome = "did:1:invted"};
  EXPECT_EQ(activation(asked, {}, *snapshot).error().help, "did you mean \"invited\"?");
}

TEST(Activation, Errors) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(world()));
  model::Question asked = question();
  std::get<model::Question::Activation>(asked.ask).within = std::chrono::days(28);
  EXPECT_EQ(activation(asked, {}, *snapshot).error().code, "activation.windows-overlap");
  asked = question();
  std::get<model::Question::Activation>(asked.ask).counts = {2, 2};
  EXPECT_EQ(activation(asked, {}, *snapshot).error().code, "activation.counts-out-of-order");
  asked = question();
  std::get<model::Question::Activation>(asked.ask).start.clear();
  EXPECT_EQ(activation(asked, {}, *snapshot).error().code, "activation.no-start");
}

}  // namespace
}  // namespace throughline::measure
