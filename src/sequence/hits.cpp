#include "sequence/hits.h"

#include <algorithm>

namespace throughline::sequence {

void collect_hits(const Timeline& timeline, std::span<const Match> matchers, std::vector<Hit>& hits) {
  hits.clear();
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    std::uint32_t matched = 0;
    for (std::size_t k = 0; k < matchers.size(); ++k) matched |= std::uint32_t{matchers[k](timeline, position)} << k;
    if (matched != 0) hits.push_back({static_cast<std::uint32_t>(position), matched, timeline.time(position)});
  }
}

Marks collect_marks(const Timeline& timeline, std::span<const Match> matchers, MarkWords& words) {
  const std::size_t width = std::max(std::size_t{1}, mark_words(timeline.size()));  // a row has a word at least
  words.assign(width * matchers.size(), 0);
  const Marks marks(words.data(), width);
  for (std::size_t k = 0; k < matchers.size(); ++k)
    for (std::size_t position = 0; position < timeline.size(); ++position)
      if (matchers[k](timeline, position)) marks.set(k, position);
  return marks;
}

void list_hits(const Timeline& timeline, Marks marks, std::size_t matchers, std::vector<Hit>& hits) {
  hits.clear();
  for (std::size_t word = 0; word < mark_words(timeline.size()); ++word) {
    std::uint64_t any = 0;
    for (std::size_t k = 0; k < matchers; ++k) any |= marks.row(k)[word];
    for (; any != 0; any &= any - 1) {
      const auto place = static_cast<std::size_t>(std::countr_zero(any));
      std::uint32_t matched = 0;
      for (std::size_t k = 0; k < matchers; ++k)
        matched |= static_cast<std::uint32_t>(marks.row(k)[word] >> place & 1) << k;
      const std::size_t position = word * 64 + place;
      hits.push_back({static_cast<std::uint32_t>(position), matched, timeline.time(position)});
    }
  }
}

}  // namespace throughline::sequence
