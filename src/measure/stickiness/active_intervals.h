// active_intervals.h: the kernels of stickiness: how many intervals a subject is active on, and how many days and weeks
// of each month.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "sequence/calendar.h"
#include "sequence/counters.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/row_groups.h"

namespace throughline::measure {

struct ActiveSubject {
  std::size_t anchor = 0;     // the first such event of the period
  std::size_t entry = 0;      // the same
  std::size_t intervals = 0;  // active ones, at least 1
};

class ActiveCounts {
 public:
  void add(const sequence::Timeline&, const ActiveSubject& unit) { add(unit.intervals, 1); }
  void add(std::size_t intervals, std::int64_t subjects);
  void merge(const ActiveCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<ActiveCounts> load(std::string_view bytes);

  std::int64_t on(std::size_t intervals) const { return intervals < counts_.size() ? counts_[intervals] : 0; }
  std::int64_t at_least(std::size_t intervals) const;

 private:
  std::vector<std::int64_t> counts_;  // by number of active intervals; element 0 stays 0
};

class ActiveBulk;

class ActiveKernel {
 public:
  using Unit = ActiveSubject;
  using State = ActiveCounts;
  using Bulk = ActiveBulk;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  ActiveKernel(sequence::Match match, sequence::Calendar listed, int at_least)
      : match_(std::move(match)), listed_(std::move(listed)), at_least_(at_least) {}

  State empty() const { return {}; }
  bool takes_bulk(const sequence::Frame& frame) const { return !frame.is_split() && frame.counts_all(); }
  const sequence::Match& match() const { return match_; }
  const sequence::Calendar& listed() const { return listed_; }
  std::uint32_t at_least() const { return static_cast<std::uint32_t>(at_least_); }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    if (listed_.size() == 0) return;
    const std::int64_t begin = listed_.start(0), end = listed_.end(listed_.size() - 1);
    ActiveSubject unit;
    bool is_first = true;
    std::size_t at = 0;
    int events = 0;  // in this interval
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (!match_(timeline, position)) continue;
      const std::int64_t time = timeline.time(position);
      if (time < begin) continue;
      if (time >= end) break;
      if (is_first) unit.anchor = unit.entry = position;
      is_first = false;
      const std::size_t interval = listed_.index(time, at);
      events = interval == at ? events + 1 : 1;
      at = interval;
      if (events == at_least_) ++unit.intervals;
    }
    if (unit.intervals > 0) emit(unit);
  }

 private:
  sequence::Match match_;
  sequence::Calendar listed_;
  int at_least_;
};

// The interval of each event of a stretch that matches, for kernels that count everybody at once.
class MatchingIntervals {
 public:
  // Both outlive it.
  MatchingIntervals(const sequence::Match& match, const sequence::Calendar& calendar)
      : match_(&match), calendar_(&calendar) {}

  // What does not match, or lies in no interval.
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  // By row of the stretch, the first being 0. Valid until the next call.
  std::span<const std::uint32_t> of(const sequence::Stretch& stretch);

 private:
  const sequence::Match* match_;
  const sequence::Calendar* calendar_;
  sequence::SharedFilters filters_;
  sequence::MarkWords matches_;
  std::vector<std::int64_t> times_;
  std::vector<std::uint32_t> intervals_;
};

class ActiveBulk {
 public:
  ActiveBulk(const ActiveKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<ActiveKernel> finish();

 private:
  std::size_t active_in(std::span<const std::uint32_t> intervals) const;

  std::uint32_t at_least_;
  MatchingIntervals intervals_;
  sequence::Counters subjects_;  // by number of active intervals
};

// The days, weeks and months that ratios are made of. A month counts when it is whole.
struct Months {
  sequence::Calendar days, weeks, months;
  std::vector<bool> is_whole;            // by month
  std::vector<std::size_t> whole_weeks;  // by month
  std::vector<std::size_t> month_of;     // by week; kNoMonth where it lies in two
  std::vector<std::size_t> days_in;      // by month
  std::vector<std::size_t> of_day, week_of_day;
  static constexpr std::size_t kNoMonth = static_cast<std::size_t>(-1);

  static Months of(const sequence::Frame& frame);
};

struct ActiveMonth {
  std::size_t anchor = 0;  // the first such event of the month
  std::size_t entry = 0;   // the same
  std::size_t month = 0;
  std::int64_t days = 0, weeks = 0, days_in_weeks = 0;  // active; weeks and their days only of whole weeks
};

struct MonthCounts {
  std::int64_t people = 0, days = 0, days_squared = 0, weeks = 0, weeks_squared = 0, days_in_weeks = 0;
  bool operator==(const MonthCounts&) const = default;
};

class MonthlyCounts {
 public:
  void add(const sequence::Timeline&, const ActiveMonth& unit) { add(unit); }
  void add(const ActiveMonth& unit);
  void merge(const MonthlyCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<MonthlyCounts> load(std::string_view bytes);

  bool is_empty() const { return months_.empty(); }
  MonthCounts of(std::size_t month) const { return month < months_.size() ? months_[month] : MonthCounts(); }

 private:
  std::vector<MonthCounts> months_;  // up to the last that has anybody
};

// One subject's active days, told as months.
class DaysOfMonths {
 public:
  explicit DaysOfMonths(const Months& months) : months_(&months) {}

  // Days ascend, each comes once; `position` is that of its first event.
  template <class Emit>
  void take(std::size_t day, std::size_t position, const Emit& emit) {
    const std::size_t month = months_->of_day[day], week = months_->week_of_day[day];
    if (!is_any_ || month != unit_.month) {
      finish(emit);
      unit_ = {.anchor = position, .entry = position, .month = month};
      is_any_ = true;
    }
    ++unit_.days;
    if (months_->month_of[week] != month) return;
    ++unit_.days_in_weeks;
    unit_.weeks += week != week_ ? 1 : 0;
    week_ = week;
  }
  template <class Emit>
  void finish(const Emit& emit) {
    if (is_any_ && months_->is_whole[unit_.month]) emit(unit_);
  }

 private:
  const Months* months_;
  ActiveMonth unit_;
  std::size_t week_ = Months::kNoMonth;
  bool is_any_ = false;
};

class MonthlyBulk;

class MonthlyKernel {
 public:
  using Unit = ActiveMonth;
  using State = MonthlyCounts;
  using Bulk = MonthlyBulk;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  MonthlyKernel(sequence::Match match, Months months) : match_(std::move(match)), months_(std::move(months)) {}

  State empty() const { return {}; }
  bool takes_bulk(const sequence::Frame& frame) const { return !frame.is_split() && frame.counts_all(); }
  const sequence::Match& match() const { return match_; }
  const Months& months() const { return months_; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    if (months_.days.size() == 0) return;
    const std::int64_t begin = months_.days.start(0), end = months_.days.end(months_.days.size() - 1);
    DaysOfMonths days(months_);
    std::size_t day = 0;
    bool is_any = false;
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (!match_(timeline, position)) continue;
      const std::int64_t time = timeline.time(position);
      if (time < begin) continue;
      if (time >= end) break;
      const std::size_t today = months_.days.index(time, day);
      if (is_any && today == day) continue;
      is_any = true;
      day = today;
      days.take(day, position, emit);
    }
    days.finish(emit);
  }

 private:
  sequence::Match match_;
  Months months_;
};

class MonthlyBulk {
 public:
  MonthlyBulk(const MonthlyKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<MonthlyKernel> finish();

 private:
  const Months* months_;
  MatchingIntervals days_;
  std::vector<std::uint32_t> active_;  // days of one subject, and one more
  MonthlyCounts counts_;
};

}  // namespace throughline::measure
