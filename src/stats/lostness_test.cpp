#include "stats/lostness.h"

#include <gtest/gtest.h>

namespace throughline::stats {
namespace {

// Published values, to four places.
TEST(Lostness, IsThatOfSmith) {
  EXPECT_DOUBLE_EQ(*lostness({.distinct = 3, .total = 3, .fewest = 3}), 0);
  EXPECT_NEAR(*lostness({.distinct = 5, .total = 7, .fewest = 3}), .4916, 5e-5);
  EXPECT_NEAR(*lostness({.distinct = 10, .total = 20, .fewest = 4}), .7810, 5e-5);
}

TEST(Lostness, NeedsTheScreensThatNobodyCanDoWithout) {
  EXPECT_FALSE(lostness({.distinct = 2, .total = 5, .fewest = 3}));
  EXPECT_FALSE(lostness({.distinct = 0, .total = 0, .fewest = 0}));
}

}  // namespace
}  // namespace throughline::stats
