#include <algorithm>

#include "measure/flow/graph.h"

namespace throughline::measure {

using sequence::kNoNode;
using sequence::Node;
using sequence::Stretch;

namespace {

constexpr std::uint64_t kMostRows = std::uint64_t{1} << 31;  // that 32 bits are sure to count

}  // namespace

FlowBulk::FlowBulk(const FlowKernel& kernel)
    : passages_(&kernel.passages()),
      width_(passages_->nodes().size()),
      edges_((width_ + 1) * width_),
      last_edge_(edges_.size()),
      nodes_(width_),
      last_node_(width_),
      counts_(width_) {}

void FlowBulk::add(const Stretch& stretch) {
  const sequence::Segment& segment = *stretch.piece->segment;
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = passages_->nodes().of_codes(*piece_);
  }
  const std::size_t first = stretch.first_row(), rows = stretch.rows();
  at_.resize(std::max(at_.size(), rows));
  passages_->nodes().codes(*piece_).read(first, of_codes_, std::span(at_).first(rows));
  const bool has_gap = passages_->gap() != sequence::Passages::kNever;
  if (has_gap) {
    times_.resize(std::max(times_.size(), rows));
    segment.time.read(first, std::span(times_).first(rows));
  }
  rows_ += rows;
  if (rows_ > kMostRows) flush();
  const bool is_collapsed = passages_->is_collapsed();
  if (has_gap) {
    is_collapsed ? add_timelines<true, true>(stretch) : add_timelines<true, false>(stretch);
  } else {
    is_collapsed ? add_timelines<false, true>(stretch) : add_timelines<false, false>(stretch);
  }
}

// Without branches but for events at no node: where a passage ends, and who repeats what, cannot be foreseen.
template <bool kHasGap, bool kIsCollapsed>
void FlowBulk::add_timelines(const Stretch& stretch) {
  const auto offsets = stretch.piece->segment->offsets;
  const std::size_t first = stretch.first_row();
  const std::int64_t gap = passages_->gap();
  const auto width = static_cast<Node>(width_);
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!stretch.piece->is_alive(place)) continue;
    const std::size_t begin = offsets[place] - first, end = offsets[place + 1] - first;
    const std::uint32_t subject = ++subject_;
    std::int64_t before = 0;
    Node from = width;
    for (std::size_t row = begin; row < end; ++row) {
      const Node node = at_[row];
      if (node == kNoNode) continue;
      if constexpr (kHasGap) {
        from = from != width && times_[row] - before > gap ? width : from;
        before = times_[row];
      }
      const std::size_t edge = std::size_t{from} * width + node;
      const bool is_passed = !kIsCollapsed || from != node;
      const std::uint64_t is_new = last_edge_[edge] != subject && is_passed ? 1 : 0;
      edges_[edge].both += (is_new << 32) + (is_passed ? 1 : 0);
      last_edge_[edge] = is_passed ? subject : last_edge_[edge];
      nodes_[node].both += (std::uint64_t{last_node_[node] != subject} << 32) + 1;
      last_node_[node] = subject;
      from = node;
    }
    counts_.subjects.add_others(from == width ? 0 : 1);
  }
}

// Into counts_. A node's visits are what comes to it, passages starting there included; its ends what does not go on.
void FlowBulk::flush() {
  for (Node from = 0; from <= width_; ++from) {
    for (Node to = 0; to < width_; ++to) {
      const Count& edge = edges_[from * width_ + to];
      if (edge.times() == 0) continue;
      FlowNode& node = counts_.nodes[to];
      node.visits += edge.times();
      node.ends += edge.times();
      if (from == width_) {
        node.starts += edge.times();
        counts_.passages += edge.times();
        continue;
      }
      counts_.nodes[from].ends -= edge.times();
      counts_.transitions += edge.times();
      counts_.edges.add(from, to, edge.times(), edge.subjects());
    }
  }
  for (Node node = 0; node < width_; ++node) {
    counts_.nodes[node].events += nodes_[node].times();
    counts_.nodes[node].subjects.add_others(nodes_[node].subjects());
  }
  std::ranges::fill(edges_, Count{});
  std::ranges::fill(nodes_, Count{});
  rows_ = 0;
}

FlowCounts FlowBulk::finish() {
  flush();
  return std::move(counts_);
}

}  // namespace throughline::measure
