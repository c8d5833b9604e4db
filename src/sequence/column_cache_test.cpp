#include "sequence/column_cache.h"

#include <atomic>
#include <gtest/gtest.h>
#include <optional>
#include <thread>

#include "base/patience.h"

namespace throughline::sequence {
namespace {

std::atomic<int> alive = 0;

struct Thing {
  explicit Thing(std::uint64_t bytes) : size(bytes) { ++alive; }
  ~Thing() { --alive; }
  std::uint64_t bytes() const { return size; }
  std::uint64_t size;
};

ColumnCache::Key key(const std::string& name) {
  return {.kind = ColumnCache::Kind::EventProperty, .of = "person", .name = name};
}

const Thing* get(ColumnCache& cache, const std::string& name, std::uint64_t bytes = 40) {
  const auto load = [&]() -> Result<std::unique_ptr<const Thing>> { return std::make_unique<const Thing>(bytes); };
  return *cache.get<Thing>(key(name), load);
}

bool has(ColumnCache& cache, const std::string& name) {
  const ColumnCache::Use use(cache);
  return cache.find<Thing>(key(name)) != nullptr;
}

void use_once(ColumnCache& cache, const std::string& name) {
  const ColumnCache::Use use(cache);
  get(cache, name);
}

TEST(ColumnCache, BeyondItsBudgetTheLeastRecentlyUsedGo) {
  ColumnCache cache(100);
  use_once(cache, "a");
  use_once(cache, "b");
  use_once(cache, "a");
  use_once(cache, "c");
  EXPECT_TRUE(has(cache, "a"));
  EXPECT_FALSE(has(cache, "b"));
  EXPECT_TRUE(has(cache, "c"));
  EXPECT_EQ(cache.bytes(), 80u);
  EXPECT_EQ(alive, 2);
}

TEST(ColumnCache, WhatIsUsedStaysThoughTheBudgetIsExceeded) {
  ColumnCache cache(100);
  {
    const ColumnCache::Use use(cache);
    const Thing* const first = get(cache, "0");
    for (int i = 1; i < 10; ++i) get(cache, std::to_string(i));
    EXPECT_EQ(cache.bytes(), 400u);
    EXPECT_EQ(cache.find<Thing>(key("0")), first);
  }
  EXPECT_LE(cache.bytes(), 100u);
  EXPECT_TRUE(has(cache, "0"));  // used last
}

TEST(ColumnCache, OfTwoWhoUseTheSameTheLastOneReleasesIt) {
  ColumnCache cache(0);
  std::optional<ColumnCache::Use> outer(std::in_place, cache);
  get(cache, "a");
  use_once(cache, "a");  // within: a cohort of a question
  std::thread([&] { use_once(cache, "a"); }).join();
  EXPECT_TRUE(has(cache, "a"));
  outer.reset();
  EXPECT_FALSE(has(cache, "a"));
}

TEST(ColumnCache, WithoutAUseItStays) {
  ColumnCache cache(0);
  const Thing* const thing = get(cache, "a");
  for (int i = 0; i < 5; ++i) use_once(cache, "b");
  EXPECT_EQ(get(cache, "a"), thing);
  EXPECT_FALSE(has(cache, "b"));
}

TEST(ColumnCache, AnErrorLeavesNothing) {
  ColumnCache cache(100);
  const auto fails = []() -> Result<std::unique_ptr<const Thing>> { return fail("test.failed", "no"); };
  EXPECT_EQ(cache.get<Thing>(key("a"), fails).error().code, "test.failed");
  EXPECT_FALSE(has(cache, "a"));
  EXPECT_EQ(get(cache, "a")->size, 40u);
}

TEST(ColumnCache, WhoWaitsForALoadingLooksAtTheirPatience) {
  ColumnCache cache(100);
  const auto loading = cache.loading();
  std::thread([&] {
    Patience patience({.time = std::chrono::milliseconds(5)});
    const Patience::Scope scope(&patience);
    EXPECT_THROW(get(cache, "a"), Patience::Stopped);
  }).join();
}

TEST(ColumnCache, ManyThreadsLoadEachOnce) {
  ColumnCache cache(1000);
  std::atomic<int> loads = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        const ColumnCache::Use use(cache);
        const auto load = [&]() -> Result<std::unique_ptr<const Thing>> {
          ++loads;
          return std::make_unique<const Thing>(10);
        };
        EXPECT_EQ((*cache.get<Thing>(key(std::to_string(i % 20)), load))->size, 10u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(loads, 20);
}

}  // namespace
}  // namespace throughline::sequence
