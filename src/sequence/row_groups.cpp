#include "sequence/row_groups.h"

#include <algorithm>

namespace throughline::sequence {
namespace {

constexpr std::size_t kMostGroups = 1 << 20;

}  // namespace

void keep_marked(const MarkWords& marks, std::uint32_t none, std::span<std::uint32_t> keys) {
  const auto is_whole = [](std::uint64_t word) { return word == ~std::uint64_t{0}; };
  const std::size_t words = keys.size() / 64;
  std::size_t row =
      std::all_of(marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(words), is_whole) ? words * 64 : 0;
  for (; row < keys.size(); ++row) keys[row] = (marks[row / 64] >> row % 64 & 1) != 0 ? keys[row] : none;
}

bool RowGroups::tells(const Frame& frame) {
  return frame.by(model::By::Kind::Segments) == nullptr && frame.groups() <= kMostGroups;
}

std::span<std::uint32_t> RowGroups::of(const Stretch& stretch) {
  if (keys_.size() < stretch.rows()) {
    keys_.resize(stretch.rows());
    times_.resize(stretch.rows());
  }
  const std::span<std::uint32_t> keys = std::span(keys_).first(stretch.rows());
  const std::span<std::int64_t> times = std::span(times_).first(stretch.rows());
  stretch.piece->segment->time.read(stretch.first_row(), times);
  frame_->read_groups(stretch, times, keys);
  if (!frame_->counts_all()) leave_out(stretch, keys);
  return keys;
}

void RowGroups::leave_out(const Stretch& stretch, std::span<std::uint32_t> keys) const {
  std::size_t row = 0;
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    const Timeline timeline(*stretch.piece, place, times_.data() + row);
    for (std::size_t position = 0; position < timeline.size(); ++position, ++row)
      keys[row] = stretch.piece->is_alive(place) && frame_->counts(timeline, position) ? keys[row] : none_;
  }
}

}  // namespace throughline::sequence
