// Packed::read. Eight numbers of `width` bits are `width` bytes: where a vector has room for eight numbers, it is filled
// with those bytes, each number's two words of 32 bits are brought into its lane, and what is before it is shifted out.
#include <algorithm>

#include "sequence/packed.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sequence/packed_read.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef THROUGHLINE_SEQUENCE_PACKED_READ_ONCE
#define THROUGHLINE_SEQUENCE_PACKED_READ_ONCE
namespace throughline::sequence {

// Numbers `begin` up to, not including, `end` of the block whose first one lies at `bits`. Nothing is read from `limit` on.
struct PackedRun {
  const std::byte *bits, *limit;
  std::uint64_t width, mask, base, unit;
  std::size_t begin, end;
};

constexpr std::size_t kLanes = 8;
constexpr std::uint64_t kWidestInTwoWords = 33;  // that lies in two words of 32 bits, wherever in the first it begins

}  // namespace throughline::sequence
#endif

HWY_BEFORE_NAMESPACE();
namespace throughline::sequence::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void unpack_one_by_one(const PackedRun& run, std::size_t begin, std::size_t end, std::int64_t* out) {
  for (std::uint64_t i = begin, bit = i * run.width; i < end; ++i, bit += run.width) {
    std::uint64_t word;
    std::memcpy(&word, run.bits + bit / 8, sizeof(word));
    *out++ = static_cast<std::int64_t>(run.base + (word >> (bit % 8) & run.mask) * run.unit);
  }
}

void unpack(const PackedRun& run, std::int64_t* out) {
  std::size_t i = run.begin;
#if HWY_TARGET != HWY_SCALAR
  const hn::CappedTag<std::uint64_t, kLanes> d;
  const hn::Repartition<std::uint32_t, decltype(d)> words;
  if (hn::Lanes(d) == kLanes && run.width <= kWidestInTwoWords) {
    i = std::min((run.begin + kLanes - 1) / kLanes * kLanes, run.end);
    unpack_one_by_one(run, run.begin, i, out);
    alignas(64) std::uint32_t from[2 * kLanes];
    alignas(64) std::uint64_t before[kLanes];
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
      const std::uint32_t bit = lane * static_cast<std::uint32_t>(run.width);
      from[2 * lane] = bit / 32;
      from[2 * lane + 1] = bit / 32 + 1;
      before[lane] = bit % 32;
    }
    const auto places = hn::SetTableIndices(words, from);
    const auto shift = hn::Load(d, before);
    const auto mask = hn::Set(d, run.mask), base = hn::Set(d, run.base), unit = hn::Set(d, run.unit);
    const std::byte* bytes = run.bits + i * run.width / 8;
    auto* lanes_out = reinterpret_cast<std::uint64_t*>(out) - run.begin;
    for (; i + kLanes <= run.end && bytes + hn::Lanes(d) * sizeof(std::uint64_t) <= run.limit;
         i += kLanes, bytes += run.width) {
      const auto packed = hn::LoadU(words, reinterpret_cast<const std::uint32_t*>(bytes));
      const auto lanes = hn::BitCast(d, hn::TableLookupLanes(packed, places));
      hn::StoreU(((lanes >> shift) & mask) * unit + base, d, lanes_out + i);
    }
  }
#endif
  unpack_one_by_one(run, i, run.end, out + (i - run.begin));
}

// Numbers places[i] - first of the block of `run`. Some at a time: where they lie, eight bytes of each, what is in these.
void unpack_at(const PackedRun& run, std::uint64_t first, std::span<const std::uint32_t> places, std::int64_t* out) {
  constexpr std::size_t kAtOnce = 64;
  alignas(64) std::uint64_t bits[kAtOnce], words[kAtOnce];
  for (; !places.empty(); places = places.subspan(std::min(places.size(), kAtOnce)), out += kAtOnce) {
    const std::size_t count = std::min(places.size(), kAtOnce);
    for (std::size_t i = 0; i < count; ++i) bits[i] = (places[i] - first) * run.width;
    for (std::size_t i = 0; i < count; ++i) std::memcpy(&words[i], run.bits + bits[i] / 8, sizeof(words[i]));
    std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
    const hn::ScalableTag<std::uint64_t> d;
    const auto mask = hn::Set(d, run.mask), base = hn::Set(d, run.base), unit = hn::Set(d, run.unit);
    const auto low = hn::Set(d, 7);
    for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
      const auto distance = (hn::Load(d, words + i) >> (hn::Load(d, bits + i) & low)) & mask;
      hn::StoreU(distance * unit + base, d, reinterpret_cast<std::uint64_t*>(out) + i);
    }
#endif
    for (; i < count; ++i)
      out[i] = static_cast<std::int64_t>(run.base + (words[i] >> bits[i] % 8 & run.mask) * run.unit);
  }
}

}  // namespace throughline::sequence::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::sequence {
namespace {

HWY_EXPORT(unpack);
HWY_EXPORT(unpack_at);

}  // namespace

void Packed::read(std::size_t begin, std::span<std::int64_t> out) const {
  if (out.empty()) return;
  const Block& last = blocks_[(size_ - 1) / kBlock];
  const std::uint64_t last_bit = last.first_bit + (size_ - 1) % kBlock * last.width;
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t place = begin + done;
    const Block& block = blocks_[place / kBlock];
    const std::size_t count = std::min(out.size() - done, kBlock - place % kBlock);
    HWY_DYNAMIC_DISPATCH(unpack)
    ({.bits = bits_ + block.first_bit / 8,
      .limit = bits_ + last_bit / 8 + sizeof(std::uint64_t),
      .width = block.width,
      .mask = block.mask,
      .base = block.base,
      .unit = unit_,
      .begin = place % kBlock,
      .end = place % kBlock + count},
     out.data() + done);
    done += count;
  }
}

void Packed::read_at(std::size_t begin, std::span<const std::uint32_t> places, std::int64_t* out) const {
  while (!places.empty()) {
    const std::size_t number = (begin + places.front()) / kBlock, end = (number + 1) * kBlock - begin;
    // Of one block: they are next to each other, and not more than it has room for.
    const auto near = places.first(std::min(places.size(), kBlock));
    const auto here = near.first(static_cast<std::size_t>(std::ranges::lower_bound(near, end) - near.begin()));
    const Block& block = blocks_[number];
    const PackedRun run{.bits = bits_ + block.first_bit / 8,
                        .limit = nullptr,
                        .width = block.width,
                        .mask = block.mask,
                        .base = block.base,
                        .unit = unit_,
                        .begin = 0,
                        .end = 0};
    // The block's first number, counted as the places are: right also where that is before `begin`.
    HWY_DYNAMIC_DISPATCH(unpack_at)(run, number * kBlock - begin, here, out);
    out += here.size();
    places = places.subspan(here.size());
  }
}

}  // namespace throughline::sequence
#endif
