// cohorts.h: who comes back, by the calendar interval in which they started. The kernel of retention.
//
//     months, start "signed up", returns "opened"          cohort 2025-01   period 0   1   2
//     ana   signed up 20 Jan   opened 3 Feb   opened 4 Mar                     ana     x   x   x
//     ben   signed up 31 Jan   opened 31 Jan  opened 9 Mar                     ben     x       x
//
//  1. A subject starts once: at the first start event ever. It must lie in the period, else nobody is counted.
//  2. Period k is the k-th calendar interval of the question's zone after the cohort's own: ana returns in period 1
//     two weeks after she started, because February is the month after January.
//  3. Returned in k: a `returns` event lies in that interval, k at least 1. Period 0 is the cohort itself.
//
// Cost: one pass over each timeline; a state keeps one number per cohort and period.
// Left out: rolling days (24 hours from the start), "on or after", several start events.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/definition.h"
#include "sequence/calendar.h"
#include "sequence/fold.h"
#include "sequence/match.h"

namespace throughline::measure {

inline constexpr int kMostPeriods = 366;

struct CohortMember {
  std::size_t anchor = 0;     // the start event
  std::size_t entry = 0;      // the same
  std::int64_t cohort = 0;    // the start of its interval
  std::vector<int> returned;  // the periods with a return, ascending, from 1
};

class CohortCounts {
 public:
  struct Cohort {
    std::int64_t members = 0;
    std::vector<std::int64_t> returned;  // by period; element 0 stays 0
    bool operator==(const Cohort&) const = default;
  };

  void add(const sequence::Timeline& timeline, const CohortMember& member);
  void merge(const CohortCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<CohortCounts> load(std::string_view bytes);

  std::int64_t members() const;
  // Who of a cohort came back in period k, from 1.
  std::int64_t returned(const Cohort& cohort, int period) const;
  const std::map<std::int64_t, Cohort>& cohorts() const { return cohorts_; }  // by the interval's start

 private:
  std::map<std::int64_t, Cohort> cohorts_;
};

class RetentionKernel {
 public:
  using Unit = CohortMember;
  using State = CohortCounts;

  // `periods` after the cohort's own are looked at, as far as the data reach.
  RetentionKernel(sequence::Match start, sequence::Match returns, const sequence::Frame& frame, Interval interval,
                  int periods);

  State empty() const { return {}; }

  // Is period k of this cohort over by the end of the data? If not, nobody knows yet who returns in it.
  bool is_observed(std::int64_t cohort, int period) const;

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (!start_(timeline, position)) continue;
      if (begin_ <= timeline.time(position) && timeline.time(position) < end_) emit(member(timeline, position));
      return;
    }
  }

 private:
  CohortMember member(const sequence::Timeline& timeline, std::size_t start) const;

  sequence::Match start_, returns_;
  sequence::Calendar calendar_;  // from the period's start to the data's end
  std::int64_t begin_ = 0, end_ = 0, data_end_ = 0;
  int periods_ = 0;
};

}  // namespace throughline::measure
