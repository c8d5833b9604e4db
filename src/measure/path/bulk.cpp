#include "measure/path/bulk.h"

#include <limits>

#include "sequence/scan.h"

namespace throughline::measure {

using sequence::kNoNode;
using sequence::Node;
using sequence::Passages;
using sequence::Stretch;
using sequence::Timeline;

namespace {

TrailCells layout_of(const PathKernel& kernel) {
  const bool is_collapsed = kernel.passages().is_collapsed();
  if (kernel.has_at()) return {0, 0, is_collapsed};
  return {kernel.nodes().size(), static_cast<std::size_t>(kernel.last() - kernel.first() + 1), is_collapsed};
}

}  // namespace

TrailCells::TrailCells(std::size_t nodes, std::size_t steps, bool is_collapsed) : nodes_(nodes), steps_(steps) {
  if (size() <= std::numeric_limits<std::uint16_t>::max()) {
    few_ = table<std::uint16_t>(is_collapsed);
  } else {
    many_ = table<std::uint32_t>(is_collapsed);
  }
}

template <class Index>
TrailCells::Table<Index> TrailCells::table(bool is_collapsed) const {
  const auto none = static_cast<Index>(uncounted());
  Table<Index> table{.next = std::vector<Index>(size(), static_cast<Index>(row(steps_, 0))),
                     .stations = std::vector<Index>(size(), none)};
  const auto fill = [&](std::size_t from, std::size_t position) {
    for (Node node = 0; node < nodes_ && position < steps_; ++node) {
      table.next[from + node] = static_cast<Index>(row(position, node));
      table.stations[from + node] = static_cast<Index>(position * nodes_ + node);
    }
  };
  fill(0, 0);
  for (std::size_t position = 0; position < steps_; ++position) {
    for (Node node = 0; node < nodes_; ++node) {
      const std::size_t from = row(position, node);
      fill(from, position + 1);
      if (!is_collapsed) continue;
      table.next[from + node] = static_cast<Index>(from);
      table.stations[from + node] = none;
    }
  }
  return table;
}

void StretchNodes::look_at(const Stretch& stretch, bool reads_times) {
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = passages_->nodes().of_codes(*piece_);
    has_none_.assign(of_codes_.size(), 0);
    std::ranges::transform(of_codes_, has_none_.begin(), [](Node node) { return node == kNoNode ? 1 : 0; });
  }
  first_row_ = stretch.first_row();
  times_.resize(std::max(times_.size(), stretch.rows()));
  if (reads_times) piece_->segment->time.read(first_row_, std::span(times_).first(stretch.rows()));
}

bool StretchNodes::is_everywhere(const Stretch& stretch) {
  const sequence::Narrow& codes = passages_->nodes().codes(*piece_);
  sequence::mark(codes, first_row_, stretch.rows(), has_none_, starts_);
  return std::ranges::all_of(starts_, [](std::uint64_t word) { return word == 0; });
}

const sequence::MarkWords& StretchNodes::starts(const Stretch& stretch) {
  const std::span<const std::int64_t> times = std::span(times_).first(stretch.rows());
  if (passages_->gap() == Passages::kNever) {
    starts_.assign(sequence::mark_words(stretch.rows()), 0);
  } else {
    sequence::mark_pauses(times, passages_->gap(), starts_);
  }
  const auto offsets = stretch.piece->segment->offsets;
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    const std::size_t row = offsets[place] - first_row_;
    if (row < stretch.rows()) starts_[row / 64] |= std::uint64_t{1} << row % 64;
  }
  return starts_;
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

StretchCells::StretchCells(const PathKernel& kernel)
    : gap_(kernel.passages().gap()), layout_(layout_of(kernel)), nodes_(kernel.passages()) {}

void StretchCells::look_at(const Stretch& stretch, bool reads_times) {
  const bool has_gap = gap_ != Passages::kNever;
  nodes_.look_at(stretch, reads_times || has_gap);
  found_.resize(stretch.rows());
  if (!nodes_.is_everywhere(stretch)) return has_gap ? find_one_by_one<true>(stretch) : find_one_by_one<false>(stretch);
  const std::size_t first = stretch.first_row();
  nodes_.visit([&](const auto& node_at) {
    layout_.find_all(
        stretch.rows(), nodes_.starts(stretch), [&](std::size_t row) { return node_at(first + row); }, found_.data());
  });
  const auto offsets = stretch.piece->segment->offsets;
  for (std::size_t place = stretch.begin; place < stretch.end; ++place)
    if (!stretch.piece->is_alive(place))
      std::fill(found_.data() + (offsets[place] - first), found_.data() + (offsets[place + 1] - first),
                layout_.nowhere());
}

template <bool kHasGap>
void StretchCells::find_one_by_one(const Stretch& stretch) {
  const auto offsets = stretch.piece->segment->offsets;
  std::ranges::fill(found_, layout_.nowhere());
  nodes_.visit([&](const auto& node_at) {
    for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
      if (!stretch.piece->is_alive(place)) continue;
      layout_.find<kHasGap>(offsets[place], offsets[place + 1], nodes_.times(offsets[place]), gap_, node_at,
                            found_.data() + (offsets[place] - stretch.first_row()));
    }
  });
}

std::span<const std::uint32_t> StretchCells::of(const Stretch& stretch, std::size_t place) const {
  const auto offsets = stretch.piece->segment->offsets;
  return all().subspan(offsets[place] - stretch.first_row(), offsets[place + 1] - offsets[place]);
}

PathBulk::PathBulk(const PathKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel),
      found_(kernel),
      cells_(layout().size()),
      stations_(layout().stations()),
      counts_(kernel.empty()),
      around_(kernel) {}

void PathBulk::add(const Stretch& stretch) {
  if (kernel_->has_at()) {
    return around_.over(stretch, [&](const Timeline& timeline, const Trail& trail) { counts_.add(timeline, trail); });
  }
  found_.look_at(stretch, false);
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!stretch.piece->is_alive(place)) continue;
    const std::span<const std::uint32_t> found = found_.of(stretch, place);
    if (found.size() > Cell::kMostTimes) {  // more than a cell counts
      const Timeline timeline(*stretch.piece, place);
      kernel_->units(timeline, [&](const Trail& trail) { counts_.add(timeline, trail); });
      continue;
    }
    if (rows_ + found.size() > Cell::kMostTimes || subjects_ == Cell::kMostSubjects) flush();
    rows_ += found.size();
    count(found);
  }
}

void PathBulk::count(std::span<const std::uint32_t> found) {
  const std::uint64_t mark = Cell::mark_of(++subjects_);
  layout().visit_stations([&, cells = cells_.data(), stations = stations_.data()](const auto* station_of) {
    for (const std::uint32_t cell : found) {
      cells[cell].pass(mark);
      stations[station_of[cell]].pass(mark);
    }
  });
  const bool has_any = std::ranges::any_of(found, [&](std::uint32_t cell) { return cell < counts_.nodes_; });
  counts_.subjects.add_others(has_any ? 1 : 0);
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
  const std::size_t row = layout().row(position, node);
  const bool is_shown = position + 1 < counts_.stations_.size();
  for (Node next = 0; next < counts_.nodes_; ++next) {
    const Cell& link = cells_[row + next];
    if (link.times() == 0 || (next == node && kernel_->passages().is_collapsed())) continue;
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
      found_(kernel.paths()),
      times_(kernel.empty()),
      links_(found_.layout().size(), sequence::ChosenEdges::kNone),
      around_(kernel.paths()) {
  if (kernel.paths().has_at()) return;
  const TrailCells& layout = found_.layout();
  const std::size_t nodes = kernel.paths().nodes().size(), positions = kernel.links().at.size();
  for (std::size_t position = 0; position < positions; ++position) {
    for (Node from = 0; from < nodes; ++from) {
      for (Node to = 0; to < nodes; ++to) {
        const std::size_t cell = layout.row(position, from) + to;
        if (layout.station(cell) != layout.uncounted())
          links_[cell] = kernel.links().find(static_cast<int>(position), from, to);
      }
    }
  }
}

void PathTimesBulk::add(const Stretch& stretch) {
  if (!kernel_->paths().has_at()) {
    if (stretch.rows() == 0) return;
    found_.look_at(stretch, true);
    return add_passings(found_.all(), found_.times(stretch.first_row()));
  }
  around_.over(stretch, [&](const Timeline& timeline, const Trail& trail) {
    times_.add(timeline, trail);
    has_any_ = true;
  });
}

// First all passings of links that are listed, then their times: which are listed cannot be foreseen. What is not counted
// lies between two visits only where the earlier one goes on.
void PathTimesBulk::add_passings(std::span<const std::uint32_t> found, const std::int64_t* times) {
  passings_.resize(std::max(passings_.size(), found.size() + 1));
  const TrailCells& layout = found_.layout();
  std::size_t listed = 0;
  for (std::size_t row = 0; row < found.size(); ++row) {
    const std::uint32_t link = links_[found[row]];
    passings_[listed] = {link, static_cast<std::uint32_t>(row)};
    listed += link != sequence::ChosenEdges::kNone ? 1 : 0;
  }
  for (const auto& [link, row] : std::span(passings_).first(listed)) {
    std::uint32_t before = row - 1;
    while (layout.station(found[before]) == layout.uncounted()) --before;
    times_.times[link].add(times[row] - times[before]);
  }
  const std::size_t nodes = kernel_->paths().nodes().size();  // cells below are of passages that begin
  has_any_ = has_any_ || std::ranges::any_of(found, [&](std::uint32_t cell) { return cell < nodes; });
}

sequence::States<PathTimesKernel> PathTimesBulk::finish() {
  sequence::States<PathTimesKernel> states;
  if (has_any_) states.emplace(0, std::move(times_));
  return states;
}

}  // namespace throughline::measure
