// hash.h: fingerprints of bytes (BLAKE2b from libsodium). Equal bytes give equal fingerprints on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace throughline {

// 128 bits: wide enough that no two rows of any import meet by accident.
struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Fingerprint&) const = default;
};

std::string to_hex(const Fingerprint& fingerprint);

// Fields of a row are hashed one by one with their lengths, so that ("ab","c") and ("a","bc") differ.
class Hasher {
 public:
  // With a key (16 to 64 bytes) nobody without it can tell whose fingerprint this is.
  explicit Hasher(std::string_view key = {});
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  Hasher& bytes(std::string_view bytes);  // as they are
  Hasher& field(std::string_view field);  // with its length before it
  Fingerprint finish();

 private:
  static constexpr std::size_t kStateBytes = 384;  // of libsodium's state; hash.cpp checks it
  alignas(64) std::byte state_[kStateBytes];
};

Fingerprint fingerprint(std::string_view bytes);

// Random bytes for secrets, from the operating system.
std::string random_bytes(std::size_t count);

}  // namespace throughline

template <>
struct std::hash<throughline::Fingerprint> {
  std::size_t operator()(const throughline::Fingerprint& value) const noexcept { return value.low; }
};
