// known_keys.h: which keys of rows the store may hold, so that it is asked about those only.
//
// 32 bits of each key stand in an open hash table: about 6 bytes a key, at most 256 MB. One new key in about a billion
// is held for known by mistake, and then asked about. Beyond kMost keys any key may be known. A table does not grow:
// when it has no room left, a larger one is made and given all keys again.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>
#include <vector>

#include "base/hash.h"

namespace throughline::store {

class KnownKeys {
 public:
  static constexpr std::size_t kMost = std::size_t{48} << 20;

  explicit KnownKeys(std::size_t room = 0) : room_(room > kMost ? 0 : room) {
    if (room_ > 0) tags_.resize(std::bit_ceil(room_ * 4 / 3 + 1));
    any_ = room > kMost;
  }

  bool has_room_for(std::size_t more) const { return any_ || count_ + more <= room_; }
  void add(const Fingerprint& key) {
    if (any_) return;
    assert(count_ < room_);
    std::uint32_t& tag = tags_[place_of(key)];
    if (tag == 0) ++count_;
    tag = tag_of(key);
  }
  bool may_hold(const Fingerprint& key) const { return any_ || (count_ > 0 && tags_[place_of(key)] != 0); }

 private:
  static std::uint32_t tag_of(const Fingerprint& key) {
    return std::max(1U, static_cast<std::uint32_t>(key.high >> 32));
  }
  // Where the key stands, or the empty place where it would.
  std::size_t place_of(const Fingerprint& key) const {
    const std::size_t mask = tags_.size() - 1;
    std::size_t place = key.low & mask;
    while (tags_[place] != 0 && tags_[place] != tag_of(key)) place = (place + 1) & mask;
    return place;
  }

  std::size_t room_;
  std::size_t count_ = 0;
  bool any_ = false;  // there are too many to tell
  std::vector<std::uint32_t> tags_;
};

}  // namespace throughline::store
