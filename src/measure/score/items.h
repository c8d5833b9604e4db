// items.h: what an answer to a questionnaire of several items scores, from 0 to 100.
//
//     sus        item_1 … item_10 = 4 1 5 2 5 1 4 2 3 1    85       Brooke's rule; an open item counts as 3
//     umux_lite  item_1 = 6, item_2 = 5                    75       each from 1 to 7
//     nasa_tlx   item_1 … item_6 = 70 10 60 30 80 40       48.333   raw: their mean
//                … with weight_1 … weight_6 = 4 0 3 2 5 1           weighted: by how often each won its 15 comparisons
//
// An item outside its scale puts the whole answer outside, as do weights that do not add up to 15. All items open is a
// missing score; in UMUX-Lite and NASA-TLX, one of them is, too, because nobody says what stands for it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/error.h"
#include "model/metric.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

inline constexpr std::int64_t kThousandths = 1000;

enum class Verdict : std::uint8_t { Scored, Missing, OutOfScale, Excluded, Poor };

class ItemReader {
 public:
  static Result<ItemReader> compile(const model::MetricDefinition& metric, sequence::Snapshot& snapshot,
                                    const sequence::Columns& columns);

  struct Scored {
    Verdict verdict = Verdict::Missing;
    std::int64_t score = 0;  // thousandths
    int imputed = 0;
    bool is_begun = false;  // an item at least was answered
  };
  Scored read(std::size_t row) const;
  // The items as they add to the score, in thousandths (even ones of SUS turned); nothing where one is open or out of
  // its scale.
  std::optional<std::vector<std::int64_t>> complete(std::size_t row) const;

 private:
  using Column = const sequence::PropertyColumn*;
  using Numbers = std::vector<std::optional<double>>;
  // Nothing: one is out of its scale, or no whole number where one is asked for.
  std::optional<Numbers> numbers(const std::vector<Column>& columns, std::size_t row, double low, double high,
                                 bool whole) const;
  Scored sus(std::size_t row) const;
  Scored umux_lite(std::size_t row) const;
  Scored nasa_tlx(std::size_t row) const;

  model::MetricKind kind_{};
  std::vector<Column> items_, weights_;  // weights: of nasa_tlx, weighted
};

}  // namespace throughline::measure
