#include "stats/discovery.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

TEST(Discovery, TheCurveOfNielsenAndLandauer) {
  EXPECT_NEAR(problems_found(.31, 5), .8436, 1e-4);
  EXPECT_NEAR(*people_needed(.31, .85), 5.1127, 1e-4);
  EXPECT_EQ(problems_found(1, 0), 0);
  EXPECT_EQ(problems_found(1, 1), 1);
  EXPECT_FALSE(people_needed(0, .85));
}

TEST(Discovery, LewisAdjustsASmallSample) {
  const std::vector<std::int64_t> sightings{4, 3, 2, 1, 2, 1, 1, 1};
  const auto found = *discovery(sightings, 5);
  EXPECT_NEAR(found.p, .375, 1e-12);
  EXPECT_NEAR(*found.adjusted, .195, 1e-12);
}

TEST(Discovery, OneParticipantHasNoAdjustedP) {
  const auto found = *discovery(std::vector<std::int64_t>{1, 1, 0}, 1);
  EXPECT_EQ(found.problems, 2);
  EXPECT_FALSE(found.adjusted);
  EXPECT_EQ(found.good_turing, .5);
  EXPECT_EQ(discovery(std::vector<std::int64_t>{0, 0}, 2).error().code, "stats.no-data");
  EXPECT_EQ(discovery({}, 0).error().code, "stats.no-data");
}

}  // namespace
}  // namespace throughline::stats
