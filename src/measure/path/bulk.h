// bulk.h: the paths of everybody, without a passage being made of visits where all are counted, and with only the
// passages being made that have the event where one is asked for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "measure/path/trails.h"
#include "sequence/counted_cell.h"

namespace throughline::measure {

// The links of trails from the beginning of each passage, as cells of a table: a row for each node at each position, in
// it a cell for each node that may come next. The first row: where passages begin. Those behind the nodes at the last
// position: what goes on and is not shown. The last row: what is not counted.
//
//     nodes a b, 2 steps        rows  begin  0a  0b  1a  1b  not counted
//     passage a b b a a         cells begin:a  0a:b  1b:b  not counted  not counted
class TrailCells {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 20;
  TrailCells(std::size_t nodes, std::size_t steps) : nodes_(nodes), steps_(steps) {}

  std::size_t size() const { return uncounted() + nodes_; }
  std::size_t uncounted() const { return row(steps_, 0); }
  std::size_t row(std::size_t position, sequence::Node node) const { return (1 + position * nodes_ + node) * nodes_; }
  // Nodes at positions, without where they are from; the last is not counted.
  std::size_t stations() const { return nodes_ * steps_ + 1; }

  struct Visit {
    std::size_t cell, station;
    std::int64_t time;
    bool is_first;  // false: the event before it was at the node already
  };
  // The rows of one timeline; times[0] is that of the first. Without branches but for events at no node: what comes
  // next cannot be foreseen.
  template <bool kHasTimes, class NodeAt, class Take>
  void walk(std::size_t begin, std::size_t end, const std::int64_t* times, const sequence::Passages& passages,
            const NodeAt& node_at, const Take& take) const {
    const std::int64_t gap = passages.gap();
    const bool is_collapsed = passages.is_collapsed();
    const std::size_t none = uncounted(), no_station = stations() - 1, level = nodes_ * nodes_;
    std::int64_t before = 0;
    sequence::Node last = sequence::kNoNode;
    std::size_t from = 0, next = nodes_, station = 0;
    for (std::size_t row = begin; row < end; ++row) {
      const sequence::Node node = node_at(row);
      if (node == sequence::kNoNode) continue;
      std::int64_t time = 0;
      bool is_new = false;
      if constexpr (kHasTimes) {
        time = times[row - begin];
        is_new = time - before > gap;
        before = time;
      }
      from = is_new ? 0 : from;
      next = is_new ? nodes_ : next;
      station = is_new ? 0 : station;
      const bool stays = is_collapsed & !is_new & (node == last);
      take(Visit{stays ? none : from + node, stays ? no_station : std::min(station + node, no_station), time, !stays});
      from = stays ? from : std::min(next + node * nodes_, none);
      next += stays ? 0 : level;
      station += stays ? 0 : nodes_;
      last = node;
    }
  }

 private:
  std::size_t nodes_, steps_;
};

// The nodes, and if asked for the times, of the rows of one stretch after the other.
class StretchNodes {
 public:
  explicit StretchNodes(const sequence::Passages& passages) : passages_(&passages) {}
  void look_at(const sequence::Stretch& stretch, bool reads_times);
  const sequence::Piece& piece() const { return *piece_; }
  // Of a row of the stretch, and of those that follow it.
  const std::int64_t* times(std::size_t row) const { return times_.data() + (row - first_row_); }
  template <class Take>  // take(node_at)
  void visit(const Take& take) const {
    passages_->nodes().codes(*piece_).visit([&](const auto& code_at) {
      take([of_codes = of_codes_.data(), &code_at](std::size_t row) { return of_codes[code_at(row)]; });
    });
  }
  sequence::Node operator[](std::size_t row) const { return of_codes_[passages_->nodes().codes(*piece_)[row]]; }

 private:
  const sequence::Passages* passages_;
  const sequence::Piece* piece_ = nullptr;
  std::size_t first_row_ = 0;
  std::vector<sequence::Node> of_codes_;
  std::vector<std::int64_t> times_;
};

// The trails of passages that have what stands at position 0: no other passage is looked at.
class TrailsAround {
 public:
  explicit TrailsAround(const PathKernel& kernel) : kernel_(&kernel), nodes_(kernel.passages()) {}

  template <class Take>  // take(timeline, trail)
  void over(const sequence::Stretch& stretch, const Take& take) {
    filters_.begin(stretch);
    kernel_->at().mark(stretch, filters_, marks_);
    if (std::ranges::all_of(marks_, [](std::uint64_t word) { return word == 0; })) return;
    nodes_.look_at(stretch, true);
    const auto offsets = stretch.piece->segment->offsets;
    std::size_t place = stretch.begin, done = stretch.first_row();
    sequence::for_marks(marks_, [&](std::size_t mark) {
      const std::size_t row = stretch.first_row() + mark;
      while (row >= offsets[place + 1]) ++place;
      if (row < done || !stretch.piece->is_alive(place) || nodes_[row] == sequence::kNoNode) return;
      const sequence::Timeline timeline(*stretch.piece, place, nodes_.times(offsets[place]));
      const sequence::Passage passage = passage_with(row, offsets[place], offsets[place + 1]);
      done = offsets[place] + passage.last + 1;
      if (const auto trail = kernel_->trail_of(timeline, passage)) take(timeline, *trail);
    });
  }

 private:
  sequence::Passage passage_with(std::size_t row, std::size_t begin, std::size_t end);

  const PathKernel* kernel_;
  StretchNodes nodes_;
  sequence::SharedFilters filters_;
  sequence::MarkWords marks_;
  std::vector<sequence::Visit> visits_;
};

class PathBulk {
 public:
  PathBulk(const PathKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<PathKernel> finish();

 private:
  using Cell = sequence::CountedCell;
  template <bool kHasGap>
  void add_timelines(const sequence::Stretch& stretch);
  void flush();
  void flush_node(std::size_t position, sequence::Node node);

  const PathKernel* kernel_;
  TrailCells layout_;
  std::vector<Cell> cells_, stations_;
  std::uint64_t rows_ = 0, subjects_ = 0;  // since flush()
  PathCounts counts_;
  StretchNodes nodes_;
  TrailsAround around_;
};

class PathTimesBulk {
 public:
  PathTimesBulk(const PathTimesKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<PathTimesKernel> finish();

 private:
  struct Passing {
    std::uint32_t link;
    std::int64_t span;
  };
  void add_timelines(const sequence::Stretch& stretch);

  const PathTimesKernel* kernel_;
  TrailCells layout_;
  PathTimes times_;
  bool has_any_ = false;              // trail
  std::vector<std::uint32_t> links_;  // by cell: the number of the link, or ChosenEdges::kNone
  std::vector<Passing> passings_;
  StretchNodes nodes_;
  TrailsAround around_;
};

}  // namespace throughline::measure
