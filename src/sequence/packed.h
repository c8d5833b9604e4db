// packed.h: many whole numbers in few bits, each of which can be read by itself.
//
// Numbers stand in blocks of 1,024. A block keeps its smallest number and, of each, the distance to it in units of the
// whole column (the greatest common divisor of all distances), with as many bits as the block's largest needs:
//
//     10:00:00.000  10:00:02.000  10:01:00.000        unit 2 s, distances 0 1 30: 5 bits each
//
// Three months of whole milliseconds take 33 bits, of whole seconds 23; a column of equal numbers takes none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>

namespace throughline::sequence {

// The bytes of a Packed. Any numbers.
std::string pack(std::span<const std::int64_t> numbers);

class Packed {
 public:
  Packed() = default;
  // `bytes` outlive it, lie at an address divisible by 8 and come from pack(); nothing if they cannot.
  static std::optional<Packed> open(std::span<const std::byte> bytes);

  std::size_t size() const { return size_; }
  std::int64_t operator[](std::size_t place) const {
    const Block& block = blocks_[place / kBlock];
    const std::uint64_t bit = block.first_bit + place % kBlock * block.width;
    std::uint64_t word;
    std::memcpy(&word, bits_ + bit / 8, sizeof(word));
    const std::uint64_t distance = word >> (bit % 8) & block.mask;
    return static_cast<std::int64_t>(block.base + distance * unit_);
  }

  // Has the processor fetch what is soon read, of some hundred numbers at most.
  void prefetch(std::size_t begin, std::size_t count) const {
    const Block& block = blocks_[begin / kBlock];
    const std::byte* const first = bits_ + (block.first_bit + begin % kBlock * block.width) / 8;
    for (std::size_t byte = 0; byte <= count * block.width / 8; byte += 64) __builtin_prefetch(first + byte);
  }
  // Those from `begin` on, as many as `out` has room for.
  void read(std::size_t begin, std::span<std::int64_t> out) const;
  // Those at begin + places[i], which ascend; `out` has room for as many.
  void read_at(std::size_t begin, std::span<const std::uint32_t> places, std::int64_t* out) const;

 private:
  friend std::string pack(std::span<const std::int64_t>);
  static constexpr std::size_t kBlock = 1024;
  // Up to here a number that begins anywhere in a byte lies within eight bytes; wider ones get all 64 bits.
  static constexpr std::uint32_t kWidest = 57;
  struct Block {
    std::uint64_t base, first_bit, mask;
    std::uint64_t width;
  };
  struct Head {
    std::uint64_t size, unit;
  };

  std::uint64_t size_ = 0, unit_ = 1;
  const Block* blocks_ = nullptr;
  const std::byte* bits_ = nullptr;
};

}  // namespace throughline::sequence
