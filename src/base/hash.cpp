#include "base/hash.h"

#include <cstring>
#include <fmt/format.h>
#include <sodium.h>
#include <stdexcept>

namespace throughline {
namespace {

constexpr size_t kBytes = 16;

void ready() {
  static const int status = sodium_init();
  if (status < 0) throw std::runtime_error("libsodium found no source of randomness");
}

Fingerprint to_fingerprint(const unsigned char* bytes) {
  Fingerprint result;
  for (size_t i = 0; i < 8; ++i) {
    result.high = result.high << 8 | bytes[i];
    result.low = result.low << 8 | bytes[i + 8];
  }
  return result;
}

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

crypto_generichash_state* state_of(std::byte* bytes) {
  return reinterpret_cast<crypto_generichash_state*>(bytes);
}

}  // namespace

std::string to_hex(const Fingerprint& fingerprint) {
  return fmt::format("{:016x}{:016x}", fingerprint.high, fingerprint.low);
}

Hasher::Hasher(std::string_view key) {
  static_assert(sizeof(crypto_generichash_state) <= kStateBytes && alignof(crypto_generichash_state) <= 64);
  ready();
  crypto_generichash_init(state_of(state_), key.empty() ? nullptr : unsigned_bytes(key), key.size(), kBytes);
}

Hasher& Hasher::bytes(std::string_view bytes) {
  crypto_generichash_update(state_of(state_), unsigned_bytes(bytes), bytes.size());
  return *this;
}

Hasher& Hasher::field(std::string_view field) {
  unsigned char length[8];
  for (size_t i = 0; i < 8; ++i) length[i] = static_cast<unsigned char>(field.size() >> (8 * i));
  crypto_generichash_update(state_of(state_), length, sizeof length);
  return bytes(field);
}

Fingerprint Hasher::finish() {
  unsigned char digest[kBytes];
  crypto_generichash_final(state_of(state_), digest, sizeof digest);
  return to_fingerprint(digest);
}

Fingerprint fingerprint(std::string_view bytes) {
  ready();
  unsigned char digest[kBytes];
  crypto_generichash(digest, sizeof digest, unsigned_bytes(bytes), bytes.size(), nullptr, 0);
  return to_fingerprint(digest);
}

std::string random_bytes(std::size_t count) {
  ready();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace throughline
