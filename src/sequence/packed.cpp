#include "sequence/packed.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <vector>

namespace throughline::sequence {
namespace {

using Numbers = std::span<const std::int64_t>;

// As unsigned numbers, so that distances over half the range do not overflow.
std::uint64_t distance(std::int64_t from, std::int64_t to) {
  return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

std::uint64_t unit_of(Numbers numbers) {
  if (numbers.empty()) return 1;
  const std::int64_t least = *std::ranges::min_element(numbers);
  std::uint64_t unit = 0;
  for (const std::int64_t number : numbers) {
    unit = std::gcd(unit, distance(least, number));
    if (unit == 1) break;
  }
  return std::max<std::uint64_t>(unit, 1);
}

std::uint64_t ones(std::uint64_t width) {
  return width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

void put(std::string& bits, std::uint64_t bit, std::uint64_t value) {
  for (std::uint64_t rest = bit % 8, byte = bit / 8; value != 0; ++byte) {
    bits[byte] = static_cast<char>(static_cast<unsigned char>(bits[byte]) | static_cast<unsigned char>(value << rest));
    value >>= 8 - rest;
    rest = 0;
  }
}

}  // namespace

std::string pack(Numbers numbers) {
  const Packed::Head head{numbers.size(), unit_of(numbers)};
  std::vector<Packed::Block> blocks;
  std::string bits;
  for (std::size_t begin = 0; begin < numbers.size(); begin += Packed::kBlock) {
    const Numbers part = numbers.subspan(begin, std::min(Packed::kBlock, numbers.size() - begin));
    const auto [least, most] = std::ranges::minmax(part);
    std::uint64_t width = static_cast<std::uint64_t>(std::bit_width(distance(least, most) / head.unit));
    if (width > Packed::kWidest) width = 64;
    const std::uint64_t first_bit = bits.size() * 8;
    blocks.push_back({static_cast<std::uint64_t>(least), first_bit, ones(width), width});
    bits.resize(bits.size() + (part.size() * width + 7) / 8);
    for (std::size_t i = 0; i < part.size(); ++i)
      put(bits, first_bit + i * width, distance(least, part[i]) / head.unit);
  }
  bits.append(sizeof(std::uint64_t), '\0');  // the last number is read as eight bytes
  std::string bytes(reinterpret_cast<const char*>(&head), sizeof(head));
  bytes.append(reinterpret_cast<const char*>(blocks.data()), blocks.size() * sizeof(Packed::Block));
  return bytes + bits;
}

std::optional<Packed> Packed::open(std::span<const std::byte> bytes) {
  Head head{};
  if (bytes.size() < sizeof(head)) return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof(head));
  const std::uint64_t blocks = head.size / kBlock + (head.size % kBlock != 0 ? 1 : 0);
  if (blocks > (bytes.size() - sizeof(head)) / sizeof(Block)) return std::nullopt;
  Packed packed;
  packed.size_ = head.size;
  packed.unit_ = head.unit;
  packed.blocks_ = reinterpret_cast<const Block*>(bytes.data() + sizeof(head));
  packed.bits_ = bytes.data() + sizeof(head) + blocks * sizeof(Block);
  const std::uint64_t left = bytes.size() - sizeof(head) - blocks * sizeof(Block);
  // Each number is read as eight bytes.
  const auto lies_within = [&](const Block& block, std::uint64_t count) {
    if (block.width > 64 || block.first_bit / 8 > left) return false;
    return (block.first_bit + (count - 1) * block.width) / 8 + sizeof(std::uint64_t) <= left;
  };
  for (std::uint64_t block = 0; block < blocks; ++block)
    if (!lies_within(packed.blocks_[block], std::min<std::uint64_t>(kBlock, head.size - block * kBlock)))
      return std::nullopt;
  return packed;
}

}  // namespace throughline::sequence
