// active_intervals.h: the kernels of stickiness: how many intervals a subject is active on, and how many days and weeks
// of each month.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "sequence/calendar.h"
#include "sequence/fold.h"
#include "sequence/match.h"

namespace throughline::measure {

struct ActiveSubject {
  std::size_t anchor = 0;     // the first such event of the period
  std::size_t entry = 0;      // the same
  std::size_t intervals = 0;  // active ones, at least 1
};

class ActiveCounts {
 public:
  void add(const sequence::Timeline&, const ActiveSubject& unit);
  void merge(const ActiveCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<ActiveCounts> load(std::string_view bytes);

  std::int64_t on(std::size_t intervals) const { return intervals < counts_.size() ? counts_[intervals] : 0; }
  std::int64_t at_least(std::size_t intervals) const;

 private:
  std::vector<std::int64_t> counts_;  // by number of active intervals; element 0 stays 0
};

class ActiveKernel {
 public:
  using Unit = ActiveSubject;
  using State = ActiveCounts;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  ActiveKernel(sequence::Match match, sequence::Calendar listed, int at_least)
      : match_(std::move(match)), listed_(std::move(listed)), at_least_(at_least) {}

  State empty() const { return {}; }

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

// The days, weeks and months that ratios are made of. A month counts when it is whole.
struct Months {
  sequence::Calendar days, weeks, months;
  std::vector<bool> is_whole;            // by month
  std::vector<std::size_t> whole_weeks;  // by month
  std::vector<std::size_t> month_of;     // by week; kNoMonth where it lies in two
  std::vector<std::size_t> days_in;      // by month
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
  void add(const sequence::Timeline&, const ActiveMonth& unit);
  void merge(const MonthlyCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<MonthlyCounts> load(std::string_view bytes);

  MonthCounts of(std::size_t month) const { return month < months_.size() ? months_[month] : MonthCounts(); }

 private:
  std::vector<MonthCounts> months_;  // up to the last that has anybody
};

class MonthlyKernel {
 public:
  using Unit = ActiveMonth;
  using State = MonthlyCounts;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  MonthlyKernel(sequence::Match match, Months months) : match_(std::move(match)), months_(std::move(months)) {}

  State empty() const { return {}; }
  const Months& months() const { return months_; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    if (months_.days.size() == 0) return;
    const std::int64_t begin = months_.days.start(0), end = months_.days.end(months_.days.size() - 1);
    ActiveMonth unit;
    std::size_t day = 0, week = 0;
    std::size_t counted_week = Months::kNoMonth;
    bool is_any = false;
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      if (!match_(timeline, position)) continue;
      const std::int64_t time = timeline.time(position);
      if (time < begin) continue;
      if (time >= end) break;
      const std::size_t today = months_.days.index(time, day);
      if (is_any && today == day) continue;
      const std::size_t month = months_.months.index(time, unit.month);
      if (is_any && month != unit.month) tell(unit, emit);
      if (!is_any || month != unit.month) unit = {.anchor = position, .entry = position, .month = month};
      is_any = true;
      day = today;
      week = months_.weeks.index(time, week);
      ++unit.days;
      if (months_.month_of[week] != month) continue;
      ++unit.days_in_weeks;
      if (week != counted_week) ++unit.weeks;
      counted_week = week;
    }
    if (is_any) tell(unit, emit);
  }

 private:
  template <class Emit>
  void tell(const ActiveMonth& unit, const Emit& emit) const {
    if (months_.is_whole[unit.month]) emit(unit);
  }

  sequence::Match match_;
  Months months_;
};

}  // namespace throughline::measure
