#include "measure/funnel/bulk.h"

#include <algorithm>
#include <bit>

namespace throughline::measure {

using sequence::kEverybody;
using sequence::Stretch;
using sequence::Timeline;

namespace {

std::uint32_t first_bit(std::uint64_t bits) {
  return static_cast<std::uint32_t>(std::countr_zero(bits));
}

}  // namespace

FunnelBulk::FunnelBulk(const FunnelKernel& kernel, const sequence::Frame& frame)
    : kernel_(&kernel),
      frame_(&frame),
      marked_(kernel.matchers()),
      units_(frame, kernel, true),
      states_(kernel),
      reached_(kernel.steps(), 0),
      after_(kernel.steps(), sequence::ManyTimes(sequence::Times::kManyExact)) {}

void FunnelBulk::add(const Stretch& stretch) {
  marked_.look_at(stretch);
  rows_.clear();
  counted_.clear();
  rows_.marks.clear();
  for (std::size_t step = 0; step < kernel_->steps(); ++step) rows_.marks.push_back(marked_.marks(step).data());
  rows_.times = marked_.times().data();
  const std::span<const std::uint32_t> begins = marked_.begins();
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    const std::size_t i = place - stretch.begin;
    if (stretch.piece->is_alive(place)) add_subject(stretch, place, begins[i], begins[i + 1] - begins[i]);
  }
  const std::size_t lanes = rows_.size();
  walk_lanes(rows_, kernel_->plan(), walks_);
  frame_->is_split() ? count_groups() : count_all(lanes);
}

void FunnelBulk::add_subject(const Stretch& stretch, std::size_t place, std::uint32_t begin, std::uint32_t size) {
  if (size > LaneRows::kMost) return walk_alone(stretch, place, begin, size);
  std::uint64_t entries = marked_.bits(0, begin, size);
  if (entries != 0 && !frame_->counts_all()) {
    const Timeline timeline(*stretch.piece, place);
    for (std::uint64_t left = entries; left != 0; left &= left - 1)
      if (!frame_->counts(timeline, position(stretch, place, begin + first_bit(left)))) entries &= ~(left & -left);
  }
  if (entries == 0) return;
  frame_->is_split() ? add_groups(stretch, place, begin, size, entries) : rows_.add(begin, size, entries);
}

// Each group's entries walk by themselves.
void FunnelBulk::add_groups(const Stretch& stretch, std::size_t place, std::uint32_t begin, std::uint32_t size,
                            std::uint64_t entries) {
  const Timeline timeline(*stretch.piece, place);
  const auto add = [&](std::uint64_t own, Counts counted) {
    rows_.add(begin, size, own);
    counted_.push_back(counted);
  };
  of_groups_.clear();
  for (std::uint64_t left = entries; left != 0; left &= left - 1) {
    const std::size_t entry = position(stretch, place, begin + first_bit(left));
    const sequence::GroupKey group = frame_->group_of(timeline, entry, entry);
    auto found = std::ranges::find(of_groups_, group, &std::pair<sequence::GroupKey, std::uint64_t>::first);
    if (found == of_groups_.end()) found = of_groups_.insert(found, {group, 0});
    found->second |= left & -left;
  }
  if (of_groups_.size() == 1) return add(entries, {of_groups_[0].first, true});
  for (const auto& [group, own] : of_groups_) add(own, {group, false});
  add(entries, {kEverybody, true});
}

void FunnelBulk::walk_alone(const Stretch& stretch, std::size_t place, std::uint32_t begin, std::uint32_t size) {
  hits_.clear();
  for (std::uint32_t i = begin; i < begin + size; ++i) {
    std::uint32_t matched = 0;
    for (std::size_t step = 0; step < kernel_->steps(); ++step)
      matched |= static_cast<std::uint32_t>(marked_.bits(step, i, 1)) << step;
    hits_.push_back({static_cast<std::uint32_t>(position(stretch, place, i)), matched, marked_.times()[i]});
  }
  const Timeline timeline(*stretch.piece, place);
  units_.read(
      timeline, [&](sequence::GroupKey group, const FunnelWalk& walk) { states_.at(group).add(timeline, walk); },
      std::span<const sequence::Hit>(hits_));
}

std::size_t FunnelBulk::position(const Stretch& stretch, std::size_t place, std::size_t marked) const {
  return stretch.first_row() + marked_.places()[marked] - stretch.piece->segment->offsets[place];
}

void FunnelBulk::count_all(std::size_t lanes) {
  count_lanes(walks_, lanes, counts_);
  open_ += counts_.open;
  for (std::size_t step = 0; step < kernel_->steps(); ++step) {
    reached_[step] += counts_.reached[step];
    if (step > 0)
      after_[step].add(std::span(counts_.after[step]).first(static_cast<std::size_t>(counts_.reached[step])));
  }
  const auto [from, to] = kernel_->between();
  if (from == to) return;
  for (std::size_t lane = 0; lane < lanes; ++lane)
    if (walks_.reached[lane] > static_cast<std::int64_t>(to)) between_.push_back(walks_.between(lane, from, to));
}

void FunnelBulk::count_groups() {
  for (std::size_t lane = 0; lane < counted_.size(); ++lane) {
    if (counted_[lane].group != kEverybody) states_.at(counted_[lane].group).add(walks_, lane);
    if (counted_[lane].of_everybody) states_.at(kEverybody).add(walks_, lane);
  }
}

sequence::States<FunnelKernel> FunnelBulk::finish() {
  if (reached_[0] > 0) {
    FunnelCounts& all = states_.at(0);
    for (std::size_t step = 0; step < kernel_->steps(); ++step) all.add(step, reached_[step], after_[step].finish());
    all.add_between(between_);
    all.open += open_;
  }
  return std::move(states_.states());
}

}  // namespace throughline::measure
