// mark_scan.h: the marks of many timelines at once, made for whole stretches of rows, whosever they are.
//
//     MarkScan scan(matchers);
//     scan.over(stretch, [&](const Timeline& timeline, Marks marks) { … });
//
// Cost: a few bytes a cycle for each matcher, some cycles for each timeline.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "sequence/marks.h"
#include "sequence/match.h"
#include "sequence/stretch.h"

namespace throughline::sequence {

class MarkScan {
 public:
  // `needs_first`: who has no mark of the first matcher is passed over, too.
  explicit MarkScan(std::span<const Match> matchers, bool needs_first = false)
      : matchers_(matchers), needs_first_(needs_first), rows_(matchers.size()) {}

  // Of living subjects: those with a mark, in order.
  template <class Take>
  void over(const Stretch& stretch, const Take& take) {
    filters_.begin(stretch);
    for (std::size_t k = 0; k < matchers_.size(); ++k) {
      matchers_[k].mark(stretch, filters_, rows_[k]);
      rows_[k].push_back(0);  // a timeline's last word may reach there
    }
    const auto offsets = stretch.piece->segment->offsets;
    const std::size_t first = offsets[stretch.begin];
    for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
      if (!stretch.piece->is_alive(place)) continue;
      const std::size_t size = offsets[place + 1] - offsets[place];
      if (place + kAhead < stretch.end) {
        const std::size_t ahead = offsets[place + kAhead];
        stretch.piece->segment->time.prefetch(ahead, std::min<std::size_t>(offsets[place + kAhead + 1] - ahead, 1000));
      }
      if (cut(offsets[place] - first, size))
        take(Timeline(*stretch.piece, place), Marks(cut_.data(), mark_words(size)));
    }
  }

 private:
  static constexpr std::size_t kAhead = 4;  // subjects, while their memory is fetched

  // The marks of `size` rows from `begin` on into cut_. Is there any?
  bool cut(std::size_t begin, std::size_t size) {
    const std::size_t width = mark_words(size), shift = begin % 64;
    if (width == 0) return false;
    cut_.resize(std::max(cut_.size(), width * rows_.size()));
    const std::uint64_t last = ~std::uint64_t{0} >> (64 - (size - (width - 1) * 64));
    std::uint64_t any = 0;
    std::uint64_t* out = cut_.data();
    for (const MarkWords& row : rows_) {
      const std::uint64_t* in = row.data() + begin / 64;
      // In two shifts, because one of 64 is none.
      const auto bits = [&](std::size_t word) { return in[word] >> shift | in[word + 1] << 1 << (63 - shift); };
      for (std::size_t word = 0; word < width; ++word) {
        const std::uint64_t here = bits(word) & (word + 1 < width ? ~std::uint64_t{0} : last);
        out[word] = here;
        any |= here;
      }
      out += width;
      if (needs_first_ && any == 0) return false;
    }
    return any != 0;
  }

  std::span<const Match> matchers_;
  bool needs_first_;
  SharedFilters filters_;
  std::vector<MarkWords> rows_;  // by matcher: the stretch's
  MarkWords cut_;
};

}  // namespace throughline::sequence
