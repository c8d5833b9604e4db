#include "measure/friction/occurrences.h"

#include <algorithm>

#include "measure/friction/asked.h"

namespace throughline::measure {

Result<Occurrences> Occurrences::compile(const std::string& name, const model::Catalogue& catalogue,
                                         sequence::Snapshot& snapshot, const sequence::Columns& columns,
                                         std::int64_t data_end) {
  model::FrictionQuestion asked;
  asked.frictions = {name};
  TRY(known, asked_frictions(asked, catalogue));
  TRY(found, compile_finder(known.front().meaning(), Primitives(snapshot, columns), data_end));
  return Occurrences(std::move(found));
}

void Occurrences::find(const sequence::Timeline& timeline, std::vector<std::size_t>& positions) const {
  positions.clear();
  if (lack()) return;
  thread_local std::vector<sequence::Hit> hits;
  sequence::collect_hits(timeline, found_.compiled.matchers, hits);
  Signs signs;
  std::visit([&](const auto& finder) { finder.find(timeline, hits, signs); }, found_.finder);
  for (const Sign& sign : signs)
    if (sign.what == Sign::What::Occurred) positions.push_back(sign.position);
  std::ranges::sort(positions);
}

}  // namespace throughline::measure
