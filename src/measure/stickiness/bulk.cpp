#include "measure/stickiness/active_intervals.h"

namespace throughline::measure {
namespace {

// take(rows): the intervals of each living subject's rows.
template <class Take>
void for_subjects(const sequence::Stretch& stretch, std::span<const std::uint32_t> intervals, const Take& take) {
  const auto offsets = stretch.piece->segment->offsets;
  const std::size_t first = stretch.first_row();
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (stretch.piece->is_alive(place))
      take(intervals.subspan(offsets[place] - first, offsets[place + 1] - offsets[place]));
  }
}

}  // namespace

std::span<const std::uint32_t> MatchingIntervals::of(const sequence::Stretch& stretch) {
  if (intervals_.size() < stretch.rows()) {
    intervals_.resize(stretch.rows());
    times_.resize(stretch.rows());
  }
  const std::span<std::uint32_t> intervals = std::span(intervals_).first(stretch.rows());
  const std::span<std::int64_t> times = std::span(times_).first(stretch.rows());
  stretch.piece->segment->time.read(stretch.first_row(), times);
  calendar_->read(times, intervals);
  filters_.begin(stretch);
  match_->mark(stretch, filters_, matches_);
  sequence::keep_marked(matches_, kNone, intervals);
  if (calendar_->holds(stretch.piece->segment->first, stretch.piece->segment->last)) return intervals;
  for (std::size_t row = 0; row < times.size(); ++row)
    intervals[row] = calendar_->holds(times[row], times[row]) ? intervals[row] : kNone;
  return intervals;
}

ActiveBulk::ActiveBulk(const ActiveKernel& kernel, const sequence::Frame&)
    : at_least_(kernel.at_least()),
      intervals_(kernel.match(), kernel.listed()),
      subjects_(kernel.listed().size() + 1) {}

void ActiveBulk::add(const sequence::Stretch& stretch) {
  for_subjects(stretch, intervals_.of(stretch), [&](std::span<const std::uint32_t> intervals) {
    subjects_.add(1, [&](std::size_t) { return active_in(intervals); });
  });
}

// Without branches: when the interval changes cannot be foreseen.
std::size_t ActiveBulk::active_in(std::span<const std::uint32_t> intervals) const {
  std::uint32_t at = MatchingIntervals::kNone, events = 0;
  std::size_t active = 0;
  for (const std::uint32_t interval : intervals) {
    const bool is_any = interval != MatchingIntervals::kNone;
    const std::uint32_t more = interval == at ? events + 1 : 1;
    events = is_any ? more : events;
    at = is_any ? interval : at;
    active += is_any && events == at_least_ ? 1 : 0;
  }
  return active;
}

sequence::States<ActiveKernel> ActiveBulk::finish() {
  ActiveCounts counts;
  for (std::size_t intervals = 1; intervals < subjects_.size(); ++intervals)
    if (const std::int64_t subjects = subjects_.at(intervals); subjects > 0) counts.add(intervals, subjects);
  if (counts.at_least(1) == 0) return {};
  return {{0, std::move(counts)}};
}

MonthlyBulk::MonthlyBulk(const MonthlyKernel& kernel, const sequence::Frame&)
    : months_(&kernel.months()), days_(kernel.match(), kernel.months().days) {}

void MonthlyBulk::add(const sequence::Stretch& stretch) {
  const auto take = [&](const ActiveMonth& month) { counts_.add(month); };
  for_subjects(stretch, days_.of(stretch), [&](std::span<const std::uint32_t> days) {
    if (active_.size() <= days.size()) active_.resize(days.size() + 1);
    std::size_t active = 0;
    std::uint32_t at = MatchingIntervals::kNone;
    for (const std::uint32_t day : days) {
      active_[active] = day;
      const bool is_new = day != MatchingIntervals::kNone && day != at;
      at = is_new ? day : at;
      active += is_new ? 1 : 0;
    }
    DaysOfMonths months(*months_);
    for (std::size_t i = 0; i < active; ++i) months.take(active_[i], 0, take);
    months.finish(take);
  });
}

sequence::States<MonthlyKernel> MonthlyBulk::finish() {
  if (counts_.is_empty()) return {};
  return {{0, std::move(counts_)}};
}

}  // namespace throughline::measure
