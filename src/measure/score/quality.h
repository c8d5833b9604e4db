// quality.h: answers that nobody thought about.
//
//     item_1 … item_10 all answered 3                           straight_lining
//     seconds 12 where the others took 90 to 400                speeding
//     two answers of one ip                                     duplicates: both
//
// Speeding is answering in less than `fastest`; without it, in less than two standard deviations under the mean of the
// logarithms of all durations, where there are at least 100 of them. Flags belong to the answer: durations and
// duplicates are looked for among all answers to the metric's question, whatever period or segment is asked.
// Edges: a property that an answer lacks flags nothing. Cost: one pass over all events, where durations or duplicates
// have to be compared; then a look-up per property and answer.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/metric.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

class QualityReader {
 public:
  using Flags = std::uint8_t;
  static constexpr Flags kStraightLining = 1, kSpeeding = 2, kDuplicates = 4;
  static Flags flag_of(const std::string& name);

  // `is_answer` says which events are compared.
  static Result<QualityReader> compile(const model::ResponseQuality& quality, sequence::Snapshot& snapshot,
                                       const sequence::Columns& columns,
                                       const std::function<bool(const sequence::Timeline&, std::size_t)>& is_answer);

  Flags flags(std::uint64_t row) const;
  Flags excluded() const { return excluded_; }
  void exclude(Flags flags) { excluded_ = flags; }
  // Answers under these seconds speed; nothing where too few durations are known to say so.
  std::optional<double> fastest() const { return fastest_; }

 private:
  using Column = const sequence::PropertyColumn*;
  using Codes = std::vector<sequence::Code>;
  std::optional<Codes> identifying(std::uint64_t row) const;
  std::optional<double> seconds(std::uint64_t row) const;
  struct Seen;
  void look_at(std::uint64_t row, Seen& seen) const;
  void learn(Seen seen);

  std::vector<Column> lined_, same_;
  Column duration_ = nullptr;
  bool compares_durations_ = false;
  std::optional<double> fastest_;
  std::map<Codes, std::int64_t> repeated_;  // by what identifies them: answers, two or more
  Flags excluded_ = 0;
};

// How many answers have which flag.
struct QualityCounts {
  std::int64_t answers = 0, flagged = 0, straight_lining = 0, speeding = 0, duplicates = 0;

  void add(QualityReader::Flags flags);
  void merge(const QualityCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<QualityCounts> load(std::string_view bytes);
  bool operator==(const QualityCounts&) const = default;
};

}  // namespace throughline::measure
