#include "measure/flow/shown_bulk.h"

#include <bit>
#include <utility>

#include "sequence/scan.h"

namespace throughline::measure {

using sequence::ChosenEdges;
using sequence::Node;
using sequence::Passages;
using sequence::Stretch;

std::int64_t count_marked(std::span<const std::uint64_t> begins, std::span<const std::uint64_t> marks) {
  std::int64_t count = 0;
  std::uint64_t carried = 0;  // 1: what the word before ended in has a mark
  for (std::size_t word = 0; word < begins.size(); ++word) {
    // Each mark fills what follows it up to the next beginning, twice as far with each step.
    std::uint64_t goes_on = ~begins[word], filled = marks[word] | (carried & goes_on);
    const std::uint64_t all_go_on = goes_on;
    for (int distance = 1; distance < 64; distance *= 2) {
      filled |= goes_on & (filled << distance);
      goes_on &= goes_on << distance;
    }
    const std::uint64_t after_a_mark = all_go_on & (filled << 1 | carried);
    count += std::popcount(marks[word] & ~after_a_mark);
    carried = filled >> 63;
  }
  return count;
}

ShownBulk::ShownBulk(const ShownKernel& kernel, const sequence::Frame&)
    : kernel_(&kernel),
      width_(kernel.passages().nodes().size()),
      edges_((width_ + 1) * width_, ChosenEdges::kNone),
      counts_(kernel.empty()) {
  for (Node from = 0; from < width_; ++from)
    for (Node to = 0; to < width_; ++to) edges_[from * width_ + to] = kernel.shown().edges.find(from, to);
}

void ShownBulk::add(const Stretch& stretch) {
  if (piece_ != stretch.piece) {
    piece_ = stretch.piece;
    of_codes_ = kernel_->passages().nodes().of_codes(*piece_);
    is_hidden_.clear();
    for (const Node node : of_codes_) is_hidden_.push_back(node >= width_ || !kernel_->shown().nodes[node] ? 1 : 0);
  }
  if (times_.size() < stretch.rows()) {
    times_.resize(stretch.rows());
    spans_.resize(stretch.rows() + 1);
    passed_.resize(stretch.rows() + 1);
    visits_.resize(stretch.rows() + sequence::kListRoom);
  }
  std::size_t begin = stretch.begin;
  for (std::size_t place = stretch.begin; place <= stretch.end; ++place) {
    if (place < stretch.end && piece_->is_alive(place)) continue;
    if (begin < place) add_run(begin, place);
    begin = place + 1;
  }
}

void ShownBulk::add_run(std::size_t begin, std::size_t end) {
  const auto offsets = piece_->segment->offsets;
  const std::size_t first_row = offsets[begin], rows = offsets[end] - first_row;
  if (rows == 0) return;
  piece_->segment->time.read(first_row, std::span(times_).first(rows));
  begin_passages(begin, end);
  count_passages(first_row, rows);
  if (kernel_->shown().edges.size() == 0) return;
  kernel_->passages().nodes().codes(*piece_).visit([&](const auto& code_at) {
    add_times(rows, [of_codes = of_codes_.data(), first_row, &code_at](std::size_t row) {
      return of_codes[code_at(first_row + row)];
    });
  });
}

void ShownBulk::begin_passages(std::size_t begin, std::size_t end) {
  const auto offsets = piece_->segment->offsets;
  const std::size_t rows = offsets[end] - offsets[begin];
  sequence::mark_pauses(std::span(times_).first(rows), kernel_->passages().gap(), begins_);
  const sequence::Marks begins(begins_.data(), begins_.size());
  for (std::size_t place = begin; place < end; ++place)
    if (offsets[place] != offsets[place + 1]) begins.set(0, offsets[place] - offsets[begin]);
}

void ShownBulk::count_passages(std::size_t first_row, std::size_t rows) {
  std::int64_t passages = 0;
  for (const std::uint64_t word : begins_) passages += std::popcount(word);
  sequence::mark(kernel_->passages().nodes().codes(*piece_), first_row, rows, is_hidden_, hidden_);
  counts_.passages += passages;
  counts_.in_full += passages - count_marked(begins_, hidden_);
}

// Without branches: where a passage ends, and what is shown, cannot be foreseen.
template <class NodeAt>
void ShownBulk::add_times(std::size_t rows, const NodeAt& node_at) {
  const sequence::Marks begins(begins_.data(), begins_.size());
  if (kernel_->passages().is_collapsed()) {
    Node last = sequence::kNoNode;
    sequence::mark_each(rows, starts_,
                        [&](std::size_t row) { return node_at(row) != std::exchange(last, node_at(row)); });
    for (std::size_t word = 0; word < starts_.size(); ++word) starts_[word] |= begins_[word];
  } else {
    sequence::all_marks(rows, starts_);
  }
  const std::size_t visits = sequence::list_marks(starts_, visits_.data());
  std::size_t passed = 0, from = width_;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < visits; ++i) {
    const std::uint32_t row = visits_[i];
    const Node node = node_at(row);
    const std::uint32_t edge = edges_[(begins.has(0, row) ? width_ : from) * width_ + node];
    spans_[passed] = times_[row] - before;
    passed_[passed] = edge;
    passed += edge != ChosenEdges::kNone ? 1 : 0;
    before = times_[row];
    from = node;
  }
  for (std::size_t i = 0; i < passed; ++i) counts_.times[passed_[i]].add(spans_[i]);
}

sequence::States<ShownKernel> ShownBulk::finish() {
  return {{0, std::move(counts_)}};
}

}  // namespace throughline::measure
