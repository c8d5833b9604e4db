// Distances as Myers (1999) has them, in the form of Hyyrö (2003): a column of the table of distances is a bit for each
// place where it rises and one for each where it falls, 64 places at a time.
#include "measure/flow/medoid.h"

#include <algorithm>
#include <map>

namespace throughline::measure {
namespace {

using Sequence = std::span<const std::uint32_t>;

constexpr std::size_t kBits = 64;

// A sequence that others are compared with.
class Pattern {
 public:
  explicit Pattern(Sequence of) : size_(of.size()), words_((of.size() + kBits - 1) / kBits) {
    symbols_.assign(of.begin(), of.end());
    std::ranges::sort(symbols_);
    symbols_.erase(std::unique(symbols_.begin(), symbols_.end()), symbols_.end());
    places_.resize((symbols_.size() + 1) * words_);
    for (std::size_t i = 0; i < of.size(); ++i) *(places(of[i]) + i / kBits) |= std::uint64_t{1} << i % kBits;
  }

  std::size_t distance_to(Sequence other) {
    if (size_ == 0) return other.size();
    column_.assign(words_, {});
    std::size_t distance = size_;
    for (const std::uint32_t symbol : other) distance = step(places(symbol), distance);
    return distance;
  }

 private:
  struct Steps {  // from one place of a column to the next
    std::uint64_t up = ~std::uint64_t{0}, down = 0;
  };

  // A bit for each place of this symbol; the last row: of one that is not there.
  std::uint64_t* places(std::uint32_t symbol) {
    const auto found = std::ranges::lower_bound(symbols_, symbol);
    const bool is_there = found != symbols_.end() && *found == symbol;
    return places_.data() + static_cast<std::size_t>((is_there ? found : symbols_.end()) - symbols_.begin()) * words_;
  }

  // The next column, and the distance at its end.
  std::size_t step(const std::uint64_t* same, std::size_t distance) {
    std::uint64_t up = 1, down = 0;  // from the column before, at the place before
    const std::uint64_t last = std::uint64_t{1} << (size_ - 1) % kBits;
    for (std::size_t word = 0; word < words_; ++word) {
      Steps& steps = column_[word];
      const std::uint64_t equal = same[word] | down;
      const std::uint64_t diagonal = (((equal & steps.up) + steps.up) ^ steps.up) | equal | steps.down;
      const std::uint64_t ups = steps.down | ~(diagonal | steps.up), downs = steps.up & diagonal;
      if (word + 1 == words_) distance += (ups & last) != 0 ? 1 : (downs & last) != 0 ? std::size_t(-1) : 0;
      const std::uint64_t from_up = ups << 1 | up, from_down = downs << 1 | down;
      up = ups >> (kBits - 1);
      down = downs >> (kBits - 1);
      steps = {.up = from_down | ~(diagonal | from_up), .down = from_up & diagonal};
    }
    return distance;
  }

  std::size_t size_, words_;
  std::vector<std::uint32_t> symbols_;  // ascending
  std::vector<std::uint64_t> places_;   // by symbol
  std::vector<Steps> column_;
};

}  // namespace

std::size_t edit_distance(Sequence a, Sequence b) {
  return Pattern(a).distance_to(b);
}

std::optional<std::size_t> medoid(const std::vector<std::vector<std::uint32_t>>& sequences) {
  struct Different {
    Sequence sequence;
    std::size_t first, times, sum;
  };
  std::map<std::vector<std::uint32_t>, std::size_t> places;
  std::vector<Different> all;
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    const auto [found, is_new] = places.try_emplace(sequences[i], all.size());
    if (is_new) all.push_back({.sequence = sequences[i], .first = i, .times = 0, .sum = 0});
    ++all[found->second].times;
  }
  for (auto one = all.begin(); one != all.end(); ++one) {
    Pattern pattern(one->sequence);
    for (auto other = one + 1; other != all.end(); ++other) {
      const std::size_t distance = pattern.distance_to(other->sequence);
      one->sum += other->times * distance;
      other->sum += one->times * distance;
    }
  }
  const auto least = std::ranges::min_element(all, {}, [](const Different& one) { return one.sum; });  // the first one
  return least == all.end() ? std::nullopt : std::optional(least->first);
}

}  // namespace throughline::measure
