#include "measure/retention/bulk.h"

#include <algorithm>

#include "sequence/scan.h"

namespace throughline::measure {

using sequence::Stretch;
using sequence::Timeline;

RetentionBulk::RetentionBulk(const RetentionKernel& kernel, const sequence::Frame& frame)
    : kernel_(&kernel),
      frame_(&frame),
      marked_(kernel.matchers()),
      words_(kernel.calendar().size()),
      counts_(kernel.empty()) {}

void RetentionBulk::add(const Stretch& stretch) {
  if (words_.empty()) return;
  marked_.look_at(stretch);
  intervals_.resize(std::max(intervals_.size(), marked_.size()));
  const auto times = marked_.times();
  kernel_->calendar().read(times.first(marked_.size()), std::span(intervals_).first(marked_.size()));
  const std::span<const std::uint32_t> begins = marked_.begins();
  const std::size_t first_row = stretch.first_row();
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!stretch.piece->is_alive(place)) continue;
    const std::size_t end = begins[place - stretch.begin + 1], start = first_start(begins[place - stretch.begin], end);
    if (start == end || !kernel_->is_in_period(times[start])) continue;
    if (!frame_->counts_all()) {
      const std::size_t position = first_row + marked_.places()[start] - stretch.piece->segment->offsets[place];
      if (!frame_->counts(Timeline(*stretch.piece, place), position)) continue;
    }
    words_[intervals_[start]].push_back(kernel_->brackets_in(periods_behind(start, end)));
    ++kept_;
  }
  if (kept_ > kMostWords) flush();
}

std::size_t RetentionBulk::first_start(std::size_t begin, std::size_t end) const {
  for (; begin < end; begin += 63) {
    const std::uint64_t starts = marked_.bits(RetentionKernel::kStart, begin, std::min<std::size_t>(end - begin, 63));
    if (starts != 0) return begin + static_cast<std::size_t>(std::countr_zero(starts));
  }
  return end;
}

std::uint64_t RetentionBulk::periods_behind(std::size_t start, std::size_t end) const {
  const std::uint32_t cohort = intervals_[start];
  std::uint64_t periods = 0;
  for (std::size_t begin = start + 1; begin < end; begin += 63) {
    const std::size_t count = std::min<std::size_t>(end - begin, 63);
    const std::uint64_t returns = marked_.bits(RetentionKernel::kReturn, begin, count);
    for (std::size_t i = 0; i < count; ++i)
      periods |= (returns >> i & 1) << std::min<std::uint32_t>(intervals_[begin + i] - cohort, 63);
  }
  return periods;
}

void RetentionBulk::flush() {
  for (std::size_t cohort = 0; cohort < words_.size(); ++cohort) {
    std::array<std::int64_t, 64> returned{};
    sequence::count_bits(words_[cohort], returned);
    counts_.add(cohort, static_cast<std::int64_t>(words_[cohort].size()), returned);
    words_[cohort].clear();
  }
  kept_ = 0;
}

sequence::States<RetentionKernel> RetentionBulk::finish() {
  flush();
  if (counts_.subjects() == 0) return {};
  return {{0, std::move(counts_)}};
}

}  // namespace throughline::measure
