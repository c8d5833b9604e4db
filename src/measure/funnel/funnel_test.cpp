#include "measure/funnel/funnel.h"

#include <gtest/gtest.h>

#include "measure/funnel/bulk.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Answer;
using model::By;
using model::Event;
using sequence::Snapshot;

// 2025-05-01, hh:mm:ss UTC, "ana cart 10:00:00".
struct Line {
  std::string who, name;
  int hour = 0, minute = 0, second = 0;
  std::string plan = {};
  int day = 1;
};

Event event(const Line& line) {
  using namespace std::chrono;
  Event made{.time = Instant(sys_days(year(2025) / 5 / line.day)) + hours(line.hour) + minutes(line.minute) +
                     seconds(line.second),
             .name = line.name};
  if (!line.who.empty()) made.identities = {{model::IdentityKind::UserId, line.who}};
  if (!line.plan.empty()) made.properties = {{"plan", line.plan}};
  made.channel = line.plan == "gold" ? "app" : "web";
  return made;
}

std::shared_ptr<Snapshot> snapshot_of(const std::vector<Line>& lines) {
  std::vector<Event> events;
  for (const Line& line : lines) events.push_back(event(line));
  return *Snapshot::build(sequence::from_events(std::move(events)));
}

model::Question question(const std::vector<std::string>& steps, Duration within = std::chrono::hours(1)) {
  model::Question::Funnel asked{.steps = {}, .within = within};
  for (const std::string& step : steps) asked.steps.push_back({{.event = step}});
  model::Question made;
  made.ask = asked;
  return made;
}

const model::Cell& cell(const model::Row& row, std::string_view name) {
  return std::ranges::find(row, name, [](const auto& entry) -> std::string_view { return entry.first; })->second;
}
std::int64_t people(const model::Row& row) {
  return std::get<std::int64_t>(cell(row, "people").value);
}
model::Estimate estimate(const model::Row& row, std::string_view name) {
  return std::get<model::Estimate>(cell(row, name).value);
}

std::vector<std::int64_t> reached(const std::vector<Line>& lines, const model::Question& asked) {
  const Answer answer = *funnel(asked, {}, *snapshot_of(lines));
  std::vector<std::int64_t> counts;
  for (const model::Row& row : answer.rows) counts.push_back(people(row));
  return counts;
}

const std::vector<Line> kExample{{"ana", "cart", 10},      {"ana", "pay", 10, 40},  {"ben", "cart", 10},
                                 {"ben", "pay", 11, 0, 1}, {"cy", "pay", 10},       {"cy", "cart", 10, 5},
                                 {"dia", "cart", 10},      {"dia", "cart", 10, 50}, {"dia", "pay", 11, 30}};

TEST(Funnel, TheExampleOfTheHeader) {
  const Answer answer = *funnel(question({"cart", "pay"}), {}, *snapshot_of(kExample));
  ASSERT_EQ(answer.rows.size(), 2u);
  EXPECT_EQ(people(answer.rows[0]), 4);
  EXPECT_EQ(people(answer.rows[1]), 2);
  EXPECT_EQ(estimate(answer.rows[0], "share").value, 1.0);
  EXPECT_EQ(estimate(answer.rows[1], "share").value, 0.5);
  EXPECT_NEAR(*estimate(answer.rows[1], "share").low, 0.15, 0.005);
  EXPECT_EQ(estimate(answer.rows[1], "median_seconds").value, 2400);
  EXPECT_EQ(answer.counts[0], (std::pair<std::string, std::int64_t>("people", 4)));
  EXPECT_EQ(answer.status, "ok");
  EXPECT_EQ(answer.definition.title, "cart, then pay within 1h");
}

TEST(Funnel, TheWindowIncludesItsLastInstant) {
  EXPECT_EQ(reached({{"ana", "cart", 10}, {"ana", "pay", 11}}, question({"cart", "pay"})),
            (std::vector<std::int64_t>{1, 1}));
  EXPECT_EQ(reached({{"ana", "cart", 10}, {"ana", "pay", 11, 0, 1}}, question({"cart", "pay"})),
            (std::vector<std::int64_t>{1, 0}));
}

TEST(Funnel, AWalkUsesAnEventOnce) {
  EXPECT_EQ(reached({{"ana", "cart", 10}}, question({"cart", "cart"})), (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(reached({{"ana", "cart", 10}, {"ana", "cart", 10}}, question({"cart", "cart"})),
            (std::vector<std::int64_t>{1, 1}));
}

// A0 A30 B45 C75 with a window of 60: the entry of 30 goes through. (Published vectors of PostHog and ClickHouse: 3.)
TEST(Funnel, ALaterEntryMayReachFurther) {
  const std::vector<Line> lines{
      {"ana", "A", 0, 0, 0}, {"ana", "A", 0, 0, 30}, {"ana", "B", 0, 0, 45}, {"ana", "C", 0, 1, 15}};
  EXPECT_EQ(reached(lines, question({"A", "B", "C"}, std::chrono::seconds(60))), (std::vector<std::int64_t>{1, 1, 1}));
}

TEST(Funnel, OneInstantFollowsTheSendersCounter) {
  Event pay = event({"ana", "a pay", 10}), cart = event({"ana", "cart", 10});
  cart.sequence = 1;
  pay.sequence = 2;
  const auto counted = *Snapshot::build(sequence::from_events({pay, cart}));
  EXPECT_EQ(people(funnel(question({"cart", "a pay"}), {}, *counted)->rows[1]), 1);
  cart.sequence = 3;
  const auto other = *Snapshot::build(sequence::from_events({pay, cart}));
  EXPECT_EQ(people(funnel(question({"cart", "a pay"}), {}, *other)->rows[1]), 0);
}

TEST(Funnel, LaterStepsMayLieBehindThePeriodButTheEntryMayNot) {
  model::Question asked = question({"cart", "pay"}, std::chrono::hours(48));
  asked.from = event({"", "", 0, 0, 0, "", 2}).time;
  asked.to = event({"", "", 0, 0, 0, "", 3}).time;
  const std::vector<Line> lines{{"ana", "cart", 10, 0, 0, "", 2},
                                {"ana", "pay", 10, 0, 0, "", 3},
                                {"ben", "cart", 10},
                                {"ben", "pay", 9, 0, 0, "", 2}};
  EXPECT_EQ(reached(lines, asked), (std::vector<std::int64_t>{1, 1}));
}

TEST(Funnel, SplitsByThePropertyOfTheEntry) {
  const auto snapshot = snapshot_of({{"ana", "cart", 10, 0, 0, "gold"},
                                     {"ana", "pay", 10, 5, 0, "free"},
                                     {"ana", "cart", 12, 0, 0, "free"},
                                     {"ben", "cart", 10}});
  model::Question asked = question({"cart", "pay"});
  asked.by = {{.kind = By::Kind::Property, .property = "plan"}};
  const Answer answer = *funnel(asked, {}, *snapshot);
  std::string text;
  for (const model::Row& row : answer.rows) {
    text += std::get<std::string>(cell(row, "plan").value) + " " + std::get<std::string>(cell(row, "step").value) +
            " " + std::to_string(people(row)) + "; ";
  }
  EXPECT_EQ(text, "not known cart 1; not known pay 0; free cart 1; free pay 0; gold cart 1; gold pay 1; ");
  EXPECT_EQ(answer.counts[0].second, 2);
  EXPECT_EQ(answer.notes[0], "\"plan\" is read at the event");
}

TEST(Funnel, StepsOfSeveralEventsAndAccounts) {
  std::vector<Event> events{event({"ana", "cart", 10}), event({"ben", "pay by card", 10, 5}),
                            event({"cy", "cart", 10})};
  events[0].account = events[1].account = "acme";
  events[2].account = "beta";
  model::Question asked = question({"cart"});
  std::get<model::Question::Funnel>(asked.ask).steps.push_back({{.event = "pay by card"}, {.event = "cart"}});
  asked.counting.kind = model::SubjectKind::Account;
  const Answer answer = *funnel(asked, {}, **Snapshot::build(sequence::from_events(events)));
  EXPECT_EQ(std::get<std::string>(cell(answer.rows[1], "step").value), "pay by card or cart");
  EXPECT_EQ(std::get<std::int64_t>(cell(answer.rows[0], "accounts").value), 2);
  EXPECT_EQ(std::get<std::int64_t>(cell(answer.rows[1], "accounts").value), 1);
}

TEST(Funnel, NobodyAtStepOneIsNoDataNotZeroPercent) {
  model::Question asked = question({"cart", "pay"});
  asked.from = event({"", "", 0, 0, 0, "", 9}).time;
  const Answer answer = *funnel(asked, {}, *snapshot_of(kExample));
  EXPECT_EQ(answer.status, "no-data");
  ASSERT_EQ(answer.rows.size(), 2u);
  EXPECT_EQ(people(answer.rows[1]), 0);
  EXPECT_FALSE(estimate(answer.rows[1], "share").value.has_value());
}

TEST(Funnel, SaysWhoMayStillGoOn) {
  const Answer answer = *funnel(question({"cart", "pay"}), {},
                                *snapshot_of({{"ana", "cart", 10}, {"ben", "cart", 12}, {"cy", "pay", 12}}));
  EXPECT_EQ(answer.notes.back(), "1 of 2 may still go on: their window ends after the data");
}

TEST(Funnel, ErrorsNameTheStep) {
  const auto few = funnel(question({"cart"}), {}, *snapshot_of(kExample));
  EXPECT_EQ(few.error().code, "funnel.too-few-steps");
  EXPECT_EQ(few.error().message, "a funnel needs at least 2 steps; this one has 1");
  EXPECT_EQ(funnel(question(std::vector<std::string>(31, "cart")), {}, *snapshot_of(kExample)).error().code,
            "funnel.too-many-steps");
  const auto unknown = funnel(question({"cart", "pya"}), {}, *snapshot_of(kExample));
  EXPECT_EQ(unknown.error().code, "funnel.unknown-event");
  EXPECT_EQ(unknown.error().place.name, "/steps/1");
}

std::vector<std::string> names_behind(const std::string& outcome, const std::string& group = "") {
  model::Question asked = question({"cart", "pay"});
  asked.behind = {.group = group.empty() ? std::vector<std::string>() : std::vector{group}, .outcome = outcome};
  const auto snapshot = snapshot_of(kExample);
  std::vector<std::string> names;
  const Answer answer = funnel(asked, {}, *snapshot).value();
  for (const model::Row& row : answer.rows) {
    const auto person = model::parse_person_id(std::get<std::string>(cell(row, "person").value));
    for (const char* name : {"ana", "ben", "cy", "dia"}) {
      if (person->value == id_of(model::Identity{model::IdentityKind::UserId, name}).value) names.push_back(name);
    }
  }
  std::ranges::sort(names);
  return names;
}

TEST(Funnel, ThePeopleBehindANumber) {
  EXPECT_EQ(names_behind(""), (std::vector<std::string>{"ana", "ben", "cy", "dia"}));
  EXPECT_EQ(names_behind("reached:2"), (std::vector<std::string>{"ana", "dia"}));
  EXPECT_EQ(names_behind("dropped:1"), (std::vector<std::string>{"ben", "cy"}));
  model::Question asked = question({"cart", "pay"});
  asked.behind = {.group = {}, .outcome = "dropped:2"};
  EXPECT_EQ(funnel(asked, {}, *snapshot_of(kExample)).error().code, "funnel.unknown-outcome");
}

TEST(Funnel, StatesAreTheSameForAnyNumberOfThreads) {
  const auto snapshot = snapshot_of(kExample);
  const auto frame = *sequence::Frame::make(question({"cart", "pay"}), {}, *snapshot);
  const auto kernel = *FunnelKernel::compile(
      {.steps = {{{.event = "cart"}}, {{.event = "pay"}}}, .within = std::chrono::hours(1)}, *snapshot, frame);
  const std::string one = sequence::fold(frame, kernel, 1).at(0).save();
  for (const unsigned threads : {2u, 3u, 8u}) EXPECT_EQ(sequence::fold(frame, kernel, threads).at(0).save(), one);
  EXPECT_EQ(FunnelCounts::load(one)->save(), one);
  EXPECT_EQ(FunnelCounts::load(one.substr(1)).error().code, "state.broken");
}

}  // namespace
}  // namespace throughline::measure
