#include <gtest/gtest.h>

#include "sequence/answers.h"
#include "sequence/calendar.h"
#include "sequence/from_events.h"
#include "sequence/match.h"
#include "sequence/snapshot.h"
#include "sequence/state_bytes.h"

namespace throughline::sequence {
namespace {

using model::Event;
using model::Identity;
using model::IdentityKind;

Identity user(std::string value) {
  return {IdentityKind::UserId, std::move(value)};
}
Identity cookie(std::string value) {
  return {IdentityKind::AnonymousId, std::move(value)};
}
Instant minute(int minutes) {
  return from_micros(1'700'000'000'000'000) + std::chrono::minutes(minutes);
}

Event event(std::string who, int minutes, std::string name) {
  return {.time = minute(minutes), .name = std::move(name), .channel = "web", .identities = {user(std::move(who))}};
}

std::shared_ptr<Snapshot> snapshot_of(std::vector<Event> events, std::vector<model::PropertyChange> changes = {}) {
  return *Snapshot::build(from_events(std::move(events), std::move(changes)));
}

std::string story(const Snapshot& snapshot, const Columns& columns, std::size_t subject) {
  std::string text;
  const Timeline timeline(columns, subject);
  for (std::size_t i = 0; i < timeline.size(); ++i) text += std::string(snapshot.names().text(timeline.name(i))) + " ";
  return text;
}

TEST(Snapshot, OrdersByTimeThenCounterThenName) {
  std::vector<Event> events{event("ana", 2, "b"), event("ana", 2, "a"), event("ana", 2, "z"), event("ana", 1, "last")};
  events[2].sequence = -1;
  const auto snapshot = snapshot_of(events);
  ASSERT_EQ(snapshot->by_person().subjects(), 1u);
  EXPECT_EQ(story(*snapshot, snapshot->by_person(), 0), "last z a b ");
  EXPECT_EQ(snapshot->first(), minute(1));
  EXPECT_EQ(snapshot->last(), minute(2));
}

TEST(Snapshot, JoinsTheIdentitiesOfOneEvent) {
  Event seen = event("ana", 1, "open");
  seen.identities = {cookie("c1")};
  Event login = event("ana", 2, "login");
  login.identities = {cookie("c1"), user("ana")};
  const auto snapshot = snapshot_of({seen, login, event("ben", 3, "open")});
  EXPECT_EQ(snapshot->people().size(), 2u);
  const auto ana = snapshot->person_index(model::PersonId{id_of(user("ana")).value});
  ASSERT_TRUE(ana.has_value());
  EXPECT_EQ(story(*snapshot, snapshot->by_person(), *ana), "open login ");
}

TEST(Snapshot, EventsOfNobodyStandBehindEverybodysAndOnTheirObjects) {
  Event system = event("", 2, "approved");
  system.identities.clear();
  system.objects = {{"claim", "k1"}, {"claim", "k1"}, {"claim", "k2"}};
  Event sent = event("ana", 1, "sent");
  sent.objects = {{"claim", "k1"}};
  sent.account = "acme";
  const auto snapshot = snapshot_of({system, sent});
  EXPECT_EQ(snapshot->by_person().pieces.front().segment->offsets.back(), 1u);
  EXPECT_EQ(snapshot->by_person().rows(), 2u);
  const Columns* claims = *snapshot->columns({.kind = model::SubjectKind::Object, .object_type = "claim"});
  ASSERT_EQ(claims->subjects(), 2u);
  EXPECT_EQ(story(*snapshot, *claims, 0), "sent approved ");
  EXPECT_EQ(story(*snapshot, *claims, 1), "approved ");
  EXPECT_EQ(snapshot->subject_name(*claims, 1), "k2");
  EXPECT_EQ(Timeline(*claims, 0).person(0), 0u);
  EXPECT_EQ(Timeline(*claims, 0).person(1), kNobody);
  const Columns* accounts = *snapshot->columns({.kind = model::SubjectKind::Account});
  ASSERT_EQ(accounts->subjects(), 1u);
  EXPECT_EQ(story(*snapshot, *accounts, 0), "sent ");

  const auto unknown = snapshot->columns({.kind = model::SubjectKind::Object, .object_type = "clam"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "object.unknown-type");
  EXPECT_EQ(unknown.error().help, "did you mean \"claim\"?");
}

TEST(Snapshot, PropertiesAreNumberedAsPeopleRead) {
  std::vector<Event> events{event("ana", 1, "rated"), event("ana", 2, "rated"), event("ana", 3, "rated"),
                            event("ana", 4, "rated")};
  events[0].properties = {{"score", std::int64_t{10}}};
  events[1].properties = {{"score", std::int64_t{9}}};
  events[2].properties = {{"score", std::string("none")}};
  const auto snapshot = snapshot_of(events);
  const PropertyColumn* score = *snapshot->event_property(snapshot->by_person(), "score");
  std::vector<Code> codes;
  for (std::size_t row = 0; row < score->codes.size(); ++row) codes.push_back(score->codes[row]);
  EXPECT_EQ(codes, (std::vector<Code>{2, 1, 3, 0}));
  EXPECT_EQ(score->numbers[2], 10);
  EXPECT_FALSE(score->numbers[3].has_value());
  EXPECT_EQ((*snapshot->event_property(snapshot->by_person(), "scare"))->values.size(), 1u);
}

TEST(Snapshot, AHistoryAnswersForAnyTime) {
  const auto change = [](int minutes, std::string value) {
    return model::PropertyChange{.time = minute(minutes),
                                 .identity = user("ana"),
                                 .account = {},
                                 .object = {},
                                 .name = "plan",
                                 .value = std::move(value)};
  };
  const auto snapshot = snapshot_of({event("ana", 1, "open")}, {change(9, "gold"), change(5, "free")});
  const PropertyHistory* plan = *snapshot->person_property("plan");
  EXPECT_EQ(plan->at(0, micros(minute(4))), 0u);
  EXPECT_EQ(plan->values.text(plan->at(0, micros(minute(5)))), "free");
  EXPECT_EQ(plan->values.text(plan->latest(0)), "gold");
}

TEST(Match, NarrowsByChannelAndProperty) {
  std::vector<Event> events{event("ana", 1, "pay"), event("ana", 2, "pay"), event("ana", 3, "pay")};
  events[1].properties = {{"plan", std::string("gold")}};
  events[2].channel = "app";
  const auto snapshot = snapshot_of(events);
  const auto matched = [&](const model::EventMatcher& matcher) {
    const Match match = *Match::compile({matcher}, *snapshot, snapshot->by_person(), "funnel");
    std::string bits;
    for (std::size_t i = 0; i < 3; ++i) bits += match(Timeline(snapshot->by_person(), 0), i) ? '1' : '0';
    return bits;
  };
  EXPECT_EQ(matched({.event = "pay", .channel = {}, .touchpoint = {}, .where = {}}), "111");
  EXPECT_EQ(matched({.event = "pay", .channel = "web", .touchpoint = {}, .where = {}}), "110");
  EXPECT_EQ(matched({.event = "pay", .channel = "kiosk", .touchpoint = {}, .where = {}}), "000");
  EXPECT_EQ(matched({.event = "", .channel = "app", .touchpoint = {}, .where = {}}), "001");
  EXPECT_EQ(
      matched(
          {.event = "pay", .channel = {}, .touchpoint = {}, .where = model::property_is("plan", {"gold", "silver"})}),
      "010");
}

TEST(Match, AnUnknownEventIsToldWithTheNearestNameAndItsCount) {
  std::vector<Event> events(1234, event("ana", 1, "purchase"));
  events.push_back(event("ana", 1, "open"));
  const auto snapshot = snapshot_of(events);
  const auto match = Match::compile({{.event = "purchse", .channel = {}, .touchpoint = {}, .where = {}}}, *snapshot,
                                    snapshot->by_person(), "funnel");
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, "funnel.unknown-event");
  EXPECT_EQ(match.error().message, "no event is called \"purchse\"");
  EXPECT_EQ(match.error().notes, std::vector<std::string>{"searched 2 event names"});
  EXPECT_EQ(match.error().help, "did you mean \"purchase\"? it occurs 1,234 times");

  const auto lenient = Match::compile_lenient({{.event = "purchse", .channel = {}, .touchpoint = {}, .where = {}}},
                                              *snapshot, snapshot->by_person());
  ASSERT_TRUE(lenient);
  EXPECT_TRUE(lenient->matches_nothing());
}

TEST(Match, AnUnknownPropertyIsToldWithTheNearestName) {
  std::vector<Event> events{event("ana", 1, "pay")};
  events[0].properties = {{"plan", std::string("gold")}};
  const auto snapshot = snapshot_of(events);
  const model::EventMatcher matcher{
      .event = "pay", .channel = {}, .touchpoint = {}, .where = model::property_is("plam", {"gold"})};
  const auto match = Match::compile({matcher}, *snapshot, snapshot->by_person(), "funnel");
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, "funnel.unknown-property");
  EXPECT_EQ(match.error().notes, std::vector<std::string>{"searched 1 property name"});
  EXPECT_EQ(match.error().help, "did you mean \"plan\"?");
  EXPECT_TRUE(Match::compile_lenient({matcher}, *snapshot, snapshot->by_person()));
}

TEST(Match, SeparatesThousands) {
  EXPECT_EQ(with_separators(0), "0");
  EXPECT_EQ(with_separators(999), "999");
  EXPECT_EQ(with_separators(88410), "88,410");
  EXPECT_EQ(with_separators(-1234567), "-1,234,567");
}

TEST(StateBytes, ReadBackWhatWasWritten) {
  Writer writer;
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{300}, INT64_MAX, INT64_MIN})
    writer.number(value);
  writer.ascending({1, 1, 500});
  Reader reader(writer.bytes());
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{300}, INT64_MAX, INT64_MIN})
    EXPECT_EQ(reader.number(), value);
  EXPECT_EQ(reader.ascending(), (std::vector<std::int64_t>{1, 1, 500}));
  EXPECT_TRUE(reader.status());
}

TEST(StateBytes, BrokenBytesAreToldAndAskForNoMemory) {
  Writer writer;
  writer.number(INT64_MAX);
  Reader reader(writer.bytes());
  EXPECT_TRUE(reader.ascending().empty());
  EXPECT_EQ(reader.status().error().code, "state.broken");
  Reader cut("\xff\xff");
  cut.number();
  EXPECT_FALSE(cut.status());
}

TEST(Answers, SharesAndMedians) {
  EXPECT_FALSE(share(0, 0).value.has_value());
  EXPECT_EQ(share(7, 10).value, 0.7);
  EXPECT_NEAR(*share(7, 10).low, 0.3968, 1e-4);
  EXPECT_EQ(median_seconds({1'000'000, 3'000'000}).value, 2.0);
  EXPECT_FALSE(median_seconds({}).value.has_value());
}

}  // namespace
}  // namespace throughline::sequence
