#include "measure/task/learning.h"

#include <gtest/gtest.h>

#include "sequence/fold.h"
#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using namespace std::chrono_literals;

constexpr Instant kTen{std::chrono::sys_days(std::chrono::year(2025) / 3 / 3) + 10h};

model::Event event(std::string who, Duration after, std::string what, std::string touchpoint = "") {
  return {.time = kTen + after,
          .name = std::move(what),
          .touchpoint = std::move(touchpoint),
          .identities = {{model::IdentityKind::UserId, std::move(who)}}};
}

model::AnyOf named(std::string name) {
  return {{.event = std::move(name), .channel = {}, .touchpoint = {}, .where = {}}};
}

model::TaskDefinition pay() {
  model::TaskDefinition task;
  task.name = "pay";
  task.start = named("start");
  task.success = named("paid");
  task.give_up = named("closed");
  task.views = named("screen");
  task.fewest_views = 2;
  return task;
}

LearningCounts count(const std::vector<model::Event>& events, std::size_t numbers) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(events));
  const auto frame = *sequence::Frame::make({}, {}, *snapshot);
  const LearningKernel kernel(*TaskKernel::compile(pay(), *snapshot, frame.columns(), frame.data_end()), numbers);
  return sequence::fold(frame, kernel, 2).at(0);
}

// Those of the header.
std::vector<model::Event> two_people() {
  return {event("ana", 0s, "start"),  event("ana", 10s, "closed"), event("ana", 60s, "start"),
          event("ana", 150s, "paid"), event("ana", 200s, "start"), event("ana", 240s, "paid"),
          event("ben", 0s, "start"),  event("ben", 120s, "paid"),  event("zoe", 10h, "seen")};
}

TEST(Learning, TheExampleOfTheHeader) {
  const LearningCounts counts = count(two_people(), 2);
  ASSERT_EQ(counts.by_number().size(), 2u);
  EXPECT_EQ(counts.by_number()[0].attempts(), 2);
  EXPECT_EQ(counts.by_number()[0].success, 1);
  EXPECT_EQ(counts.by_number()[1].attempts(), 2);
  EXPECT_EQ(counts.by_number()[1].subjects, 1);
  EXPECT_EQ(counts.by_number()[1].success, 2);
  EXPECT_EQ(counts.all().attempts(), 4);
  EXPECT_EQ(counts.all().subjects, 2);
}

TEST(Learning, BytesGiveItBack) {
  const LearningCounts counts = count(two_people(), 3);
  EXPECT_EQ(LearningCounts::load(counts.save())->save(), counts.save());
  EXPECT_EQ(LearningCounts::load(counts.save().substr(1)).error().code, "state.broken");
}

TEST(Learning, LostnessIsOfSuccessesThatSawEnough) {
  const LearningCounts counts = count(
      {event("ana", 0s, "start"), event("ana", 1s, "screen", "a"), event("ana", 2s, "screen", "b"),
       event("ana", 3s, "screen", "a"), event("ana", 4s, "screen"), event("ana", 5s, "paid"),
       // one screen only
       event("ben", 0s, "start"), event("ben", 1s, "screen", "a"), event("ben", 2s, "paid"), event("zoe", 10h, "seen")},
      2);
  // a, b and the nameless screen in four views: the root of (3/4 - 1)² + (2/3 - 1)².
  EXPECT_EQ(counts.all().sorted_lostness(), std::vector<std::int64_t>{416667});
}

}  // namespace
}  // namespace throughline::measure
