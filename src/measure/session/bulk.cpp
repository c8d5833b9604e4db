#include <algorithm>

#include "measure/session/cut.h"
#include "sequence/scan.h"

namespace throughline::measure {

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
  const sequence::Marks begins(begins_.data(), begins_.size());
  for (std::size_t place = begin; place < end; ++place)
    if (offsets[place] < offsets[place + 1]) begins.set(0, offsets[place] - first_row_);
  sessions_.resize(std::max(sessions_.size(), rows + 8));
  const std::size_t sessions = sequence::list_marks(begins_, sessions_.data());
  sessions_[sessions] = static_cast<std::uint32_t>(rows);
  add_sessions(sessions);
  std::size_t next = 0;
  for (std::size_t place = begin; place < end; ++place) {
    std::size_t number = 0;
    for (; sessions_[next] < offsets[place + 1] - first_row_; ++next) ++number;
    if (number == 0) continue;
    counts_.subjects.add_others(1);
    counts_.add_subject_with(number);
  }
}

// One figure of all sessions after the other: each in a loop so short that the processor is ahead of it.
void SessionBulk::add_sessions(std::size_t sessions) {
  const std::int64_t not_open = kernel_->data_end() - 1 - kernel_->idle();
  spans_.resize(std::max(spans_.size(), sessions));
  events_.resize(spans_.size());
  std::int64_t bounces = 0, open = 0;
  for (std::size_t i = 0; i < sessions; ++i) {
    const std::uint32_t first = sessions_[i], behind = sessions_[i + 1];
    const std::int64_t last = times_[behind - 1];
    spans_[i] = last - times_[first];
    events_[i] = behind - first;
    bounces += behind - first == 1 ? 1 : 0;
    open += last >= not_open ? 1 : 0;
  }
  counts_.bounces += bounces;
  counts_.open += open;
  counts_.rated += static_cast<std::int64_t>(sessions);
  counts_.add_spans(std::span(spans_).first(sessions), std::span(events_).first(sessions));
  const sequence::Narrow& codes = kernel_->nodes().codes(*piece_);
  for (std::size_t i = 0; i < sessions; ++i) {
    ++counts_.entries[of_codes_[codes[first_row_ + sessions_[i]]]];
    ++counts_.exits[of_codes_[codes[first_row_ + sessions_[i + 1] - 1]]];
  }
}

}  // namespace throughline::measure
