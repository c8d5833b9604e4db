// Counting many at once is counting them one by one.
#include <algorithm>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <rapidcheck/gtest.h>

#include "sequence/counters.h"
#include "sequence/many_times.h"
#include "sequence/scan.h"

namespace throughline::sequence {
namespace {

std::mt19937_64 any_random() {
  return std::mt19937_64(*rc::gen::arbitrary<std::uint64_t>());
}

// Of every width, so that each doubling has some.
std::vector<std::int64_t> spans_of(std::mt19937_64& random, std::size_t size, unsigned widest) {
  std::vector<std::int64_t> spans(size);
  for (std::int64_t& span : spans) span = static_cast<std::int64_t>(random() >> 1 >> (63 - random() % (widest + 1)));
  return spans;
}

std::string saved(const Times& times) {
  Writer writer;
  times.save(writer);
  return writer.bytes();
}

RC_GTEST_PROP(ManyTimes, AreThoseOfEach, ()) {
  auto random = any_random();
  const auto size = static_cast<std::size_t>(*rc::gen::inRange(0, 3000));
  const auto spans = spans_of(random, size, *rc::gen::element(6U, 40U, 52U, 63U));
  Times times;
  for (const std::int64_t span : spans) times.add(span);
  ManyTimes many;
  const std::size_t part = random() % (size + 1);
  many.add(std::span(spans).first(part));
  many.add(std::span(spans).subspan(part));
  RC_ASSERT(saved(many.finish()) == saved(times));
}

TEST(ManyTimes, AtTheEdgesOfEveryBucket) {
  std::vector<std::int64_t> spans(200, 0);
  for (unsigned bit = 0; bit < 63; ++bit) {
    const std::int64_t power = std::int64_t{1} << bit;
    for (const std::int64_t part : {std::int64_t{0}, power / 32, power / 2, power / 32 * 31})
      for (const std::int64_t off : {-1, 0, 1}) spans.push_back(std::max<std::int64_t>(power - 1 + part + off, 0));
  }
  spans.push_back(std::numeric_limits<std::int64_t>::max());
  // With and without spans so long that a floating-point number may not hold them.
  for (const std::int64_t longest : {std::int64_t{1} << 52, std::numeric_limits<std::int64_t>::max()}) {
    Times times;
    ManyTimes many;
    std::vector<std::int64_t> some;
    for (const std::int64_t span : spans)
      if (span <= longest) some.push_back(span);
    for (const std::int64_t span : some) times.add(span);
    many.add(some);
    EXPECT_EQ(saved(many.finish()), saved(times)) << longest;
  }
}

TEST(Counters, CountWhatComesAgainAndAgain) {
  const std::vector<std::size_t> numbers{2, 2, 2, 2, 2, 0, 1, 2};
  Counters counters(3);
  counters.add(numbers.size(), [&](std::size_t i) { return numbers[i]; });
  counters.grow(5);
  counters.add(1, [](std::size_t) { return 4; });
  EXPECT_EQ(counters.at(0), 1);
  EXPECT_EQ(counters.at(1), 1);
  EXPECT_EQ(counters.at(2), 6);
  EXPECT_EQ(counters.at(3), 0);
  EXPECT_EQ(counters.at(4), 1);
}

RC_GTEST_PROP(Scan, CountsBitsMarksAndBounds, ()) {
  auto random = any_random();
  MarkWords words(static_cast<std::size_t>(*rc::gen::inRange(1, 700)));
  for (std::uint64_t& word : words) word = random() & random();

  std::array<std::int64_t, 64> counts{}, expected{};
  count_bits(words, counts);
  for (const std::uint64_t word : words)
    for (std::size_t bit = 0; bit < 64; ++bit) expected[bit] += static_cast<std::int64_t>(word >> bit & 1);
  RC_ASSERT(counts == expected);

  std::vector<std::uint32_t> places(20);
  for (std::uint32_t& place : places) place = static_cast<std::uint32_t>(random() % (words.size() * 64));
  std::vector<std::uint32_t> before(places.size());
  count_before(words, places, before.data());
  for (std::size_t i = 0; i < places.size(); ++i) {
    std::uint32_t marks = 0;
    for_marks(words, [&](std::size_t at) { marks += at < places[i] ? 1 : 0; });
    RC_ASSERT(before[i] == marks);
  }

  const auto numbers = spans_of(random, words.size(), 63);
  const std::vector<std::int64_t> bounds{0, 1, 1000, std::int64_t{1} << 40};
  std::vector<std::int64_t> from(bounds.size(), 7);
  count_from(numbers, bounds, from.data());
  for (std::size_t k = 0; k < bounds.size(); ++k)
    RC_ASSERT(from[k] == 7 + std::ranges::count_if(numbers, [&](std::int64_t number) { return number >= bounds[k]; }));
}

}  // namespace
}  // namespace throughline::sequence
