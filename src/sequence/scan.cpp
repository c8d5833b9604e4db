// Codes of one byte, the usual case, are looked up in a table of 256 bits: the low half of a byte picks one byte of two
// 16-byte tables, one for codes below 128 and one for the others, and the high half picks the bit in it.
#include "sequence/scan.h"

#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sequence/scan.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef THROUGHLINE_SEQUENCE_SCAN_ONCE
#define THROUGHLINE_SEQUENCE_SCAN_ONCE
namespace throughline::sequence {

struct ByteTable {
  std::array<std::uint8_t, 16> lower{}, upper{};
};

}  // namespace throughline::sequence
#endif

HWY_BEFORE_NAMESPACE();
namespace throughline::sequence::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// `count` in whole words. Returns how many codes were looked at, a multiple of 64.
std::size_t mark_bytes(const std::uint8_t* codes, std::size_t count, const ByteTable& table, std::uint64_t* marks) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes > 64 || lanes < 8) return 0;
  alignas(16) static constexpr std::uint8_t kBits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const auto lower = hn::LoadDup128(d, table.lower.data());
  const auto upper = hn::LoadDup128(d, table.upper.data());
  const auto bits = hn::LoadDup128(d, kBits);
  const auto low_half = hn::Set(d, 15), eight = hn::Set(d, 8);
  auto* out = reinterpret_cast<std::uint8_t*>(marks);
  const std::size_t whole = count / 64 * 64;
  for (std::size_t i = 0; i < whole; i += lanes) {
    const auto code = hn::LoadU(d, codes + i);
    const auto low = hn::And(code, low_half);
    const auto high = hn::ShiftRight<4>(code);
    const auto row =
        hn::IfThenElse(hn::Lt(high, eight), hn::TableLookupBytes(lower, low), hn::TableLookupBytes(upper, low));
    const auto found = hn::TestBit(row, hn::TableLookupBytes(bits, high));
    hn::StoreMaskBits(d, found, out + i / 8);
  }
  return whole;
}

// The same for one code.
std::size_t mark_one_byte(const std::uint8_t* codes, std::size_t count, std::uint8_t wanted, std::uint64_t* marks) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes > 64 || lanes < 8) return 0;
  const auto one = hn::Set(d, wanted);
  auto* out = reinterpret_cast<std::uint8_t*>(marks);
  const std::size_t whole = count / 64 * 64;
  for (std::size_t i = 0; i < whole; i += lanes)
    hn::StoreMaskBits(d, hn::Eq(hn::LoadU(d, codes + i), one), out + i / 8);
  return whole;
}

// The same for codes of four bits, two to a byte.
std::size_t mark_nibbles(const std::uint8_t* codes, std::size_t count, const std::uint8_t* wanted,
                         std::uint64_t* marks) {
#if HWY_TARGET == HWY_SCALAR
  return static_cast<void>(codes), static_cast<void>(count), static_cast<void>(wanted), static_cast<void>(marks), 0;
#else
  const hn::Full128<std::uint8_t> d;
  const auto table = hn::LoadU(d, wanted);  // 255 or 0, by code
  const auto low_half = hn::Set(d, 15);
  auto* out = reinterpret_cast<std::uint8_t*>(marks);
  const std::size_t whole = count / 64 * 64;
  for (std::size_t i = 0; i < whole; i += 32) {
    const auto pairs = hn::LoadU(d, codes + i / 2);
    const auto first = hn::TableLookupBytes(table, hn::And(pairs, low_half));
    const auto second = hn::TableLookupBytes(table, hn::ShiftRight<4>(pairs));
    hn::StoreMaskBits(d, hn::MaskFromVec(hn::InterleaveLower(d, first, second)), out + i / 8);
    hn::StoreMaskBits(d, hn::MaskFromVec(hn::InterleaveUpper(d, first, second)), out + i / 8 + 2);
  }
  return whole;
#endif
}

// Bit i: times[i + 1] - times[i] > longest, for i below `count`; whole bytes of it.
std::size_t mark_steps(const std::int64_t* times, std::size_t count, std::int64_t longest, std::uint8_t* out) {
  const hn::CappedTag<std::int64_t, 8> d;
  const std::size_t lanes = hn::Lanes(d), whole = count / 8 * 8;
  const auto most = hn::Set(d, longest);
  for (std::size_t i = 0; i < whole; i += 8) {
    std::uint8_t byte = 0;
    for (std::size_t lane = 0; lane < 8; lane += lanes) {
      const auto step = hn::Sub(hn::LoadU(d, times + i + lane + 1), hn::LoadU(d, times + i + lane));
      std::uint8_t bits[8] = {};
      hn::StoreMaskBits(d, hn::Gt(step, most), bits);
      byte = static_cast<std::uint8_t>(byte | bits[0] << lane);
    }
    out[i / 8] = byte;
  }
  return whole;
}

// Of the first numbers, as many as fill whole vectors; how many those are.
std::size_t count_at_least(std::span<const std::int64_t> numbers, std::span<const std::int64_t> bounds,
                           std::int64_t* counts) {
  const hn::ScalableTag<std::int64_t> d;
  const std::size_t lanes = hn::Lanes(d), whole = numbers.size() / lanes * lanes;
  for (std::size_t k = 0; k < bounds.size(); ++k) {
    const auto below = hn::Set(d, bounds[k] - 1);
    std::size_t count = 0;
    for (std::size_t i = 0; i < whole; i += lanes)
      count += hn::CountTrue(d, hn::Gt(hn::LoadU(d, numbers.data() + i), below));
    counts[k] += static_cast<std::int64_t>(count);
  }
  return whole;
}

// At most 255 words: a byte counts each bit.
void count_bits_of_few(std::span<const std::uint64_t> words, std::span<std::int64_t, 64> counts) {
#if HWY_TARGET == HWY_SCALAR
  for (const std::uint64_t word : words)
    for (std::size_t bit = 0; bit < 64; ++bit) counts[bit] += static_cast<std::int64_t>(word >> bit & 1);
#else
  const hn::CappedTag<std::uint8_t, 64> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(words.data());
  alignas(64) std::uint8_t sums[64];
  for (std::size_t bit = 0; bit < 64; bit += lanes) {
    auto sum = hn::Zero(d);
    for (std::size_t i = 0; i < words.size(); ++i)
      sum = hn::Sub(sum, hn::VecFromMask(d, hn::LoadMaskBits(d, bytes + i * 8 + bit / 8)));
    hn::Store(sum, d, sums + bit);
  }
  for (std::size_t bit = 0; bit < 64; ++bit) counts[bit] += sums[bit];
#endif
}

// Without branches: how many there are cannot be foreseen, so it is not asked.
std::size_t list_places(std::span<const std::uint64_t> words, std::uint32_t* places) {
  std::uint32_t* next = places;
#if HWY_TARGET == HWY_SCALAR
  for_marks(words, [&](std::size_t place) { *next++ = static_cast<std::uint32_t>(place); });
#else
  const hn::CappedTag<std::uint32_t, kListRoom> d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (std::size_t bit = 0; bit < 64; bit += lanes) {
      const std::uint64_t left = words[word] >> bit;
      const auto marked = hn::LoadMaskBits(d, reinterpret_cast<const std::uint8_t*>(&left));
      next += hn::CompressStore(hn::Iota(d, static_cast<std::uint32_t>(word * 64 + bit)), marked, d, next);
    }
  }
#endif
  return static_cast<std::size_t>(next - places);
}

// The bits of `word` where `wanted` has one, in the lowest places.
HWY_INLINE std::uint64_t bits_of(std::uint64_t word, std::uint64_t wanted) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
  return _pext_u64(word, wanted);
#else
  std::uint64_t bits = 0;
  for (std::uint64_t next = 1; wanted != 0; wanted &= wanted - 1, next <<= 1)
    bits |= (word & wanted & -wanted) != 0 ? next : 0;
  return bits;
#endif
}

void squeeze_words(std::span<const std::uint64_t> marks, std::span<const std::uint64_t> wanted, std::uint64_t* out) {
  std::uint64_t here = 0;
  unsigned filled = 0;
  for (std::size_t word = 0; word < wanted.size(); ++word) {
    const std::uint64_t bits = bits_of(marks[word], wanted[word]);
    here |= bits << filled;
    *out = here;
    // Without a branch: when a word is full cannot be foreseen. In two shifts, because one of 64 is none.
    const unsigned end = filled + static_cast<unsigned>(std::popcount(wanted[word]));
    const bool is_full = end >= 64;
    here = is_full ? bits >> 1 >> (63 - filled) : here;
    out += is_full ? 1 : 0;
    filled = end % 64;
  }
  *out = here;
}

// Here for the instruction that counts the bits of a word, which not every machine has. `before` has room for a word more.
void count_marks_before(std::span<const std::uint64_t> words, std::span<const std::uint32_t> places,
                        std::uint32_t* before, std::uint32_t* counts) {
  std::uint32_t sum = 0;
  for (std::size_t word = 0; word < words.size(); ++word) {
    before[word] = sum;
    sum += static_cast<std::uint32_t>(std::popcount(words[word]));
  }
  before[words.size()] = sum;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t word = places[i] / 64, bit = places[i] % 64;
    const std::uint64_t in_word = bit == 0 ? 0 : words[word] << (64 - bit);
    counts[i] = before[word] + static_cast<std::uint32_t>(std::popcount(in_word));
  }
}

}  // namespace throughline::sequence::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::sequence {
namespace {

HWY_EXPORT(mark_bytes);
HWY_EXPORT(mark_one_byte);
HWY_EXPORT(mark_nibbles);
HWY_EXPORT(mark_steps);
HWY_EXPORT(count_at_least);
HWY_EXPORT(count_bits_of_few);
HWY_EXPORT(count_marks_before);
HWY_EXPORT(squeeze_words);
HWY_EXPORT(list_places);

ByteTable table_of(const std::vector<std::uint8_t>& is_wanted) {
  ByteTable table;
  for (std::size_t code = 0; code < is_wanted.size() && code < 256; ++code) {
    if (is_wanted[code] == 0) continue;
    std::uint8_t& row = code < 128 ? table.lower[code % 16] : table.upper[code % 16];
    row = static_cast<std::uint8_t>(row | 1U << (code / 16 % 8));
  }
  return table;
}

std::array<std::uint8_t, 16> nibble_table_of(const std::vector<std::uint8_t>& is_wanted) {
  std::array<std::uint8_t, 16> table{};
  for (std::size_t code = 0; code < is_wanted.size() && code < 16; ++code) table[code] = is_wanted[code] == 0 ? 0 : 255;
  return table;
}

void mark_from_before(const Narrow& codes, std::size_t begin, std::size_t count,
                      const std::vector<std::uint8_t>& is_wanted, MarkWords& marks) {
  mark(codes, begin - 1, count + 1, is_wanted, marks);
  for (std::size_t word = 0; word < marks.size(); ++word)
    marks[word] = marks[word] >> 1 | (word + 1 < marks.size() ? marks[word + 1] << 63 : 0);
  marks.resize(mark_words(count));
}

}  // namespace

void mark(const Narrow& codes, std::size_t begin, std::size_t count, const std::vector<std::uint8_t>& is_wanted,
          MarkWords& marks) {
  marks.resize(mark_words(count));
  std::size_t i = 0;
  if (codes.bits() == 8) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(codes.data()) + begin;
    const auto is_set = [](std::uint8_t each) { return each != 0; };
    const auto wanted = std::ranges::find_if(is_wanted, is_set);
    if (wanted != is_wanted.end() && std::none_of(wanted + 1, is_wanted.end(), is_set)) {
      const auto code = static_cast<std::uint8_t>(wanted - is_wanted.begin());
      i = HWY_DYNAMIC_DISPATCH(mark_one_byte)(bytes, count, code, marks.data());
    } else {
      i = HWY_DYNAMIC_DISPATCH(mark_bytes)(bytes, count, table_of(is_wanted), marks.data());
    }
  } else if (codes.bits() == 4) {
    // A row that begins in the middle of a byte: from the one before on, then all moved by one.
    if (begin % 2 == 1) return mark_from_before(codes, begin, count, is_wanted, marks);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(codes.data()) + begin / 2;
    i = HWY_DYNAMIC_DISPATCH(mark_nibbles)(bytes, count, nibble_table_of(is_wanted).data(), marks.data());
  }
  for (; i < count; i += 64) {
    std::uint64_t word = 0;
    for (std::size_t bit = 0; bit < 64 && i + bit < count; ++bit)
      word |= std::uint64_t{is_wanted[codes[begin + i + bit]] != 0} << bit;
    marks[i / 64] = word;
  }
}

void keep(const Narrow& codes, std::size_t begin, std::size_t count, const std::vector<std::uint8_t>& is_wanted,
          MarkWords& marks) {
  if (codes.bits() <= 8) {
    MarkWords wanted;
    mark(codes, begin, count, is_wanted, wanted);
    for (std::size_t word = 0; word < marks.size(); ++word) marks[word] &= wanted[word];
    return;
  }
  // Few values are of one event: only those still in question are looked at.
  for_marks(marks, [&](std::size_t i) {
    if (is_wanted[codes[begin + i]] == 0) marks[i / 64] &= ~(std::uint64_t{1} << i % 64);
  });
}

void mark_pauses(std::span<const std::int64_t> times, std::int64_t longest, MarkWords& marks) {
  marks.assign(mark_words(times.size()) + 1, 0);
  if (times.size() > 1) {
    const std::size_t steps = times.size() - 1;
    auto* const bytes = reinterpret_cast<std::uint8_t*>(marks.data());
    for (std::size_t i = HWY_DYNAMIC_DISPATCH(mark_steps)(times.data(), steps, longest, bytes); i < steps; ++i)
      marks[i / 64] |= std::uint64_t{times[i + 1] - times[i] > longest} << i % 64;
  }
  // What is behind a step is the later event.
  for (std::size_t word = mark_words(times.size()); word-- > 0;)
    marks[word] = marks[word] << 1 | (word > 0 ? marks[word - 1] >> 63 : 0);
  marks.resize(mark_words(times.size()));
}

void count_from(std::span<const std::int64_t> numbers, std::span<const std::int64_t> bounds, std::int64_t* counts) {
  const std::size_t done = HWY_DYNAMIC_DISPATCH(count_at_least)(numbers, bounds, counts);
  for (const std::int64_t number : numbers.subspan(done))
    for (std::size_t k = 0; k < bounds.size(); ++k) counts[k] += number >= bounds[k] ? 1 : 0;
}

void count_bits(std::span<const std::uint64_t> words, std::span<std::int64_t, 64> counts) {
  for (; !words.empty(); words = words.subspan(std::min<std::size_t>(words.size(), 255)))
    HWY_DYNAMIC_DISPATCH(count_bits_of_few)(words.first(std::min<std::size_t>(words.size(), 255)), counts);
}

std::size_t list_marks(std::span<const std::uint64_t> words, std::uint32_t* places) {
  return HWY_DYNAMIC_DISPATCH(list_places)(words, places);
}

void squeeze(const MarkWords& marks, const MarkWords& wanted, std::uint64_t* out) {
  HWY_DYNAMIC_DISPATCH(squeeze_words)(marks, wanted, out);
}

void count_before(const MarkWords& marks, std::span<const std::uint32_t> places, std::uint32_t* counts) {
  static thread_local std::vector<std::uint32_t> before;
  before.resize(std::max(before.size(), marks.size() + 1));
  HWY_DYNAMIC_DISPATCH(count_marks_before)(marks, places, before.data(), counts);
}

}  // namespace throughline::sequence
#endif
