#include "sequence/narrow.h"

#include <algorithm>
#include <cstring>

namespace throughline::sequence {
namespace {

struct Head {
  std::uint64_t size, bits;
};

std::uint32_t bits_for(Code largest) {
  for (const std::uint32_t bits : {0U, 4U, 8U, 16U}) {
    if (largest < (Code{1} << bits)) return bits;
  }
  return 32;
}

}  // namespace

std::string narrow(std::span<const Code> codes, std::uint32_t least_bits) {
  const std::uint32_t bits = std::max(least_bits, bits_for(codes.empty() ? 0 : *std::ranges::max_element(codes)));
  const Head head{codes.size(), bits};
  std::string bytes(sizeof(head) + (codes.size() * bits + 7) / 8, '\0');
  std::memcpy(bytes.data(), &head, sizeof(head));
  char* const out = bytes.data() + sizeof(head);
  for (std::size_t i = 0; i < codes.size() && bits > 0; ++i) {
    if (bits == 4) {
      out[i / 2] = static_cast<char>(static_cast<unsigned char>(out[i / 2]) | codes[i] << (i % 2 * 4));
    } else {
      std::memcpy(out + i * bits / 8, &codes[i], bits / 8);  // little-endian: the low bytes come first
    }
  }
  return bytes;
}

std::optional<Narrow> Narrow::open(std::span<const std::byte> bytes) {
  Head head{};
  if (bytes.size() < sizeof(head)) return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof(head));
  const bool is_known = head.bits == 0 || head.bits == 4 || head.bits == 8 || head.bits == 16 || head.bits == 32;
  if (!is_known || head.size > (UINT64_MAX >> 6) || (head.size * head.bits + 7) / 8 > bytes.size() - sizeof(head))
    return std::nullopt;
  Narrow narrow;
  narrow.size_ = head.size;
  narrow.bits_ = static_cast<std::uint32_t>(head.bits);
  narrow.codes_ = bytes.data() + sizeof(head);
  return narrow;
}

void Narrow::read(std::size_t begin, std::span<const Code> meaning, std::span<Code> out) const {
  visit([&](const auto& code_at) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = meaning[code_at(begin + i)];
  });
}

NarrowCodes::NarrowCodes(std::size_t size, Code largest) {
  const Head head{size, bits_for(largest)};
  memory_.resize((sizeof(head) + (size * head.bits + 7) / 8 + 7) / 8);
  std::memcpy(memory_.data(), &head, sizeof(head));
  codes_ = *Narrow::open(std::as_bytes(std::span(memory_)));
}

std::string_view NarrowCodes::text() const {
  return {reinterpret_cast<const char*>(memory_.data()), sizeof(Head) + codes_.bytes()};
}

void NarrowCodes::set(std::size_t place, Code code) {
  const std::uint32_t bits = codes_.bits();
  if (bits_for(code) > bits) {
    NarrowCodes wider(size(), code);
    for (std::size_t i = 0; i < size(); ++i)
      if (const Code same = codes_[i]; same != 0) wider.set(i, same);
    *this = std::move(wider);
    return set(place, code);
  }
  char* const out = reinterpret_cast<char*>(memory_.data()) + sizeof(Head);
  if (bits == 4) {
    out[place / 2] = static_cast<char>(static_cast<unsigned char>(out[place / 2]) | code << (place % 2 * 4));
  } else {
    std::memcpy(out + place * bits / 8, &code, bits / 8);
  }
}

NarrowCodes::NarrowCodes(std::span<const Code> codes) {
  const std::string bytes = sequence::narrow(codes);
  memory_.resize((bytes.size() + 7) / 8);
  std::memcpy(memory_.data(), bytes.data(), bytes.size());
  codes_ = *Narrow::open(std::as_bytes(std::span(memory_)));
}

}  // namespace throughline::sequence
