#include "measure/journey/way.h"

#include <gtest/gtest.h>

namespace throughline::measure {
namespace {

const Way kAna{0, 1, 2}, kBen{0, 1}, kCy{0, 2}, kDi{1, 0, 2};  // those of the header

WayTally tally_of(const std::vector<Way>& ways) {
  WayTally tally(3);
  for (const Way& way : ways) tally.add(way);
  return tally;
}

TEST(Way, TheExampleOfTheHeader) {
  const WayTally tally = tally_of({kAna, kBen, kCy, kDi});
  EXPECT_EQ(tally.kept(), 2);
  EXPECT_EQ(tally.complete(), 1);
  EXPECT_EQ(tally.stages()[0].further, 4);
  EXPECT_EQ(tally.stages()[0].returned, 1);
  EXPECT_EQ(tally.stages()[1].further, 3);
  EXPECT_EQ(tally.stages()[1].skipped, 1);
  EXPECT_EQ(tally.stages()[2].further, 0);
  ASSERT_EQ(tally.deviations().size(), 3u);
  EXPECT_EQ(tally.deviations().at({0, 2}).passages, 2);
  EXPECT_EQ(tally.deviations().at({1, 0}).passages, 1);
  EXPECT_EQ(tally.deviations().at({kBeginning, 1}).passages, 1);
}

TEST(Way, WhatWasTakenBeforeIsNotSkippedLater) {
  EXPECT_TRUE(skips(kCy, 1));
  EXPECT_FALSE(skips(kDi, 1));
  EXPECT_TRUE(skips(kDi, 0));
  EXPECT_FALSE(skips(kBen, 2));
  EXPECT_TRUE(returns_to(kDi, 0));
  EXPECT_FALSE(returns_to(kAna, 0));
}

TEST(Way, MakesTheMovesThatTheOrderDoesNotHave) {
  EXPECT_TRUE(makes(kCy, {0, 2}));
  EXPECT_TRUE(makes(kDi, {kBeginning, 1}));
  EXPECT_TRUE(makes(kDi, {1, 0}));
  EXPECT_FALSE(makes(kAna, {0, 1}));
  EXPECT_FALSE(makes(kAna, {0, 2}));
}

TEST(Way, ADeviationThatRepeatsIsOnePassage) {
  const WayTally tally = tally_of({{0, 1, 0, 1, 0}});
  EXPECT_EQ(tally.deviations().at({1, 0}).passages, 1);
  EXPECT_EQ(tally.deviations().at({1, 0}).times, 2);
  EXPECT_EQ(tally.kept(), 0);
}

TEST(Way, PartsAddUp) {
  WayTally parts = tally_of({kAna, kDi});
  parts.merge(tally_of({kBen, kCy}));
  sequence::Writer merged, whole;
  parts.save(merged);
  tally_of({kAna, kBen, kCy, kDi}).save(whole);
  EXPECT_EQ(merged.bytes(), whole.bytes());
}

}  // namespace
}  // namespace throughline::measure
