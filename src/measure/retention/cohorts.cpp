#include "measure/retention/cohorts.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Marks;
using sequence::Timeline;
using Measure = model::RetentionQuestion::Measure;

double rolling_days(Interval interval) {
  static constexpr std::array<double, 6> kRollingDays{1.0 / 24, 1, 7, 30, 90, 365};
  return kRollingDays[static_cast<std::size_t>(interval)];
}

std::vector<model::RetentionQuestion::Bracket> brackets_of(const model::RetentionQuestion& asked) {
  if (!asked.brackets.empty()) return asked.brackets;
  std::vector<model::RetentionQuestion::Bracket> each;
  for (int period = 1; period <= asked.periods; ++period) each.push_back({period, period});
  return each;
}

void CohortCounts::add(const Timeline& timeline, const CohortMember& member) {
  const std::size_t row = member.cohort * width_;
  if (table_.size() <= row) table_.resize(row + width_, 0);
  ++table_[row];
  member.returned.each([&](std::size_t bracket) { ++table_[row + bracket + 1]; });
  if (last_subject_ == timeline.subject()) return;
  last_subject_ = timeline.subject();
  ++subjects_;
}

void CohortCounts::add(std::size_t cohort, std::int64_t members, std::span<const std::int64_t> returned) {
  if (members == 0) return;
  const std::size_t row = cohort * width_;
  if (table_.size() <= row) table_.resize(row + width_, 0);
  table_[row] += members;
  for (std::size_t bracket = 0; bracket + 1 < width_; ++bracket) table_[row + bracket + 1] += returned[bracket];
  subjects_ += members;
}

void CohortCounts::merge(const CohortCounts& other) {
  if (table_.size() < other.table_.size()) table_.resize(other.table_.size(), 0);
  for (std::size_t i = 0; i < other.table_.size(); ++i) table_[i] += other.table_[i];
  subjects_ += other.subjects_;
}

std::string CohortCounts::save() const {
  sequence::Writer writer;
  writer.count(width_);
  writer.count(table_.size());
  for (const std::int64_t count : table_) writer.number(count);
  writer.number(subjects_);
  return writer.bytes();
}

Result<CohortCounts> CohortCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  const std::int64_t width = reader.number();
  if (width < 1 || width > kMostPeriods + 1) return fail("state.broken", "the state of a retention cannot be read");
  CohortCounts counts(static_cast<std::size_t>(width) - 1);
  counts.table_.resize(reader.count());
  for (std::int64_t& count : counts.table_) count = reader.number();
  counts.subjects_ = reader.number();
  CHECKED(reader.status());
  if (counts.table_.size() % counts.width_ != 0) return fail("state.broken", "the state of a retention cannot be read");
  return counts;
}

std::int64_t CohortCounts::memberships() const {
  std::int64_t sum = 0;
  for (std::size_t cohort = 0; cohort < cohorts(); ++cohort) sum += members(cohort);
  return sum;
}

RetentionKernel::RetentionKernel(sequence::Match start, sequence::Match returns, const sequence::Frame& frame,
                                 const Asked& asked)
    : matches_{std::move(start), std::move(returns)},
      begin_(std::max(frame.begin(), frame.data_begin())),
      end_(std::min(frame.end(), frame.data_end())),
      data_end_(frame.data_end()),
      mode_(asked.mode),
      measure_(asked.measure),
      is_rolling_(asked.basis == Asked::Basis::Rolling),
      is_plain_(!is_rolling_ && mode_ == Asked::Mode::FirstTime && measure_ == Measure::On && asked.at_least == 1),
      length_(static_cast<std::int64_t>(rolling_days(asked.interval) * 86'400e6 + 0.5) * asked.every),
      at_least_(static_cast<std::size_t>(asked.at_least)),
      brackets_(brackets_of(asked)),
      place_of_(static_cast<std::size_t>(brackets_.back().last) + 1, kNoBracket) {
  for (std::size_t place = 0; place < brackets_.size(); ++place) {
    for (int period = brackets_[place].first; period <= brackets_[place].last; ++period)
      place_of_[static_cast<std::size_t>(period)] = place;
  }
  const auto is_period_of = [&](std::size_t place) {
    return brackets_[place] == Asked::Bracket{static_cast<int>(place) + 1, static_cast<int>(place) + 1};
  };
  is_each_period_ = true;
  for (std::size_t place = 0; place < brackets_.size(); ++place)
    is_each_period_ = is_each_period_ && is_period_of(place);
  if (begin_ >= end_) return;
  // Joined intervals are counted from the period's start as it was asked for, so that new data never move them.
  const std::int64_t first = asked.every > 1 && frame.has_begin() ? frame.begin() : begin_;
  calendar_ = sequence::Calendar(frame.zone(), asked.interval, first, data_end_ - 1, asked.every);
}

bool RetentionKernel::is_observed(std::size_t cohort, std::size_t bracket) const {
  const int last = measure_ == Measure::Cumulative ? brackets_.back().last : brackets_[bracket].last;
  if (is_rolling_) {
    const std::int64_t last_start = std::min(calendar_.end(cohort), end_) - 1;
    return last_start + (last + 1) * length_ <= data_end_;
  }
  const std::size_t interval = cohort + static_cast<std::size_t>(last);
  return interval < calendar_.size() && calendar_.end(interval) <= data_end_;
}

void RetentionKernel::find_starts(const Timeline& timeline, Marks marks, Walk& walk) const {
  walk.starts.clear();
  if (calendar_.size() == 0) return;
  std::size_t cohort = 0;
  for (std::size_t start = marks.first(kStart); start != Marks::kNone; start = marks.next(kStart, start)) {
    const std::int64_t time = timeline.time(start);
    if (time >= end_) return;
    if (time >= begin_) {
      cohort = calendar_.index(time, cohort);
      if (walk.starts.empty() || walk.starts.back().cohort != cohort) walk.starts.push_back({start, cohort, time});
    }
    if (mode_ == Asked::Mode::FirstTime) return;
  }
}

bool RetentionKernel::plain_member(const Timeline& timeline, Marks marks, CohortMember& member) const {
  const std::size_t start = marks.first(kStart);
  if (start == Marks::kNone || calendar_.size() == 0) return false;
  const std::int64_t began = timeline.time(start);
  if (began < begin_ || began >= end_) return false;
  member.anchor = member.entry = start;
  member.cohort = calendar_.index(began);
  const std::int64_t end = horizon({start, member.cohort, began});
  for (std::size_t at = marks.next(kReturn, start); at != Marks::kNone; at = marks.next(kReturn, at)) {
    const std::int64_t time = timeline.time(at);
    if (time >= end) break;
    member.returned.insert(place_of_[calendar_.index(time) - member.cohort]);
  }
  member.returned.erase(kNoBracket);
  return true;
}

std::uint64_t RetentionKernel::brackets_in(std::uint64_t periods) const {
  periods &= (std::uint64_t{1} << place_of_.size()) - 1;
  if (is_each_period_) return periods >> 1;
  std::uint64_t brackets = 0;
  for (; periods != 0; periods &= periods - 1)
    if (const std::size_t place = place_of_[static_cast<std::size_t>(std::countr_zero(periods))]; place != kNoBracket)
      brackets |= std::uint64_t{1} << place;
  return brackets;
}

// The first instant whose returns no longer matter.
std::int64_t RetentionKernel::horizon(const Start& start) const {
  if (measure_ == Measure::OnOrAfter) return std::numeric_limits<std::int64_t>::max();
  if (is_rolling_) return start.time + static_cast<std::int64_t>(place_of_.size()) * length_;
  return calendar_.end(std::min(start.cohort + place_of_.size(), calendar_.size()) - 1);
}

void RetentionKernel::find_returns(const Timeline& timeline, Marks marks, Walk& walk) const {
  walk.returns.clear();
  const std::int64_t end = horizon(walk.starts.back());
  const bool is_merged = at_least_ == 1 && !is_rolling_;
  const Start& first = walk.starts.front();
  std::size_t interval = first.cohort;
  for (std::size_t at = marks.next(kReturn, first.position); at != Marks::kNone; at = marks.next(kReturn, at)) {
    const std::int64_t time = timeline.time(at);
    if (time >= end) return;
    if (!is_rolling_) interval = calendar_.index(time, interval);
    if (is_merged && !walk.returns.empty() && walk.returns.back().interval == interval) {
      walk.returns.back() = {at, interval, time};
    } else {
      walk.returns.push_back({at, interval, time});
    }
  }
}

int RetentionKernel::period(const Start& start, const Return& back) const {
  return is_rolling_ ? static_cast<int>((back.time - start.time) / length_)
                     : static_cast<int>(back.interval - start.cohort);
}

void RetentionKernel::mark_on(const Start& start, std::span<const Return> returns, BracketSet& into) const {
  std::size_t bracket = kNoBracket, times = 0;
  for (const Return& back : returns) {
    const auto at = static_cast<std::size_t>(period(start, back));
    if (at >= place_of_.size()) return;
    if (place_of_[at] == kNoBracket) continue;
    times = place_of_[at] == bracket ? times + 1 : 1;
    bracket = place_of_[at];
    if (times == at_least_) into.insert(bracket);
  }
}

// `returns` are all those behind the start that it can reach, and, for recurring members, some beyond.
void RetentionKernel::mark(const Start& start, std::span<const Return> returns, BracketSet& into) const {
  if (measure_ == Measure::On) return mark_on(start, returns, into);
  if (measure_ == Measure::Cumulative) {
    const std::int64_t end = horizon(start);
    const auto beyond = std::ranges::partition_point(returns, [&](const Return& back) { return back.time < end; });
    returns = returns.first(static_cast<std::size_t>(beyond - returns.begin()));
  }
  if (returns.size() < at_least_) return;
  // Of `at_least` returns the first, or the last, decides which brackets hold them all.
  const bool is_before = measure_ == Measure::OnOrBefore;
  const int decisive = period(start, is_before ? returns[at_least_ - 1] : returns[returns.size() - at_least_]);
  for (std::size_t place = 0; place < brackets_.size(); ++place) {
    if (is_before ? decisive <= brackets_[place].last : brackets_[place].first <= decisive) into.insert(place);
  }
}

}  // namespace throughline::measure
