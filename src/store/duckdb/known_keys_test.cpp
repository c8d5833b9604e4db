#include "store/duckdb/known_keys.h"

#include <gtest/gtest.h>

namespace throughline::store {
namespace {

Fingerprint key(std::uint64_t number) {
  return fingerprint(std::to_string(number));
}

TEST(KnownKeys, NeverCallsAKnownKeyNew) {
  KnownKeys keys(10'000);
  for (std::uint64_t i = 0; i < 10'000; ++i) keys.add(key(i));
  for (std::uint64_t i = 0; i < 10'000; ++i) ASSERT_TRUE(keys.may_hold(key(i))) << i;
  for (std::uint64_t i = 10'000; i < 110'000; ++i) ASSERT_FALSE(keys.may_hold(key(i))) << i;
}

TEST(KnownKeys, CountsAKeyOnce) {
  KnownKeys keys(2);
  for (int i = 0; i < 5; ++i) keys.add(key(1));
  EXPECT_TRUE(keys.has_room_for(1));
  keys.add(key(2));
  EXPECT_FALSE(keys.has_room_for(1));
}

TEST(KnownKeys, HoldsNothingBeforeItHasRoom) {
  const KnownKeys keys;
  EXPECT_FALSE(keys.has_room_for(1));
  EXPECT_FALSE(keys.may_hold(key(1)));
}

TEST(KnownKeys, BeyondItsMostAnyKeyMayBeKnown) {
  KnownKeys keys(KnownKeys::kMost + 1);
  EXPECT_TRUE(keys.has_room_for(KnownKeys::kMost));
  keys.add(key(1));
  EXPECT_TRUE(keys.may_hold(key(2)));
}

}  // namespace
}  // namespace throughline::store
