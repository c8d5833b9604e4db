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

}  // namespace throughline::sequence::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::sequence {
namespace {

HWY_EXPORT(mark_bytes);

ByteTable table_of(const std::vector<std::uint8_t>& is_wanted) {
  ByteTable table;
  for (std::size_t code = 0; code < is_wanted.size() && code < 256; ++code) {
    if (is_wanted[code] == 0) continue;
    std::uint8_t& row = code < 128 ? table.lower[code % 16] : table.upper[code % 16];
    row = static_cast<std::uint8_t>(row | 1U << (code / 16 % 8));
  }
  return table;
}

}  // namespace

void mark(const Narrow& codes, std::size_t begin, std::size_t count, const std::vector<std::uint8_t>& is_wanted,
          std::vector<std::uint64_t>& marks) {
  marks.resize((count + 63) / 64);
  std::size_t i = 0;
  if (codes.bits() == 8) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(codes.data()) + begin;
    i = HWY_DYNAMIC_DISPATCH(mark_bytes)(bytes, count, table_of(is_wanted), marks.data());
  }
  for (; i < count; i += 64) {
    std::uint64_t word = 0;
    for (std::size_t bit = 0; bit < 64 && i + bit < count; ++bit)
      word |= std::uint64_t{is_wanted[codes[begin + i + bit]] != 0} << bit;
    marks[i / 64] = word;
  }
}

}  // namespace throughline::sequence
#endif
