#include "stats/multiple.h"

#include <cmath>
#include <gtest/gtest.h>
#include <vector>

namespace throughline::stats {
namespace {

// R: p.adjust(c(.01, .04, .03, .005), "BH") and p.adjust(c(.9, .9, .02), "BH").
TEST(BenjaminiHochberg, AsRAdjusts) {
  const std::vector<double> four{.01, .04, .03, .005}, three{.9, .9, .02};
  const std::vector<double> expected_four{.02, .04, .04, .02}, expected_three{.9, .9, .06};
  const auto got_four = benjamini_hochberg(four), got_three = benjamini_hochberg(three);
  for (std::size_t i = 0; i < four.size(); ++i) EXPECT_NEAR(got_four[i], expected_four[i], 1e-15);
  for (std::size_t i = 0; i < three.size(); ++i) EXPECT_NEAR(got_three[i], expected_three[i], 1e-15);
  EXPECT_TRUE(benjamini_hochberg({}).empty());
}

// R: p.adjust(c(.01, .04, .03, .005), "holm").
TEST(Holm, AsRAdjusts) {
  const std::vector<double> p{.01, .04, .03, .005}, expected{.03, .06, .06, .02};
  const auto got = holm(p);
  for (std::size_t i = 0; i < p.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-15);
  EXPECT_TRUE(holm({}).empty());
}

// Ninety of a hundred cats found, five of a hundred dogs taken for cats: (90·95 - 5·10) / root of 95·105·100·100.
TEST(Phi, CorrelatesYesAndNo) {
  EXPECT_NEAR(phi(90, 5, 10, 95), 8500 / std::sqrt(95.0 * 105 * 100 * 100), 1e-15);
  EXPECT_EQ(phi(3, 0, 0, 4), 1);
  EXPECT_EQ(phi(0, 3, 4, 0), -1);
  EXPECT_EQ(phi(3, 4, 0, 0), 0);  // everybody did it: nothing to compare with
}

}  // namespace
}  // namespace throughline::stats
