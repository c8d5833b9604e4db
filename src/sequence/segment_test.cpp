#include "sequence/segment.h"

#include <algorithm>
#include <cstring>
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>
#include <set>

#include "sequence/columns.h"
#include "sequence/hit_scan.h"
#include "sequence/scan.h"
#include "sequence/sort.h"
#include "sequence/subject_set.h"

namespace throughline::sequence {
namespace {

std::vector<std::uint64_t> words_of(const std::string& bytes) {
  std::vector<std::uint64_t> words((bytes.size() + 7) / 8);
  std::memcpy(words.data(), bytes.data(), bytes.size());
  return words;
}

RC_GTEST_PROP(Packed, GivesBackEveryNumber, ()) {
  const auto many = *rc::gen::inRange(0, 3000);
  const auto numbers = *rc::gen::container<std::vector<std::int64_t>>(
      static_cast<std::size_t>(many),
      rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange<std::int64_t>(0, 1000),
                     rc::gen::map(rc::gen::inRange<std::int64_t>(0, 100), [](std::int64_t s) { return s * 1'000'000; }),
                     rc::gen::element<std::int64_t>(INT64_MIN, INT64_MAX, 0, -1)));
  const auto words = words_of(pack(numbers));
  const auto packed = Packed::open(std::as_bytes(std::span(words)));
  RC_ASSERT(packed.has_value());
  RC_ASSERT(packed->size() == numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) RC_ASSERT((*packed)[i] == numbers[i]);
}

RC_GTEST_PROP(Packed, ReadsAnyStretchInAnyWidth, ()) {
  std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
  const auto width = *rc::gen::inRange(0, 65);
  const std::int64_t unit = *rc::gen::element<std::int64_t>(1, 1000, 1'000'000);
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(*rc::gen::inRange(1, 3000)));
  for (std::int64_t& number : numbers) {
    const std::uint64_t bits = width == 0 ? 0 : random() >> (64 - width);
    number = static_cast<std::int64_t>(width > 40 ? bits : bits * static_cast<std::uint64_t>(unit));
  }
  const auto words = words_of(pack(numbers));
  const Packed packed = *Packed::open(std::as_bytes(std::span(words)));
  const std::size_t begin = random() % numbers.size(), count = random() % (numbers.size() - begin + 1);
  std::vector<std::int64_t> read(count);
  packed.read(begin, read);
  RC_ASSERT(std::equal(read.begin(), read.end(), numbers.begin() + static_cast<std::ptrdiff_t>(begin)));
}

TEST(Packed, TakesTheBitsThatItsUnitsNeed) {
  std::vector<std::int64_t> seconds;
  for (std::int64_t i = 0; i < 10'240; ++i) seconds.push_back(i * 7919 % 7'776'000 * 1'000'000);  // 90 days
  EXPECT_LT(pack(seconds).size(), seconds.size() * 23 / 8 + 1024);
  EXPECT_LT(pack(std::vector<std::int64_t>(10'240, 5)).size(), 512u);
}

TEST(Packed, OpensNothingThatIsCutShort) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < 5000; ++i) numbers.push_back(i * i);
  const std::string bytes = pack(numbers);
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{8}, std::size_t{17}, bytes.size() / 2, bytes.size() - 8}) {
    const auto words = words_of(bytes);
    EXPECT_FALSE(Packed::open(std::as_bytes(std::span(words)).first(length))) << length;
  }
}

// Of every block, not of the last one only.
TEST(Packed, OpensNothingWhoseBlocksLieElsewhere) {
  const std::string bytes = pack(std::vector<std::int64_t>(5000, 7));
  for (const std::size_t field : {1, 3}) {  // where the block's bits begin, and how many each number has
    auto words = words_of(bytes);
    words[2 + field] = UINT64_MAX / 2;  // of the first block, behind the head
    EXPECT_FALSE(Packed::open(std::as_bytes(std::span(words)).first(bytes.size()))) << field;
  }
}

RC_GTEST_PROP(Narrow, GivesBackEveryCode, ()) {
  const Code most = *rc::gen::element<Code>(1, 16, 17, 256, 257, 65'536, 65'537, 1'000'000);
  const auto codes = *rc::gen::container<std::vector<Code>>(rc::gen::inRange<Code>(0, most));
  const NarrowCodes narrow(codes);
  RC_ASSERT(narrow.size() == codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) RC_ASSERT(narrow[i] == codes[i]);
}

RC_GTEST_PROP(Scan, MarksWhatALoopWouldMark, ()) {
  const Code most = *rc::gen::element<Code>(2, 16, 40, 200, 256, 300, 70'000);
  std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
  std::vector<Code> codes(static_cast<std::size_t>(*rc::gen::inRange(1, 1000)));
  for (Code& code : codes) code = static_cast<Code>(random() % most);
  const auto words = words_of(narrow(codes, *rc::gen::element(0U, 8U)));
  const Narrow narrow = *Narrow::open(std::as_bytes(std::span(words)));
  std::vector<std::uint8_t> is_wanted(most);
  for (auto& wanted : is_wanted) wanted = random() % 3 == 0 ? 1 : 0;
  const std::size_t begin = random() % codes.size(), count = codes.size() - begin;
  std::vector<std::uint64_t> marks;
  mark(narrow, begin, count, is_wanted, marks);
  RC_ASSERT(marks.size() == (count + 63) / 64);
  for (std::size_t i = 0; i < marks.size() * 64; ++i)
    RC_ASSERT((marks[i / 64] >> i % 64 & 1) == (i < count && is_wanted[codes[begin + i]] != 0 ? 1 : 0));
  MarkWords some(marks.size());
  for (std::uint64_t& word : some) word = random();
  if (count % 64 != 0) some.back() &= (std::uint64_t{1} << count % 64) - 1;
  MarkWords kept = some;
  keep(narrow, begin, count, is_wanted, kept);
  for (std::size_t word = 0; word < marks.size(); ++word) RC_ASSERT(kept[word] == (some[word] & marks[word]));
}

RC_GTEST_PROP(Scan, MarksEachPause, ()) {
  std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
  std::vector<std::int64_t> times(static_cast<std::size_t>(*rc::gen::inRange(0, 300)));
  for (std::size_t i = 1; i < times.size(); ++i) times[i] = times[i - 1] + static_cast<std::int64_t>(random() % 4);
  const std::int64_t longest = *rc::gen::element<std::int64_t>(0, 1, 2, INT64_MAX);
  MarkWords marks;
  mark_pauses(times, longest, marks);
  RC_ASSERT(marks.size() == mark_words(times.size()));
  for (std::size_t i = 0; i < marks.size() * 64; ++i)
    RC_ASSERT((marks[i / 64] >> i % 64 & 1) ==
              (0 < i && i < times.size() && times[i] - times[i - 1] > longest ? 1 : 0));
}

RC_GTEST_PROP(Marks, AreFoundFromAnyPlace, ()) {
  std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
  const auto width = *rc::gen::inRange<std::size_t>(1, 5);
  MarkWords words(width);
  for (std::uint64_t& word : words) word = random() % 3 == 0 ? 0 : random() & random() & random();
  std::vector<std::size_t> places;
  for_marks(words, [&](std::size_t place) { places.push_back(place); });
  std::vector<std::uint32_t> listed(places.size() + kListRoom);
  RC_ASSERT(list_marks(words, listed.data()) == places.size());
  RC_ASSERT(std::equal(places.begin(), places.end(), listed.begin()));
  const Marks marks(words.data(), width);
  RC_ASSERT(marks.first(0) == (places.empty() ? Marks::kNone : places.front()));
  RC_ASSERT(marks.last(0) == (places.empty() ? Marks::kNone : places.back()));
  for (std::size_t at = 0; at < width * 64; ++at) {
    const auto next = std::ranges::upper_bound(places, at), here = std::ranges::lower_bound(places, at);
    RC_ASSERT(marks.next(0, at) == (next == places.end() ? Marks::kNone : *next));
    RC_ASSERT(marks.previous(0, at) == (here == places.begin() ? Marks::kNone : *(here - 1)));
    RC_ASSERT(marks.has(0, at) == std::ranges::binary_search(places, at));
  }
}

RC_GTEST_PROP(SubjectSet, HoldsEachOnce, ()) {
  std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
  const auto most = *rc::gen::element<std::uint32_t>(10, 3000, 9000);
  SubjectSet one, other, both;
  std::set<std::int64_t> wanted;
  for (std::size_t i = 0; i < 6000; ++i) {
    const auto subject = static_cast<std::uint32_t>(random() % most);
    (random() % 2 == 0 ? one : other).insert(subject);
    wanted.insert(subject);
  }
  both.insert(other);
  both.insert(one);
  RC_ASSERT(both.size() == wanted.size());
  RC_ASSERT(both.ascending() == std::vector<std::int64_t>(wanted.begin(), wanted.end()));
}

TEST(Sort, OrdersLongListsAndNone) {
  std::mt19937_64 random(1);
  std::vector<std::int64_t> numbers(10'000);
  for (std::int64_t& number : numbers) number = static_cast<std::int64_t>(random());
  std::vector<std::int64_t> wanted = numbers;
  std::ranges::sort(wanted);
  EXPECT_EQ(sorted(numbers), wanted);
  EXPECT_TRUE(sorted({}).empty());
}

SectionWriter three_events() {
  const std::vector<LooseRow> rows{{.time = 10, .event = 7, .subject = 0, .name = 1},
                                   {.time = 40, .event = 3, .subject = 0, .name = 2},
                                   {.time = 11, .event = 4, .subject = 2, .name = 1},
                                   {.time = 99, .event = 5, .subject = kNobody, .name = 1}};
  return Segment::write(rows, std::vector<std::uint64_t>{100, 200, 300}, {{"", "cart", "pay"}, {""}, {""}, {""}},
                        false);
}

TEST(Segment, HoldsTimelinesAndTheRowsOfNobody) {
  const auto segment = *Segment::open(SectionFile::of(three_events().in_memory()));
  EXPECT_EQ(std::vector(segment->keys.begin(), segment->keys.end()), (std::vector<std::uint64_t>{100, 300}));
  EXPECT_EQ(std::vector(segment->offsets.begin(), segment->offsets.end()), (std::vector<std::uint32_t>{0, 2, 3}));
  EXPECT_EQ(segment->rows(), 4u);
  EXPECT_EQ(segment->time[1], 40);
  EXPECT_EQ(segment->texts.names[segment->name[1]], "pay");
  EXPECT_EQ(segment->event[3], 5);
  EXPECT_EQ(segment->first, 10);
  EXPECT_EQ(segment->last, 99);
}

bool is_noticed(std::string_view bytes) {
  std::vector<std::uint64_t> words((bytes.size() + 7) / 8);
  if (!bytes.empty()) std::memcpy(words.data(), bytes.data(), bytes.size());
  const auto file = SectionFile::of(std::move(words));
  if (file == nullptr) return true;
  const auto segment = Segment::open(file);
  return !segment && segment.error().code == "sequence.damaged";
}

TEST(Segment, NoticesEveryFlippedBitAndEveryLengthThatIsTooShort) {
  const std::vector<std::uint64_t> words = three_events().in_memory();
  const std::string bytes(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(words[0]));
  ASSERT_FALSE(is_noticed(bytes));
  for (std::size_t length = 0; length + 8 <= bytes.size(); ++length) EXPECT_TRUE(is_noticed(bytes.substr(0, length)));
  std::size_t unnoticed = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    unnoticed += is_noticed(flipped) ? 0 : 1;
  }
  // The gaps between sections hold nothing.
  const std::size_t sections = 14, most_of_gaps = sections * 63 * 8;
  EXPECT_LT(unnoticed, most_of_gaps);
}

}  // namespace
}  // namespace throughline::sequence
