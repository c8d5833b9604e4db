#include "world.h"

#include <gtest/gtest.h>

namespace throughline::bench {
namespace {

Slice whole(const World& world) {
  Slice all;
  world.make(0, world.people(), all);
  return all;
}

TEST(World, IsTheSameHoweverItIsCut) {
  const World world(400'000, 7);
  const Slice all = whole(world);
  std::size_t place = 0;
  const Status streamed = world.stream([&](const Slice& slice) -> Status {
    for (std::size_t i = 0; i < slice.size(); ++i, ++place) {
      EXPECT_EQ(slice.time[i], all.time[place]);
      EXPECT_EQ(slice.name[i], all.name[place]);
      EXPECT_EQ(slice.object[i], all.object[place]);
    }
    return {};
  });
  EXPECT_TRUE(streamed.has_value());
  EXPECT_EQ(place, all.size());
  EXPECT_EQ(world.facts().events, all.size());
}

TEST(World, HasPeopleInOrderAndNoTwoEventsAtOneInstant) {
  const Slice all = whole(World(100'000, 1));
  for (std::size_t i = 1; i < all.size(); ++i) {
    ASSERT_LE(all.person[i - 1], all.person[i]);
    ASSERT_TRUE(all.person[i - 1] < all.person[i] || all.time[i - 1] < all.time[i]);
  }
  EXPECT_GE(all.time.front(), kBegin);
  EXPECT_LT(World(100'000, 1).facts().last, kBegin + (kDays + 1) * kDay);
}

// A world that changed would make results of other days incomparable: then this number changes, knowingly.
TEST(World, IsFixedByItsSeed) {
  std::uint64_t sum = 0;
  const Slice all = whole(World(100'000, 1));
  for (std::size_t i = 0; i < all.size(); ++i)
    sum = sum * 31 + static_cast<std::uint64_t>(all.time[i]) + all.name[i] * 7u + all.channel[i] + all.plan[i] +
          all.platform[i] + all.country[i] + all.object[i];
  EXPECT_EQ(sum, 16546433275901259634u);
  EXPECT_NE(whole(World(100'000, 2)).time, all.time);
}

TEST(World, TellsItsFactsAndReadsThemBack) {
  const Facts facts = World(50'000, 3).facts();
  const auto again = Facts::from_text(facts.to_text());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->to_text(), facts.to_text());
  EXPECT_FALSE(Facts::from_text("1 2").has_value());
}

}  // namespace
}  // namespace throughline::bench
