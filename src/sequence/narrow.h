// narrow.h: codes with as few bits each as the largest needs: 0, 4, 8, 16 or 32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sequence/dictionary.h"

namespace throughline::sequence {

// With at least so many bits: 8 for what is looked through code by code, which is fastest in whole bytes.
std::string narrow(std::span<const Code> codes, std::uint32_t least_bits = 0);

class Narrow {
 public:
  Narrow() = default;
  // `bytes` outlive it, lie at an address divisible by 8 and come from narrow(); nothing if they cannot.
  static std::optional<Narrow> open(std::span<const std::byte> bytes);

  std::size_t size() const { return size_; }
  std::uint32_t bits() const { return bits_; }
  const std::byte* data() const { return codes_; }
  std::size_t bytes() const { return (size_ * bits_ + 7) / 8; }

  Code operator[](std::size_t place) const {
    switch (bits_) {
      case 8:
        return static_cast<Code>(codes_[place]);
      case 16:
        return reinterpret_cast<const std::uint16_t*>(codes_)[place];
      case 4:
        return static_cast<Code>(codes_[place / 2] >> (place % 2 * 4)) & 15U;
      case 32:
        return reinterpret_cast<const std::uint32_t*>(codes_)[place];
      default:
        return 0;
    }
  }

  // take(code_at), where code_at(place) is the code there: the width is asked for once, not for every code.
  template <class Take>
  void visit(const Take& take) const {
    switch (bits_) {
      case 8:
        return take([codes = codes_](std::size_t place) { return static_cast<Code>(codes[place]); });
      case 16:
        return take([codes = reinterpret_cast<const std::uint16_t*>(codes_)](std::size_t place) -> Code {
          return codes[place];
        });
      case 4:
        return take([codes = codes_](std::size_t place) {
          return static_cast<Code>(codes[place / 2] >> (place % 2 * 4)) & 15U;
        });
      default:
        return take([this](std::size_t place) { return (*this)[place]; });
    }
  }

  // meaning[code] of each from `begin` on, as many as `out` has room for.
  void read(std::size_t begin, std::span<const Code> meaning, std::span<Code> out) const;

 private:
  std::uint64_t size_ = 0;
  std::uint32_t bits_ = 0;
  const std::byte* codes_ = nullptr;
};

// The same with its own memory.
class NarrowCodes {
 public:
  NarrowCodes() = default;
  explicit NarrowCodes(std::span<const Code> codes);
  // All of them 0, with room for codes up to `largest`.
  NarrowCodes(std::size_t size, Code largest);
  NarrowCodes(NarrowCodes&&) = default;
  NarrowCodes& operator=(NarrowCodes&&) = default;

  std::size_t size() const { return codes_.size(); }
  Code operator[](std::size_t place) const { return codes_[place]; }
  const Narrow& narrow() const { return codes_; }
  std::size_t bytes() const { return memory_.size() * sizeof(std::uint64_t); }
  // As narrow() gives them.
  std::string_view text() const;

  // Where codes[place] is 0. A code beyond the room makes more of it.
  void set(std::size_t place, Code code);

 private:
  std::vector<std::uint64_t> memory_;
  Narrow codes_;
};

}  // namespace throughline::sequence
