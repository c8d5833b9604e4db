#include <algorithm>

#include "measure/lifecycle/lifecycle.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {

void LifecycleCounts::add(const sequence::Timeline&, const LifeInterval& unit) {
  if (counts_.size() <= unit.interval) counts_.resize(unit.interval + 1);
  ++counts_[unit.interval][static_cast<std::size_t>(unit.state)];
}

void LifecycleCounts::merge(const LifecycleCounts& other) {
  counts_.resize(std::max(counts_.size(), other.counts_.size()));
  for (std::size_t interval = 0; interval < other.counts_.size(); ++interval) {
    for (std::size_t state = 0; state < kLifeStates.size(); ++state)
      counts_[interval][state] += other.counts_[interval][state];
  }
}

std::string LifecycleCounts::save() const {
  sequence::Writer writer;
  writer.count(counts_.size());
  for (const auto& states : counts_) {
    for (const std::int64_t count : states) writer.number(count);
  }
  return writer.bytes();
}

Result<LifecycleCounts> LifecycleCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  LifecycleCounts counts;
  counts.counts_.resize(reader.count());
  for (auto& states : counts.counts_) {
    for (std::int64_t& count : states) count = reader.number();
  }
  CHECKED(reader.status());
  return counts;
}

std::int64_t LifecycleCounts::count(std::size_t interval, LifeState state) const {
  return interval < counts_.size() ? counts_[interval][static_cast<std::size_t>(state)] : 0;
}

std::int64_t LifecycleCounts::active(std::size_t interval) const {
  return count(interval, LifeState::New) + count(interval, LifeState::Returning) +
         count(interval, LifeState::Resurrecting);
}

LifecycleKernel::LifecycleKernel(sequence::Match match, const sequence::Frame& frame, Interval interval,
                                 const sequence::Calendar& listed)
    : match_(std::move(match)), intervals_(listed.size()) {
  if (intervals_ == 0) return;
  calendar_ = sequence::Calendar(frame.zone(), interval, listed.start(0) - 1, listed.start(intervals_ - 1));
  end_ = listed.end(intervals_ - 1);
}

}  // namespace throughline::measure
