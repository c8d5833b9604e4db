#include <algorithm>

#include "measure/handovers/kernel.h"

namespace throughline::measure {

using sequence::Code;
using sequence::Stretch;

HandoverBulk::HandoverBulk(const HandoverKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel),
      stations_(kernel.between().values().size()),
      left_(stations_),
      pairs_(stations_ * stations_, kNone) {}

void HandoverBulk::add(const Stretch& stretch) {
  times_.resize(std::max(times_.size(), stretch.rows()));
  changes_.resize(std::max(changes_.size(), stretch.rows() + 1));
  stretch.piece->segment->time.read(stretch.first_row(), std::span(times_).first(stretch.rows()));
  filters_.begin(stretch);
  if (kernel_->has_events_) kernel_->events_.mark(stretch, filters_, events_);
  if (kernel_->has_done_) kernel_->done_.mark(stretch, filters_, done_);
  kernel_->between_.visit(*stretch.piece, [&](const auto& code_at) {
    const auto station = [&code_at, first = stretch.first_row()](std::size_t row) { return code_at(first + row); };
    kernel_->has_events_ ? add_timelines<true>(stretch, station) : add_timelines<false>(stretch, station);
  });
}

// First where stays end, then how: neither can be foreseen, and the first is asked of every event.
template <bool kHasEvents, class CodeAt>
void HandoverBulk::add_timelines(const Stretch& stretch, const CodeAt& code_at) {
  const auto offsets = stretch.piece->segment->offsets;
  const std::size_t first_row = stretch.first_row();
  const std::int64_t within = kernel_->within_;
  Change* const changes = changes_.data();
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!stretch.piece->is_alive(place)) continue;
    Code station = 0;
    std::int64_t before = 0;
    std::uint32_t last = kNone;
    std::size_t found = 0;
    for (std::size_t row = offsets[place] - first_row; row < offsets[place + 1] - first_row; ++row) {
      const Code here = code_at(row);
      if (here == 0 || (kHasEvents && !has(events_, row))) continue;
      const std::int64_t time = times_[row];
      changes[found] = {last, static_cast<std::uint32_t>(row)};
      found += (here != station) | (time - before > within) ? 1 : 0;
      station = here;
      before = time;
      last = static_cast<std::uint32_t>(row);
    }
    if (found == 0) continue;
    changes[found++] = {last, kNone};
    const std::size_t subject = stretch.piece->subjects[place];
    subjects_.add(subject);
    for (std::size_t i = 1; i < found; ++i) end_stay(subject, changes[i], code_at);  // 0: where the first stay begins
  }
}

template <class CodeAt>
void HandoverBulk::end_stay(std::size_t subject, Change change, const CodeAt& code_at) {
  const std::int64_t last = times_[change.last];
  const Code station = code_at(change.last);
  Left& from = left_[station];
  if (change.next != kNone && times_[change.next] - last <= kernel_->within_) {
    const std::int64_t delay = times_[change.next] - last;
    Handed& passage = handed(station, code_at(change.next));
    ++from.handed_over;
    ++passage.count;
    passage.subjects.add(subject);
    passage.delays.add(delay);
    ++passage.by_delay[delay_class(delay)];
  } else if (kernel_->has_done_ && has(done_, change.last)) {
    ++from.done;
  } else if (kernel_->data_end_ - 1 - last < kernel_->within_) {
    ++from.open;
  } else {
    ++from.lost;
    from.lost_subjects.add(subject);
  }
}

Handed& HandoverBulk::handed(Code from, Code to) {
  std::uint32_t& at = pairs_[from * stations_ + to];
  if (at == kNone) {
    at = static_cast<std::uint32_t>(handed_.size());
    handed_.emplace_back(std::pair(from, to), Handed());
  }
  return handed_[at].second;
}

sequence::States<HandoverKernel> HandoverBulk::finish() {
  HandoverCounts counts;
  counts.subjects = subjects_;
  for (auto& [stations, passage] : handed_) counts.handed.emplace(stations, std::move(passage));
  for (Code station = 0; station < stations_; ++station) {
    const Left& from = left_[station];
    if (from.handed_over + from.lost + from.done + from.open > 0) counts.left.emplace(station, from);
  }
  sequence::States<HandoverKernel> states;
  if (subjects_.count() > 0) states.emplace(0, std::move(counts));
  return states;
}

}  // namespace throughline::measure
