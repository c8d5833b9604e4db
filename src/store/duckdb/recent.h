// recent.h: what an import said lately, in bounded memory (128 MB), so that it is not written for every row.
//
//     is_news(key, 10:00)   true: not said lately
//     is_news(key, 11:00)   false
//     is_news(key, 09:00)   true: earlier than what was said
//
// It grows with the keys to some eight millions. Beyond, those that were not asked for lately are pushed out by others of
// their set; they are then said again, which does no harm: readers take the earliest. Cost: one cache line per question.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/instant.h"

namespace throughline::store {

class Recent {
 public:
  // Keys must be spread evenly over their 64 bits, as fingerprints are. 0 is no key.
  bool is_news(std::uint64_t key, Instant time = {}) {
    Set& set = sets_[key % sets_.size()];
    const auto found = std::ranges::find(set, key, &Entry::key);
    const bool is_known = found != set.end();
    if (is_known && found->time <= time) {
      std::rotate(set.begin(), found, std::next(found));
      return false;
    }
    if (!is_known && set.back().key != 0 && may_grow()) {
      grow();
      return is_news(key, time);
    }
    if (!is_known && set.back().key == 0) ++count_;
    put(set, is_known ? found : std::prev(set.end()), {key, time});
    return true;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    Instant time{};
  };
  struct alignas(64) Set : std::array<Entry, 4> {};  // the one asked for last in front

  static constexpr std::size_t kFewestSets = std::size_t{1} << 12;
  static constexpr std::size_t kMostSets = std::size_t{1} << 21;

  // While a quarter is full, hardly a set is; fuller ones push out what is still asked for.
  bool may_grow() const { return sets_.size() < kMostSets && count_ >= sets_.size(); }

  void grow() {
    const std::vector<Set> before = std::exchange(sets_, std::vector<Set>(sets_.size() * 2));
    for (const Set& set : before) {
      for (std::size_t i = set.size(); i-- > 0;) {
        if (set[i].key == 0) continue;
        Set& to = sets_[set[i].key % sets_.size()];
        put(to, std::prev(to.end()), set[i]);
      }
    }
  }

  // In place of `old`, to the front.
  static void put(Set& set, Set::iterator old, const Entry& entry) {
    std::move_backward(set.begin(), old, std::next(old));
    set.front() = entry;
  }

  std::vector<Set> sets_{kFewestSets};
  std::size_t count_ = 0;
};

}  // namespace throughline::store
