// recent.h: what an import said lately, in fixed memory (16 MB), so that it is not written for every row.
//
//     is_news(key, 10:00)   true: not said lately
//     is_news(key, 11:00)   false
//     is_news(key, 09:00)   true: earlier than what was said
//
// Keys that were not asked for lately are pushed out by others of their set; they are then said again, which does no
// harm: readers take the earliest. Cost: one cache line per question.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/instant.h"

namespace throughline::store {

class Recent {
 public:
  // Keys must be spread evenly over their 64 bits, as fingerprints are. 0 is no key.
  bool is_news(std::uint64_t key, Instant time = {}) {
    Set& set = sets_[key % sets_.size()];
    const auto found = std::ranges::find(set.entries, key, &Entry::key);
    const bool is_known = found != set.entries.end();
    const bool is_news = !is_known || time < found->time;
    const Entry entry{key, is_news ? time : found->time};
    // To the front; the one at the back is the one that goes.
    std::move_backward(set.entries.begin(), is_known ? found : std::prev(set.entries.end()),
                       is_known ? std::next(found) : set.entries.end());
    set.entries.front() = entry;
    return is_news;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    Instant time{};
  };
  struct alignas(64) Set {
    std::array<Entry, 4> entries;
  };
  std::vector<Set> sets_{std::size_t{1} << 18};
};

}  // namespace throughline::store
