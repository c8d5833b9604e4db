#include <algorithm>

#include "measure/session/cut.h"
#include "sequence/scan.h"

namespace throughline::measure {
namespace {

constexpr std::array<std::int64_t, kSessionLengths.size()> kLengthBounds = [] {
  auto bounds = kSessionLengths;
  for (std::int64_t& bound : bounds) bound *= 1'000'000;
  return bounds;
}();

}  // namespace

SessionBulk::SessionBulk(const SessionKernel& kernel)
    : kernel_(&kernel), counts_(kernel.empty()), entries_(kernel.nodes().size()), exits_(kernel.nodes().size()) {}

void SessionBulk::add(const sequence::Stretch& stretch) {
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = kernel_->nodes().of_codes(*piece_);
  }
  std::size_t begin = stretch.begin;
  for (std::size_t place = stretch.begin; place <= stretch.end; ++place) {
    if (place < stretch.end && piece_->is_alive(place)) continue;
    if (begin < place) add_run(begin, place);
    begin = place + 1;
  }
}

void SessionBulk::add_run(std::size_t begin, std::size_t end) {
  const auto offsets = piece_->segment->offsets;
  first_row_ = offsets[begin];
  const std::size_t rows = offsets[end] - first_row_;
  if (rows == 0) return;
  times_.resize(std::max(times_.size(), rows));
  piece_->segment->time.read(first_row_, std::span(times_).first(rows));
  sequence::mark_pauses(std::span(times_).first(rows), kernel_->idle(), begins_);
  begin_sessions(begin, end);
  sessions_.resize(std::max(sessions_.size(), rows + 8));
  const std::size_t sessions = sequence::list_marks(begins_, sessions_.data());
  sessions_[sessions] = static_cast<std::uint32_t>(rows);
  add_sessions(sessions);
}

// Each subject's first event begins one; how many each has.
void SessionBulk::begin_sessions(std::size_t begin, std::size_t end) {
  const auto offsets = piece_->segment->offsets;
  const sequence::Marks begins(begins_.data(), begins_.size());
  ends_.clear();
  for (std::size_t place = begin; place < end; ++place) {
    if (offsets[place] == offsets[place + 1]) continue;
    begins.set(0, offsets[place] - first_row_);
    ends_.push_back(static_cast<std::uint32_t>(offsets[place + 1] - first_row_));
  }
  begins_.push_back(0);  // the last one ends there
  sessions_before_.resize(std::max(sessions_before_.size(), ends_.size()));
  sequence::count_before(begins_, ends_, sessions_before_.data());
  counts_.subjects.add_others(static_cast<std::int64_t>(ends_.size()));
  const auto number = [&](std::size_t i) { return sessions_before_[i] - (i == 0 ? 0 : sessions_before_[i - 1]); };
  std::size_t most = 0;
  for (std::size_t i = 0; i < ends_.size(); ++i) most = std::max<std::size_t>(most, number(i));
  subjects_with_.grow(most + 1);
  subjects_with_.add(ends_.size(), number);
}

// One figure of all sessions after the other, each in a loop so short that the processor is ahead of it.
void SessionBulk::add_sessions(std::size_t sessions) {
  const std::int64_t not_open = kernel_->data_end() - 1 - kernel_->idle();
  lasted_.resize(std::max(lasted_.size(), sessions));
  events_in_.resize(lasted_.size());
  std::int64_t bounces = 0, open = 0;
  for (std::size_t i = 0; i < sessions; ++i) {
    const std::uint32_t first = sessions_[i], behind = sessions_[i + 1];
    const std::int64_t last = times_[behind - 1];
    lasted_[i] = last - times_[first];
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
  kernel_->nodes().codes(*piece_).visit([&](const auto& code_at) {
    const auto node = [&](std::size_t row) { return of_codes_[code_at(first_row_ + row)]; };
    entries_.add(sessions, [&](std::size_t i) { return node(sessions_[i]); });
    exits_.add(sessions, [&](std::size_t i) { return node(sessions_[i + 1] - 1); });
  });
}

SessionCounts SessionBulk::finish() {
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
