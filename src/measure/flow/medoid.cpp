#include "measure/flow/medoid.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace throughline::measure {

std::size_t edit_distance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::vector<std::size_t> row(b.size() + 1);  // from the first i of a to each beginning of b
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::optional<std::size_t> medoid(const std::vector<std::vector<std::uint32_t>>& sequences) {
  struct Different {
    std::size_t first, times;
  };
  std::map<std::vector<std::uint32_t>, Different> different;
  for (std::size_t i = 0; i < sequences.size(); ++i) ++different.try_emplace(sequences[i], i, 0).first->second.times;
  std::optional<std::size_t> best;
  std::size_t least = 0;
  for (const auto& [sequence, place] : different) {
    std::size_t sum = 0;
    for (const auto& [other, others] : different) sum += others.times * edit_distance(sequence, other);
    if (!best || sum < least || (sum == least && place.first < *best)) {
      best = place.first;
      least = sum;
    }
  }
  return best;
}

}  // namespace throughline::measure
