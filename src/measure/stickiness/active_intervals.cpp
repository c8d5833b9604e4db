#include "measure/stickiness/active_intervals.h"

#include <algorithm>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Calendar;

void ActiveCounts::add(std::size_t intervals, std::int64_t subjects) {
  if (counts_.size() <= intervals) counts_.resize(intervals + 1, 0);
  counts_[intervals] += subjects;
}

void ActiveCounts::merge(const ActiveCounts& other) {
  counts_.resize(std::max(counts_.size(), other.counts_.size()), 0);
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
}

std::string ActiveCounts::save() const {
  sequence::Writer writer;
  writer.count(counts_.size());
  for (const std::int64_t count : counts_) writer.number(count);
  return writer.bytes();
}

Result<ActiveCounts> ActiveCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ActiveCounts counts;
  counts.counts_.resize(reader.count());
  for (std::int64_t& count : counts.counts_) count = reader.number();
  CHECKED(reader.status());
  return counts;
}

std::int64_t ActiveCounts::at_least(std::size_t intervals) const {
  std::int64_t sum = 0;
  for (std::size_t i = intervals; i < counts_.size(); ++i) sum += counts_[i];
  return sum;
}

Months Months::of(const sequence::Frame& frame) {
  Months all;
  const std::int64_t first = std::max(frame.begin(), frame.data_begin());
  const std::int64_t end = std::min(frame.end(), frame.data_end());
  if (first >= end) return all;
  all.days = Calendar(frame.zone(), Interval::Day, first, end - 1);
  all.weeks = Calendar(frame.zone(), Interval::Week, first, end - 1);
  all.months = Calendar(frame.zone(), Interval::Month, first, end - 1);
  all.whole_weeks.resize(all.months.size(), 0);
  all.days_in.resize(all.months.size(), 0);
  // The data's first day is taken for a whole one; its last is over when something came after it.
  for (std::size_t month = 0; month < all.months.size(); ++month)
    all.is_whole.push_back(all.days.start(0) <= all.months.start(month) && all.months.end(month) <= end);
  for (std::size_t day = 0; day < all.days.size(); ++day) {
    const std::int64_t last = all.days.end(day) - 1;
    all.of_day.push_back(all.months.index(last));
    all.week_of_day.push_back(all.weeks.index(last));
    ++all.days_in[all.of_day.back()];
  }
  for (std::size_t week = 0; week < all.weeks.size(); ++week) {
    const std::int64_t begin = all.weeks.start(week), last = all.weeks.end(week) - 1;
    std::size_t month = kNoMonth;
    if (begin >= all.months.start(0) && last < all.months.end(all.months.size() - 1)) month = all.months.index(begin);
    if (month != kNoMonth && month != all.months.index(last)) month = kNoMonth;
    all.month_of.push_back(month);
    if (month != kNoMonth) ++all.whole_weeks[month];
  }
  return all;
}

void MonthlyCounts::add(const ActiveMonth& unit) {
  if (months_.size() <= unit.month) months_.resize(unit.month + 1);
  MonthCounts& counts = months_[unit.month];
  ++counts.people;
  counts.days += unit.days;
  counts.days_squared += unit.days * unit.days;
  counts.weeks += unit.weeks;
  counts.weeks_squared += unit.weeks * unit.weeks;
  counts.days_in_weeks += unit.days_in_weeks;
}

void MonthlyCounts::merge(const MonthlyCounts& other) {
  months_.resize(std::max(months_.size(), other.months_.size()));
  for (std::size_t month = 0; month < other.months_.size(); ++month) {
    MonthCounts& ours = months_[month];
    const MonthCounts& theirs = other.months_[month];
    ours.people += theirs.people;
    ours.days += theirs.days;
    ours.days_squared += theirs.days_squared;
    ours.weeks += theirs.weeks;
    ours.weeks_squared += theirs.weeks_squared;
    ours.days_in_weeks += theirs.days_in_weeks;
  }
}

std::string MonthlyCounts::save() const {
  sequence::Writer writer;
  writer.count(months_.size());
  for (const MonthCounts& month : months_) {
    for (const std::int64_t number :
         {month.people, month.days, month.days_squared, month.weeks, month.weeks_squared, month.days_in_weeks})
      writer.number(number);
  }
  return writer.bytes();
}

Result<MonthlyCounts> MonthlyCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  MonthlyCounts counts;
  counts.months_.resize(reader.count());
  for (MonthCounts& month : counts.months_) {
    for (std::int64_t* number :
         {&month.people, &month.days, &month.days_squared, &month.weeks, &month.weeks_squared, &month.days_in_weeks})
      *number = reader.number();
  }
  CHECKED(reader.status());
  return counts;
}

}  // namespace throughline::measure
