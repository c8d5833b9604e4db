#include "sequence/hits.h"

namespace throughline::sequence {

void collect_hits(const Timeline& timeline, std::span<const Match> matchers, std::vector<Hit>& hits) {
  hits.clear();
  for (std::size_t position = 0; position < timeline.size(); ++position) {
    std::uint32_t matched = 0;
    for (std::size_t k = 0; k < matchers.size(); ++k) matched |= std::uint32_t{matchers[k](timeline, position)} << k;
    if (matched != 0) hits.push_back({static_cast<std::uint32_t>(position), matched, timeline.time(position)});
  }
}

}  // namespace throughline::sequence
