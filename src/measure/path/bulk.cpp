#include "measure/path/bulk.h"

namespace throughline::measure {

using sequence::kNoNode;
using sequence::Node;
using sequence::Passages;
using sequence::Stretch;
using sequence::Timeline;

namespace {

TrailCells layout_of(const PathKernel& kernel) {
  if (kernel.has_at()) return {0, 0};
  return {kernel.nodes().size(), static_cast<std::size_t>(kernel.last() - kernel.first() + 1)};
}

}  // namespace

void StretchNodes::look_at(const Stretch& stretch, bool reads_times) {
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = passages_->nodes().of_codes(*piece_);
  }
  first_row_ = stretch.first_row();
  times_.resize(std::max(times_.size(), stretch.rows()));
  if (reads_times) piece_->segment->time.read(first_row_, std::span(times_).first(stretch.rows()));
}

sequence::Passage TrailsAround::passage_with(std::size_t row, std::size_t begin, std::size_t end) {
  const Passages& passages = kernel_->passages();
  std::size_t first = row;
  for (std::size_t before = row; before-- > begin;) {
    if (nodes_[before] == kNoNode) continue;
    if (*nodes_.times(first) - *nodes_.times(before) > passages.gap()) break;
    first = before;
  }
  visits_.clear();
  std::size_t last = first;
  for (std::size_t next = first; next < end; ++next) {
    const Node node = nodes_[next];
    if (node == kNoNode) continue;
    const std::int64_t time = *nodes_.times(next);
    if (time - *nodes_.times(last) > passages.gap()) break;
    last = next;
    if (passages.is_collapsed() && !visits_.empty() && visits_.back().node == node) {
      ++visits_.back().events;
    } else {
      visits_.push_back({node, 1, next - begin, time});
    }
  }
  return {visits_, last - begin};
}

PathBulk::PathBulk(const PathKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel),
      layout_(layout_of(kernel)),
      cells_(layout_.size()),
      stations_(layout_.stations()),
      counts_(kernel.empty()),
      nodes_(kernel.passages()),
      around_(kernel) {}

void PathBulk::add(const Stretch& stretch) {
  if (kernel_->has_at()) {
    return around_.over(stretch, [&](const Timeline& timeline, const Trail& trail) { counts_.add(timeline, trail); });
  }
  kernel_->passages().gap() != Passages::kNever ? add_timelines<true>(stretch) : add_timelines<false>(stretch);
}

template <bool kHasGap>
void PathBulk::add_timelines(const Stretch& stretch) {
  nodes_.look_at(stretch, kHasGap);
  const auto offsets = stretch.piece->segment->offsets;
  nodes_.visit([&](const auto& node_at) {
    for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
      if (!stretch.piece->is_alive(place)) continue;
      const std::size_t begin = offsets[place], end = offsets[place + 1];
      if (end - begin > Cell::kMostTimes) {  // more than a cell counts
        const Timeline timeline(*stretch.piece, place);
        kernel_->units(timeline, [&](const Trail& trail) { counts_.add(timeline, trail); });
        continue;
      }
      if (rows_ + (end - begin) > Cell::kMostTimes || subjects_ == Cell::kMostSubjects) flush();
      rows_ += end - begin;
      const std::uint64_t mark = Cell::mark_of(++subjects_);
      bool has_any = false;
      layout_.walk<kHasGap>(begin, end, nodes_.times(begin), kernel_->passages(), node_at,
                            [&, cells = cells_.data(), stations = stations_.data()](const TrailCells::Visit& visit) {
                              cells[visit.cell].pass(mark);
                              stations[visit.station].pass(mark);
                              has_any = true;
                            });
      counts_.subjects.add_others(has_any ? 1 : 0);
    }
  });
}

// At a node: as many passages as came there, and as many ends as do not go on.
void PathBulk::flush_node(std::size_t position, Node node) {
  const Cell& station = stations_[position * counts_.nodes_ + node];
  if (station.times() == 0) return;
  PathNode& counts = counts_.station(position, node);
  counts.passages += station.times();
  counts.subjects.add_others(station.subjects());
  counts.exits += station.times();
  if (position == 0) {
    counts.entries += station.times();
    counts_.passages += station.times();
  }
  const std::size_t row = layout_.row(position, node);
  const bool is_shown = position + 1 < counts_.stations_.size();
  for (Node next = 0; next < counts_.nodes_; ++next) {
    const Cell& link = cells_[row + next];
    if (link.times() == 0) continue;
    counts.exits -= link.times();
    if (is_shown) counts_.links_[position].add(node, next, link.times(), link.subjects());
  }
}

void PathBulk::flush() {
  for (std::size_t position = 0; position < counts_.stations_.size(); ++position)
    for (Node node = 0; node < counts_.nodes_; ++node) flush_node(position, node);
  std::ranges::fill(cells_, Cell());
  std::ranges::fill(stations_, Cell());
  rows_ = subjects_ = 0;
}

sequence::States<PathKernel> PathBulk::finish() {
  if (!kernel_->has_at()) flush();
  sequence::States<PathKernel> states;
  if (counts_.passages > 0) states.emplace(0, std::move(counts_));
  return states;
}

PathTimesBulk::PathTimesBulk(const PathTimesKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel),
      layout_(layout_of(kernel.paths())),
      times_(kernel.empty()),
      links_(layout_.size(), sequence::ChosenEdges::kNone),
      nodes_(kernel.paths().passages()),
      around_(kernel.paths()) {
  if (kernel.paths().has_at()) return;
  const std::size_t nodes = kernel.paths().nodes().size(), positions = kernel.links().at.size();
  for (std::size_t position = 0; position < positions; ++position) {
    for (Node from = 0; from < nodes; ++from) {
      for (Node to = 0; to < nodes; ++to)
        links_[layout_.row(position, from) + to] = kernel.links().find(static_cast<int>(position), from, to);
    }
  }
}

void PathTimesBulk::add(const Stretch& stretch) {
  if (!kernel_->paths().has_at()) return add_timelines(stretch);
  around_.over(stretch, [&](const Timeline& timeline, const Trail& trail) {
    times_.add(timeline, trail);
    has_any_ = true;
  });
}

// First all passings of the stretch, then their times: which link is listed cannot be foreseen.
void PathTimesBulk::add_timelines(const Stretch& stretch) {
  nodes_.look_at(stretch, true);
  passings_.resize(std::max(passings_.size(), stretch.rows() + 1));
  const auto offsets = stretch.piece->segment->offsets;
  std::size_t found = 0;
  nodes_.visit([&](const auto& node_at) {
    for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
      if (!stretch.piece->is_alive(place)) continue;
      std::int64_t since = 0;
      layout_.walk<true>(offsets[place], offsets[place + 1], nodes_.times(offsets[place]), kernel_->paths().passages(),
                         node_at, [&](const TrailCells::Visit& visit) {
                           const std::uint32_t link = links_[visit.cell];
                           passings_[found] = {link, visit.time - since};
                           found += link != sequence::ChosenEdges::kNone ? 1 : 0;
                           since = visit.is_first ? visit.time : since;
                           has_any_ = true;
                         });
    }
  });
  for (std::size_t i = 0; i < found; ++i) times_.times[passings_[i].link].add(passings_[i].span);
}

sequence::States<PathTimesKernel> PathTimesBulk::finish() {
  sequence::States<PathTimesKernel> states;
  if (has_any_) states.emplace(0, std::move(times_));
  return states;
}

}  // namespace throughline::measure
