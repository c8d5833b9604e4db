// cohorts.h: who comes back, by the interval in which they started. The kernel of retention.
//
//     months, start "signed up", returns "opened"          cohort 2025-01   period 0   1   2
//     ana   signed up 20 Jan   opened 3 Feb   opened 4 Mar                     ana     x   x   x
//     ben   signed up 31 Jan   opened 31 Jan  opened 9 Mar                     ben     x       x
//
//  1. A cohort is a calendar interval of the question's zone (`every`: so many joined, from the period's first on).
//     First time: a subject belongs to that of the first start event ever, which must lie in the period. Recurring: to
//     every interval in which a start event of the period lies; the first one there is its start.
//  2. Calendar: period k is the k-th interval after the cohort's own. Rolling: it is the k-th stretch of the
//     interval's usual length (kRollingDays) after the subject's own start: day 1 is hours 24 to 48.
//  3. A bracket is one period or several in a row. Returned means that `at_least` `returns` events lie
//         on              in the bracket
//         on or after     from the bracket's beginning to the data's end
//         on or before    after the start, up to the bracket's end: those of period 0 count
//         cumulative      from the bracket's beginning to the end of the last bracket asked for
//  4. A bracket is observed when it is over for every member that its cohort can have; for cumulative, the last one.
//
// Ties: an event of the start's own instant is a return of period 0 if it comes after the start in the timeline's order.
// Cost: one pass over the starts and returns of each timeline, and per membership a walk over the returns that it can
// reach; a state is a dense table with one number per cohort and bracket. Left out: several intervals in a row (streaks),
// sums of a property.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/question.h"
#include "sequence/calendar.h"
#include "sequence/fold.h"
#include "sequence/match.h"

namespace throughline::measure {

inline constexpr int kMostPeriods = 366;

// How many days a rolling period has, by its interval: 1/24 for an hour.
double rolling_days(Interval interval);

// The brackets of a question: those that it names, else each of its periods.
std::vector<model::RetentionQuestion::Bracket> brackets_of(const model::RetentionQuestion& asked);

// Which brackets, by place from 0.
class BracketSet {
 public:
  static constexpr std::size_t kPlaces = (kMostPeriods + 63) / 64 * 64;
  void insert(std::size_t place) { words_[place / 64] |= std::uint64_t{1} << place % 64; }
  void erase(std::size_t place) { words_[place / 64] &= ~(std::uint64_t{1} << place % 64); }
  bool contains(std::size_t place) const { return (words_[place / 64] >> place % 64 & 1) != 0; }
  bool is_empty() const { return *this == BracketSet(); }
  bool operator==(const BracketSet&) const = default;

  template <class Take>
  void each(const Take& take) const {
    for (std::size_t word = 0; word < words_.size(); ++word) {
      for (std::uint64_t left = words_[word]; left != 0; left &= left - 1)
        take(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }

 private:
  std::array<std::uint64_t, kPlaces / 64> words_{};
};

struct CohortMember {
  std::size_t anchor = 0;  // the start event
  std::size_t entry = 0;   // the same
  std::size_t cohort = 0;  // the place of its interval in the kernel's calendar
  BracketSet returned;
};

class CohortCounts {
 public:
  explicit CohortCounts(std::size_t brackets = 0) : width_(brackets + 1) {}

  void add(const sequence::Timeline& timeline, const CohortMember& member);
  // So many subjects' only memberships, of a cohort. By bracket, and zeros behind them: how many of them returned.
  void add(std::size_t cohort, std::int64_t members, std::span<const std::int64_t> returned);
  void merge(const CohortCounts& other);  // of other subjects
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<CohortCounts> load(std::string_view bytes);

  std::size_t cohorts() const { return table_.size() / width_; }  // up to the last one that has anybody
  std::int64_t members(std::size_t cohort) const { return table_[cohort * width_]; }
  std::int64_t returned(std::size_t cohort, std::size_t bracket) const { return table_[cohort * width_ + bracket + 1]; }
  std::int64_t memberships() const;
  std::int64_t subjects() const { return subjects_; }

 private:
  std::size_t width_;
  std::vector<std::int64_t> table_;  // by cohort: its members, then those who returned by bracket
  std::int64_t subjects_ = 0;
  std::size_t last_subject_ = static_cast<std::size_t>(-1);  // a subject's members are added one after the other
};

class RetentionBulk;

class RetentionKernel {
 public:
  using Unit = CohortMember;
  using State = CohortCounts;
  using Bulk = RetentionBulk;
  static constexpr bool kBeginsWithFirst = true;
  using Asked = model::RetentionQuestion;

  RetentionKernel(sequence::Match start, sequence::Match returns, const sequence::Frame& frame, const Asked& asked);

  State empty() const { return State(brackets_.size()); }
  const std::vector<Asked::Bracket>& brackets() const { return brackets_; }
  const sequence::Calendar& calendar() const { return calendar_; }

  // Is this bracket over by the end of the data for the whole cohort? If not, nobody knows yet who returns in it.
  bool is_observed(std::size_t cohort, std::size_t bracket) const;

  // Rows of marks.
  static constexpr std::size_t kStart = 0, kReturn = 1;
  std::span<const sequence::Match> matchers() const { return matches_; }
  bool takes_bulk(const sequence::Frame& frame) const {
    return is_plain_ && place_of_.size() < 64 && !frame.is_split();
  }
  bool is_in_period(std::int64_t start) const { return begin_ <= start && start < end_; }
  // Where there are fewer than 64 periods: by bits, the brackets that these periods lie in.
  std::uint64_t brackets_in(std::uint64_t periods) const;
  template <class Emit>
  void units(const sequence::Timeline& timeline, sequence::Marks marks, const Emit& emit) const {
    if (is_plain_) {
      CohortMember member;
      if (plain_member(timeline, marks, member)) emit(member);
      return;
    }
    thread_local Walk walk;
    find_starts(timeline, marks, walk);
    if (walk.starts.empty()) return;
    find_returns(timeline, marks, walk);
    std::size_t next = 0;  // the first return behind the start
    for (const Start& start : walk.starts) {
      while (next < walk.returns.size() && walk.returns[next].position <= start.position) ++next;
      CohortMember member{.anchor = start.position, .entry = start.position, .cohort = start.cohort, .returned = {}};
      mark(start, std::span(walk.returns).subspan(next), member.returned);
      emit(member);
    }
  }

 private:
  struct Start {
    std::size_t position, cohort;
    std::int64_t time;
  };
  // Where one return is enough, those of one calendar period are one, at the position of the last.
  struct Return {
    std::size_t position, interval;  // the interval on the calendar basis only
    std::int64_t time;
  };
  struct Walk {
    std::vector<Start> starts;
    std::vector<Return> returns;
  };

  void find_starts(const sequence::Timeline& timeline, sequence::Marks marks, Walk& walk) const;
  void find_returns(const sequence::Timeline& timeline, sequence::Marks marks, Walk& walk) const;
  // Who is in one cohort at most, and returns where one return lies in a calendar period. False where there is no start.
  bool plain_member(const sequence::Timeline& timeline, sequence::Marks marks, CohortMember& member) const;
  std::int64_t horizon(const Start& start) const;
  int period(const Start& start, const Return& back) const;
  void mark(const Start& start, std::span<const Return> returns, BracketSet& into) const;
  void mark_on(const Start& start, std::span<const Return> returns, BracketSet& into) const;

  std::vector<sequence::Match> matches_;
  sequence::Calendar calendar_;  // from the period's start to the data's end
  std::int64_t begin_ = 0, end_ = 0, data_end_ = 0;
  Asked::Mode mode_;
  Asked::Measure measure_;
  bool is_rolling_, is_plain_;
  bool is_each_period_;  // a bracket, from period 1 on
  std::int64_t length_;  // of a rolling period
  std::size_t at_least_;
  std::vector<Asked::Bracket> brackets_;
  std::vector<std::size_t> place_of_;  // the bracket of a period, or kNoBracket; up to the last period asked for
  static constexpr std::size_t kNoBracket = BracketSet::kPlaces - 1;
  static_assert(kNoBracket >= kMostPeriods);
};

}  // namespace throughline::measure
