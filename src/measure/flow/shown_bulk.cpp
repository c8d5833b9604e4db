#include "measure/flow/graph.h"

namespace throughline::measure {

using sequence::ChosenEdges;
using sequence::kNoNode;
using sequence::Node;
using sequence::Stretch;

ShownBulk::ShownBulk(const ShownKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel),
      width_(kernel.passages().nodes().size()),
      edges_((width_ + 1) * width_, ChosenEdges::kNone),
      is_shown_(kernel.shown().nodes.begin(), kernel.shown().nodes.end()),
      counts_(kernel.empty()) {
  for (Node from = 0; from < width_; ++from) {
    for (Node to = 0; to < width_; ++to) {
      const bool is_repeat = from == to && kernel.passages().is_collapsed();
      if (!is_repeat) edges_[from * width_ + to] = kernel.shown().edges.find(from, to);
    }
  }
}

void ShownBulk::add(const Stretch& stretch) {
  const sequence::Nodes& nodes = kernel_->passages().nodes();
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = nodes.of_codes(*piece_);
  }
  if (times_.size() < stretch.rows()) {
    times_.resize(stretch.rows());
    spans_.resize(stretch.rows() + 1);
    passed_.resize(stretch.rows() + 1);
  }
  piece_->segment->time.read(stretch.first_row(), std::span(times_).first(stretch.rows()));
  spans_count_ = 0;
  nodes.codes(*piece_).visit([&](const auto& code_at) {
    add_timelines(stretch, [of_codes = of_codes_.data(), &code_at](std::size_t row) { return of_codes[code_at(row)]; });
  });
  for (std::size_t i = 0; i < spans_count_; ++i) counts_.times[passed_[i]].add(spans_[i]);
}

template <class NodeAt>
void ShownBulk::add_timelines(const Stretch& stretch, const NodeAt& node_at) {
  const auto offsets = piece_->segment->offsets;
  for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
    if (!piece_->is_alive(place)) continue;
    const std::size_t begin = offsets[place];
    add_timeline(begin, offsets[place + 1], times_.data() + (begin - stretch.first_row()), node_at);
  }
}

// Without branches but for events at no node: where a passage ends, and what is shown, cannot be foreseen.
template <class NodeAt>
void ShownBulk::add_timeline(std::size_t begin, std::size_t end, const std::int64_t* times, const NodeAt& node_at) {
  const std::int64_t gap = kernel_->passages().gap();
  const bool is_collapsed = kernel_->passages().is_collapsed();
  std::size_t from = width_, passed = spans_count_;
  std::int64_t before = 0, visit = 0, passages = 0, in_full = 0;
  std::uint8_t is_full = 0;  // so far; of no passage it is not
  for (std::size_t row = begin; row < end; ++row) {
    const Node node = node_at(row);
    if (node == kNoNode) continue;
    const std::int64_t time = times[row - begin];
    const bool is_first = from == width_ || time - before > gap;
    const bool is_repeat = is_collapsed && !is_first && node == from;
    const std::uint32_t edge = edges_[(is_first ? width_ : from) * width_ + node];
    spans_[passed] = time - visit;
    passed_[passed] = edge;
    passed += edge != ChosenEdges::kNone ? 1 : 0;
    passages += is_first ? 1 : 0;
    in_full += is_first ? is_full : 0;
    is_full = is_shown_[node] & (is_first ? 1 : is_full);
    visit = is_repeat ? visit : time;
    before = time;
    from = node;
  }
  spans_count_ = passed;
  counts_.passages += passages;
  counts_.in_full += in_full + is_full;
}

sequence::States<ShownKernel> ShownBulk::finish() {
  return {{0, std::move(counts_)}};
}

}  // namespace throughline::measure
