#include "measure/trend/trend.h"

namespace throughline::measure {

using sequence::Stretch;
using sequence::Timeline;

TrendBulk::TrendBulk(const TrendKernel& kernel, const sequence::Frame& frame)
    : kernel_(&kernel), row_groups_(frame), cells_(row_groups_.none() + std::size_t{1}), is_split_(frame.is_split()) {}

void TrendBulk::add(const Stretch& stretch) {
  const sequence::Piece& piece = *stretch.piece;
  const std::span<const std::uint32_t> groups = groups_of(stretch);
  const auto offsets = piece.segment->offsets;
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!piece.is_alive(place)) continue;
    const std::size_t rows = offsets[place + 1] - offsets[place];
    const auto own = groups.subspan(offsets[place] - stretch.first_row(), rows);
    if (rows > Cell::kMostTimes) {
      add_long_timeline(Timeline(piece, place), own);
      continue;
    }
    if (rows_ + rows > Cell::kMostTimes || subjects_ == Cell::kMostSubjects) flush();
    rows_ += rows;
    ++subjects_;
    add_timeline(own);
  }
}

std::span<const std::uint32_t> TrendBulk::groups_of(const Stretch& stretch) {
  const std::span<std::uint32_t> groups = row_groups_.of(stretch);
  filters_.begin(stretch);
  kernel_->match().mark(stretch, filters_, matches_);
  sequence::keep_marked(matches_, row_groups_.none(), groups);
  return groups;
}

void TrendBulk::add_timeline(std::span<const std::uint32_t> groups) {
  const std::uint64_t subject = Cell::mark_of(subjects_);
  const std::uint32_t none = row_groups_.none();
  Cell* const cells = cells_.data();
  bool counts = false;
  for (const std::uint32_t group : groups) {
    cells[group].pass(subject);
    counts |= group != none;
  }
  everybody_.subjects += counts ? 1 : 0;
}

// More events than a cell counts.
void TrendBulk::add_long_timeline(const Timeline& timeline, std::span<const std::uint32_t> groups) {
  for (std::size_t position = 0; position < groups.size(); ++position) {
    if (groups[position] == row_groups_.none()) continue;
    states_[groups[position]].add(timeline, {position, position});
    everybody_.add(timeline, {position, position});
  }
}

void TrendBulk::flush() {
  for (std::uint32_t group = 0; group < row_groups_.none(); ++group) {
    if (cells_[group].times() == 0) continue;
    TrendCounts& counts = states_[group];
    counts.events += cells_[group].times();
    counts.subjects += cells_[group].subjects();
    everybody_.events += cells_[group].times();
  }
  std::ranges::fill(cells_, Cell());
  rows_ = subjects_ = 0;
}

sequence::States<TrendKernel> TrendBulk::finish() {
  flush();
  if (is_split_ && everybody_.events > 0) states_[sequence::kEverybody] = everybody_;
  return std::move(states_);
}

}  // namespace throughline::measure
