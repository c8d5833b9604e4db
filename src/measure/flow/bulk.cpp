#include <algorithm>
#include <array>

#include "measure/flow/graph.h"
#include "sequence/scan.h"

namespace throughline::measure {

using sequence::kNoNode;
using sequence::Node;
using sequence::Passages;
using sequence::Stretch;
using sequence::Timeline;

namespace {

constexpr std::size_t kFewNodes = 64;

}  // namespace

FlowBulk::FlowBulk(const FlowKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel),
      width_(kernel.passages().nodes().size()),
      row_(std::max(width_, kFewNodes)),
      edges_((width_ + 1) * row_),
      nodes_(width_),
      counts_(width_) {}

void FlowBulk::add(const Stretch& stretch) {
  const Passages& passages = kernel_->passages();
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = passages.nodes().of_codes(*piece_);
  }
  const bool has_gap = passages.gap() != Passages::kNever;
  if (has_gap) {
    times_.resize(std::max(times_.size(), stretch.rows()));
    piece_->segment->time.read(stretch.first_row(), std::span(times_).first(stretch.rows()));
  }
  const bool is_plain = width_ <= kFewNodes && !passages.nodes().leaves_out();
  passages.nodes().codes(*piece_).visit([&](const auto& code_at) {
    const auto node_at = [of_codes = of_codes_.data(), &code_at](std::size_t row) { return of_codes[code_at(row)]; };
    if (is_plain) {
      has_gap ? add_timelines<true, true>(stretch, node_at) : add_timelines<false, true>(stretch, node_at);
    } else {
      has_gap ? add_timelines<true, false>(stretch, node_at) : add_timelines<false, false>(stretch, node_at);
    }
  });
}

template <bool kHasGap, bool kIsPlain, class NodeAt>
void FlowBulk::add_timelines(const Stretch& stretch, const NodeAt& node_at) {
  const auto offsets = piece_->segment->offsets;
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!piece_->is_alive(place)) continue;
    const std::size_t begin = offsets[place], end = offsets[place + 1];
    if (end - begin > Cell::kMostTimes) {  // more than a cell counts
      const Timeline timeline(*piece_, place);
      kernel_->units(timeline, [&](const FlowPassage& passage) { counts_.add(timeline, passage); });
      continue;
    }
    if (rows_ + (end - begin) > Cell::kMostTimes || subjects_ == Cell::kMostSubjects) flush();
    rows_ += end - begin;
    ++subjects_;
    add_timeline<kHasGap, kIsPlain>(begin, end, times_.data() + (begin - stretch.first_row()), node_at);
  }
}

// Without branches but for events at no node: where a passage ends cannot be foreseen.
template <bool kHasGap, bool kIsPlain, class NodeAt>
void FlowBulk::add_timeline(std::size_t begin, std::size_t end, const std::int64_t* times, const NodeAt& node_at) {
  const std::int64_t gap = kernel_->passages().gap();
  const std::uint64_t subject = Cell::mark_of(subjects_);
  const std::size_t width = kIsPlain ? kFewNodes : row_, start = width_ * width;
  Cell* const edges = edges_.data();
  std::int64_t before = 0;
  std::uint64_t been = 0;
  std::size_t from = start;
  for (std::size_t row = begin; row < end; ++row) {
    const Node node = node_at(row);
    if (!kIsPlain && node == kNoNode) continue;
    if constexpr (kHasGap) {
      const std::int64_t time = times[row - begin];
      from = from != start && time - before > gap ? start : from;
      before = time;
    }
    edges[from + node].pass(subject);
    if constexpr (kIsPlain) {
      been |= std::uint64_t{1} << node;
    } else {
      nodes_[node].pass(subject);
    }
    from = node * width;
  }
  if constexpr (kIsPlain) been_.push_back(been);
  counts_.subjects.add_others(from == start ? 0 : 1);
}

// Into counts_. A node's visits are what comes to it, passages starting there included; its ends what does not go on.
void FlowBulk::flush() {
  std::array<std::int64_t, 64> been{};
  sequence::count_bits(been_, been);
  for (Node from = 0; from <= width_; ++from) {
    for (Node to = 0; to < width_; ++to) {
      const Cell edge = edges_[from * row_ + to];
      const std::int64_t times = edge.times();
      if (times == 0) continue;
      FlowNode& node = counts_.nodes[to];
      node.events += times;
      if (from == to && kernel_->passages().is_collapsed()) continue;
      node.visits += times;
      node.ends += times;
      if (from == width_) {
        node.starts += times;
        counts_.passages += times;
        continue;
      }
      counts_.nodes[from].ends -= times;
      counts_.transitions += times;
      counts_.edges.add(from, to, times, edge.subjects());
    }
  }
  for (Node node = 0; node < width_; ++node)
    counts_.nodes[node].subjects.add_others(nodes_[node].subjects() + (node < been.size() ? been[node] : 0));
  std::ranges::fill(edges_, Cell());
  std::ranges::fill(nodes_, Cell());
  been_.clear();
  rows_ = subjects_ = 0;
}

sequence::States<FlowKernel> FlowBulk::finish() {
  flush();
  return {{0, std::move(counts_)}};
}

}  // namespace throughline::measure
