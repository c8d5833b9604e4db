// conditions.h: ClickHouse's aggregate function retention(c1, c2, …): who meets the first condition, and who meets it
// and another one. No order, no cohorts: a second rule beside cohorts.h, for whoever compares with that function.
//
//     {"ask": "retention", "rules": "clickhouse", "conditions": ["signed up", "opened", ["paid", "renewed"]]}
//
//     ana   opened 2 Jan   signed up 3 Jan        condition  events            people  returned  share
//     ben   signed up 5 Jan   paid 6 Jan                  1  signed up              2         2  1
//     cy    paid 7 Jan                                    2  opened                 2         1  .50   before or after
//                                                         3  paid or renewed        2         1  .50   cy: not the first
//
// Events of the period count, of a subject whose first event of condition 1 lies in it; that event is the anchor (for
// segment and `by`). One event may meet several conditions. 2 to 32 conditions, as there.
// Source: ClickHouse, AggregateFunctionRetention; held against the engine itself in tests/clickhouse/.
// Behind: "returned:K", "lost:K", "" anybody who meets condition 1. Cost: one pass, a state has a number per condition.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

inline constexpr std::size_t kMostConditions = 32;

struct ConditionsMet {
  std::size_t anchor = 0;  // the first event that meets condition 1
  std::size_t entry = 0;   // the same
  std::uint32_t met = 0;   // bit i: condition i + 1
};

class ConditionCounts {
 public:
  explicit ConditionCounts(std::size_t conditions = 0) : counts_(conditions, 0) {}

  void add(const sequence::Timeline&, const ConditionsMet& unit);
  void merge(const ConditionCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<ConditionCounts> load(std::string_view bytes);

  std::int64_t met(std::size_t condition) const { return counts_[condition]; }  // with the first

 private:
  std::vector<std::int64_t> counts_;
};

class ConditionKernel {
 public:
  using Unit = ConditionsMet;
  using State = ConditionCounts;

  ConditionKernel(std::vector<sequence::Match> conditions, const sequence::Frame& frame)
      : conditions_(std::move(conditions)), begin_(frame.begin()), end_(frame.end()) {}

  State empty() const { return State(conditions_.size()); }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    ConditionsMet unit;
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (timeline.time(position) < begin_ || timeline.time(position) >= end_) continue;
      const bool is_first = (unit.met & 1) == 0;
      for (std::size_t i = 0; i < conditions_.size(); ++i) {
        if (conditions_[i](timeline, position)) unit.met |= std::uint32_t{1} << i;
      }
      if (is_first && (unit.met & 1) != 0) unit.anchor = unit.entry = position;
    }
    if ((unit.met & 1) != 0) emit(unit);
  }

 private:
  std::vector<sequence::Match> conditions_;
  std::int64_t begin_, end_;
};

// The answer to a retention whose rules are "clickhouse". Errors: as retention.h names them.
Result<model::Answer> retention_by_conditions(const model::Question& question, const model::Catalogue& catalogue,
                                              sequence::Snapshot& snapshot);

}  // namespace throughline::measure
