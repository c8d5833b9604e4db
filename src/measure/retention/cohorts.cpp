#include "measure/retention/cohorts.h"

#include <algorithm>

#include "sequence/state_bytes.h"

namespace throughline::measure {

using sequence::Timeline;

void CohortCounts::add(const Timeline&, const CohortMember& member) {
  Cohort& cohort = cohorts_[member.cohort];
  ++cohort.members;
  for (const int period : member.returned) {
    const auto place = static_cast<std::size_t>(period);
    if (cohort.returned.size() <= place) cohort.returned.resize(place + 1, 0);
    ++cohort.returned[place];
  }
}

void CohortCounts::merge(const CohortCounts& other) {
  for (const auto& [start, theirs] : other.cohorts_) {
    Cohort& ours = cohorts_[start];
    ours.members += theirs.members;
    ours.returned.resize(std::max(ours.returned.size(), theirs.returned.size()), 0);
    for (std::size_t period = 0; period < theirs.returned.size(); ++period)
      ours.returned[period] += theirs.returned[period];
  }
}

std::string CohortCounts::save() const {
  sequence::Writer writer;
  writer.count(cohorts_.size());
  for (const auto& [start, cohort] : cohorts_) {
    writer.number(start);
    writer.number(cohort.members);
    writer.count(cohort.returned.size());
    for (const std::int64_t returned : cohort.returned) writer.number(returned);
  }
  return writer.bytes();
}

Result<CohortCounts> CohortCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  CohortCounts counts;
  for (std::size_t left = reader.count(); left > 0 && !reader.is_broken(); --left) {
    Cohort& cohort = counts.cohorts_[reader.number()];
    cohort.members = reader.number();
    cohort.returned.resize(reader.count());
    for (std::int64_t& returned : cohort.returned) returned = reader.number();
  }
  CHECKED(reader.status());
  return counts;
}

std::int64_t CohortCounts::members() const {
  std::int64_t sum = 0;
  for (const auto& [start, cohort] : cohorts_) sum += cohort.members;
  return sum;
}

std::int64_t CohortCounts::returned(const Cohort& cohort, int period) const {
  const auto place = static_cast<std::size_t>(period);
  return place < cohort.returned.size() ? cohort.returned[place] : 0;
}

RetentionKernel::RetentionKernel(sequence::Match start, sequence::Match returns, const sequence::Frame& frame,
                                 Interval interval, int periods)
    : start_(std::move(start)),
      returns_(std::move(returns)),
      begin_(std::max(frame.begin(), frame.data_begin())),
      end_(std::min(frame.end(), frame.data_end())),
      data_end_(frame.data_end()),
      periods_(periods) {
  if (begin_ < end_) calendar_ = sequence::Calendar(frame.zone(), interval, begin_, data_end_ - 1);
}

bool RetentionKernel::is_observed(std::int64_t cohort, int period) const {
  const std::size_t interval = calendar_.index(cohort) + static_cast<std::size_t>(period);
  return interval < calendar_.size() && calendar_.end(interval) <= data_end_;
}

CohortMember RetentionKernel::member(const Timeline& timeline, std::size_t start) const {
  const std::size_t own = calendar_.index(timeline.time(start));
  CohortMember member{.anchor = start, .entry = start, .cohort = calendar_.start(own), .returned = {}};
  for (std::size_t position = start + 1; position < timeline.size(); ++position) {
    if (!returns_(timeline, position)) continue;
    const auto period = static_cast<int>(calendar_.index(timeline.time(position)) - own);
    if (period > periods_) break;
    if (period > 0 && (member.returned.empty() || member.returned.back() != period)) member.returned.push_back(period);
  }
  return member;
}

}  // namespace throughline::measure
