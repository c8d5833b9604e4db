#include <algorithm>

#include "measure/session/bulk.h"
#include "sequence/scan.h"

namespace throughline::measure {
namespace {

constexpr std::array<std::int64_t, kSessionLengths.size()> kLengthBounds = [] {
  auto bounds = kSessionLengths;
  for (std::int64_t& bound : bounds) bound *= 1'000'000;
  return bounds;
}();

}  // namespace

SessionTally::SessionTally(const SessionKernel& kernel)
    : kernel_(&kernel), counts_(kernel.empty()), entries_(kernel.nodes().size()), exits_(kernel.nodes().size()) {}

// One figure of all sessions after the other, each in a loop so short that the processor is ahead of it.
void SessionTally::add_figures(const std::int64_t* times, std::span<const std::uint32_t> bounds) {
  const std::size_t sessions = bounds.size() - 1;
  const std::int64_t not_open = kernel_->data_end() - 1 - kernel_->idle();
  lasted_.resize(std::max(lasted_.size(), sessions));
  events_in_.resize(lasted_.size());
  std::int64_t bounces = 0, open = 0;
  for (std::size_t i = 0; i < sessions; ++i) {
    const std::uint32_t first = bounds[i], behind = bounds[i + 1];
    const std::int64_t last = times[behind - 1];
    lasted_[i] = last - times[first];
    events_in_[i] = behind - first;
    bounces += behind - first == 1 ? 1 : 0;
    open += last >= not_open ? 1 : 0;
  }
  counts_.bounces += bounces;
  counts_.open += open;
  counts_.sessions += static_cast<std::int64_t>(sessions);
  counts_.rated += static_cast<std::int64_t>(sessions);
  durations_.add(std::span(lasted_).first(sessions));
  events_.add(std::span(events_in_).first(sessions));
  sequence::count_from(std::span(lasted_).first(sessions), kLengthBounds, at_least_.data());
}

void SessionTally::add_subjects(std::span<const std::uint32_t> numbers) {
  counts_.subjects.add_others(static_cast<std::int64_t>(numbers.size()));
  std::uint32_t most = 0;
  for (const std::uint32_t number : numbers) most = std::max(most, number);
  subjects_with_.grow(std::size_t{most} + 1);
  subjects_with_.add(numbers.size(), [&](std::size_t i) { return numbers[i]; });
}

SessionCounts SessionTally::finish() {
  counts_.durations = durations_.finish();
  counts_.events = events_.finish();
  counts_.by_length.front() = counts_.sessions - at_least_.front();
  for (std::size_t i = 0; i + 1 < at_least_.size(); ++i) counts_.by_length[i + 1] = at_least_[i] - at_least_[i + 1];
  counts_.by_length.back() = at_least_.back();
  for (std::size_t node = 0; node < counts_.entries.size(); ++node) {
    counts_.entries[node] = entries_.at(node);
    counts_.exits[node] = exits_.at(node);
  }
  counts_.subjects_with.resize(subjects_with_.size());
  for (std::size_t number = 0; number < subjects_with_.size(); ++number)
    counts_.subjects_with[number] = subjects_with_.at(number);
  return std::move(counts_);
}

}  // namespace throughline::measure
