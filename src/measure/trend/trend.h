// trend.h: how often events happen, and to how many: by calendar interval, channel, property or segment.
//
//     ana   open 30 Jan   open 2 Mar          month     people  events
//     ben   open 31 Jan                       2025-01        2       2
//                                             2025-02        0       0     1  empty intervals are listed: 0 is a count
//                                             2025-03        1       1     2  ana in two months; counts say 2 people
//
// Without `by` the groups are months. By calendar every interval of the period is listed as far as the data reach:
// before the first and after the last event nothing is known, and nothing is said. Intervals are those of the
// question's zone, so a day may have 23 or 25 hours. Segments are all listed; other groups when something happened.
//
// Counting people leaves out events that name nobody. Behind: no outcomes; the people of a group.
// Cost: one pass.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/counted_cell.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/row_groups.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Trend. Errors: trend.unknown-event and the like, trend.unknown-outcome,
// trend.too-many-intervals.
Result<model::Answer> trend(const model::Question& question, const model::Catalogue& catalogue,
                            sequence::Snapshot& snapshot);

struct TrendEvent {
  std::size_t anchor = 0;
  std::size_t entry = 0;  // the same
};

class TrendCounts {
 public:
  void add(const sequence::Timeline& timeline, const TrendEvent&);
  void merge(const TrendCounts& other);  // of other subjects
  // Errors: state.broken.
  std::string save() const;
  static Result<TrendCounts> load(std::string_view bytes);

  std::int64_t subjects = 0, events = 0;

 private:
  std::optional<std::size_t> subject_;  // the last one added: a subject's events are added one after the other
};

class TrendBulk;

class TrendKernel {
 public:
  using Unit = TrendEvent;
  using State = TrendCounts;
  using Bulk = TrendBulk;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  explicit TrendKernel(sequence::Match match) : match_(std::move(match)) {}
  State empty() const { return {}; }
  const sequence::Match& match() const { return match_; }
  bool takes_bulk(const sequence::Frame& frame) const { return sequence::RowGroups::tells(frame); }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (match_(timeline, position)) emit(TrendEvent{position, position});
    }
  }

 private:
  sequence::Match match_;
};

// A trend by anything but segments: an event costs its group and one look at a table of them.
class TrendBulk {
 public:
  TrendBulk(const TrendKernel& kernel, const sequence::Frame& frame);
  void add(const sequence::Stretch& stretch);
  sequence::States<TrendKernel> finish();

 private:
  using Cell = sequence::CountedCell;
  std::span<const std::uint32_t> groups_of(const sequence::Stretch& stretch);
  void add_timeline(std::span<const std::uint32_t> groups);
  void add_long_timeline(const sequence::Timeline& timeline, std::span<const std::uint32_t> groups);
  void flush();

  const TrendKernel* kernel_;
  sequence::RowGroups row_groups_;
  sequence::SharedFilters filters_;
  sequence::MarkWords matches_;
  std::vector<Cell> cells_;                // by group, and one for what does not count
  std::uint64_t rows_ = 0, subjects_ = 0;  // since flush()
  sequence::States<TrendKernel> states_;
  TrendCounts everybody_;
  bool is_split_;
};

}  // namespace throughline::measure
