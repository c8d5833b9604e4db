#include "store/duckdb/recent.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace throughline::store {
namespace {

TEST(Recent, TellsWhatWasNotSaidOrOnlyLater) {
  Recent recent;
  EXPECT_TRUE(recent.is_news(7, from_micros(100)));
  EXPECT_FALSE(recent.is_news(7, from_micros(110)));
  EXPECT_FALSE(recent.is_news(7, from_micros(100)));
  EXPECT_TRUE(recent.is_news(7, from_micros(90)));
  EXPECT_FALSE(recent.is_news(7, from_micros(95)));
  EXPECT_TRUE(recent.is_news(8, from_micros(95)));
}

// Four keys of one set stay; a fifth pushes out the one that was longest not asked for.
TEST(Recent, PushesOutTheOldestOfASet) {
  Recent recent;
  const std::uint64_t step = std::uint64_t{1} << 21;  // the same set, however large it grows
  for (std::uint64_t i = 1; i <= 4; ++i) EXPECT_TRUE(recent.is_news(5 + i * step));
  EXPECT_FALSE(recent.is_news(5 + step));
  EXPECT_TRUE(recent.is_news(5 + 5 * step));
  EXPECT_FALSE(recent.is_news(5 + step));
  EXPECT_TRUE(recent.is_news(5 + 2 * step));
}

TEST(Recent, GrowsAndForgetsHardlyAny) {
  Recent recent;
  for (std::uint64_t i = 0; i < 300'000; ++i) recent.is_news(fingerprint(std::to_string(i)).low);
  int repeated = 0;
  for (std::uint64_t i = 0; i < 300'000; ++i) repeated += recent.is_news(fingerprint(std::to_string(i)).low) ? 1 : 0;
  EXPECT_LT(repeated, 3'000);
}

}  // namespace
}  // namespace throughline::store
