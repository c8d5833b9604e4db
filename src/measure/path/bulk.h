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
//     nodes a b, 2 steps        rows   begin  0a  0b  1a  1b  not counted
//     passage a b b a a         cells  begin:a  0a:b  0b:b (collapsed: stays, not counted)  0b:a  1a:a (stays)
class TrailCells {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 20;
  TrailCells(std::size_t nodes, std::size_t steps, bool is_collapsed);

  static std::size_t size(std::size_t nodes, std::size_t steps) { return (2 + steps * nodes) * nodes; }
  std::size_t size() const { return size(nodes_, steps_); }
  std::size_t row(std::size_t position, sequence::Node node) const { return (1 + position * nodes_ + node) * nodes_; }
  // Where a link leads to, without where it is from: of the nodes at each position, one after the other.
  std::uint32_t station(std::size_t cell) const {
    return few_.stations.empty() ? many_.stations[cell] : few_.stations[cell];
  }
  template <class Take>  // take(stations), by cell
  void visit_stations(const Take& take) const {
    few_.stations.empty() ? take(many_.stations.data()) : take(few_.stations.data());
  }
  std::size_t stations() const { return nodes_ * steps_ + 1; }
  // The station of what is not counted.
  std::size_t uncounted() const { return nodes_ * steps_; }

  // The cell of a row that is not counted.
  std::uint32_t nowhere() const { return static_cast<std::uint32_t>(row(steps_, 0)); }

  // The cells of rows that all have a node; starts: where passages begin, row 0 among them. Four parts take turns: where
  // each goes on is only known from the row before.
  template <class NodeAt>
  void find_all(std::size_t rows, const sequence::MarkWords& starts, const NodeAt& node_at,
                std::uint32_t* cells) const {
    few_.next.empty() ? find_all(rows, starts, node_at, cells, many_.next.data())
                      : find_all(rows, starts, node_at, cells, few_.next.data());
  }
  // The cells of the rows of one timeline; times[0] is that of the first. Without branches but for events at no node:
  // what comes next cannot be foreseen.
  template <bool kHasGap, class NodeAt>
  void find(std::size_t begin, std::size_t end, const std::int64_t* times, std::int64_t gap, const NodeAt& node_at,
            std::uint32_t* cells) const {
    few_.next.empty() ? find<kHasGap>(begin, end, times, gap, node_at, cells, many_.next.data())
                      : find<kHasGap>(begin, end, times, gap, node_at, cells, few_.next.data());
  }

 private:
  template <class NodeAt, class Index>
  void find_all(std::size_t rows, const sequence::MarkWords& starts, const NodeAt& node_at, std::uint32_t* cells,
                const Index* next) const {
    const auto is_start = [&](std::size_t row) { return static_cast<std::uint32_t>(starts[row / 64] >> row % 64 & 1); };
    const auto begin_of = [&](std::size_t row) {
      while (row < rows && is_start(row) == 0) ++row;
      return row;
    };
    // What begins is in the first row.
    const auto after = [&](std::uint32_t at, std::size_t row) {
      const std::uint32_t cell = (at & (is_start(row) - 1)) + node_at(row);
      cells[row] = cell;
      return static_cast<std::uint32_t>(next[cell]);
    };
    const std::size_t b = begin_of(rows / 4), c = begin_of(rows / 2), d = begin_of(rows - rows / 4);
    const std::size_t shortest = std::min({b, c - b, d - c, rows - d});
    std::uint32_t in_a = 0, in_b = 0, in_c = 0,
                  in_d = 0;  // one by one: in an array they would be written and read again
    for (std::size_t i = 0; i < shortest; ++i) {
      in_a = after(in_a, i);
      in_b = after(in_b, b + i);
      in_c = after(in_c, c + i);
      in_d = after(in_d, d + i);
    }
    const auto finish = [&](std::uint32_t at, std::size_t row, std::size_t end) {
      for (; row < end; ++row) at = after(at, row);
    };
    finish(in_a, shortest, b);
    finish(in_b, b + shortest, c);
    finish(in_c, c + shortest, d);
    finish(in_d, d + shortest, rows);
  }

  template <bool kHasGap, class NodeAt, class Index>
  void find(std::size_t begin, std::size_t end, const std::int64_t* times, std::int64_t gap, const NodeAt& node_at,
            std::uint32_t* cells, const Index* next) const {
    std::int64_t before = 0;
    std::uint32_t at = 0;  // the row
    for (std::size_t row = begin; row < end; ++row, ++cells) {
      const sequence::Node node = node_at(row);
      if (node == sequence::kNoNode) {
        *cells = nowhere();
        continue;
      }
      if constexpr (kHasGap) {
        const std::int64_t time = times[row - begin];
        at &= std::uint32_t{time - before > gap} - 1;  // a passage that begins is in the first row
        before = time;
      }
      const std::uint32_t cell = at + node;
      *cells = cell;
      at = next[cell];
    }
  }

  // By cell: the row that it leads to, its station. In half the memory where numbers are small: it is to stay in the
  // nearest cache.
  template <class Index>
  struct Table {
    std::vector<Index> next, stations;
  };
  template <class Index>
  Table<Index> table(bool is_collapsed) const;

  std::size_t nodes_, steps_;
  Table<std::uint16_t> few_;
  Table<std::uint32_t> many_;
};

// The nodes, and if asked for the times, of the rows of one stretch after the other.
class StretchNodes {
 public:
  explicit StretchNodes(const sequence::Passages& passages) : passages_(&passages) {}
  void look_at(const sequence::Stretch& stretch, bool reads_times);
  const sequence::Piece& piece() const { return *piece_; }
  // Has every event of the stretch a node?
  bool is_everywhere(const sequence::Stretch& stretch);
  // Where that is so: the rows of the stretch with which passages begin. Times are read where there is a gap.
  const sequence::MarkWords& starts(const sequence::Stretch& stretch);
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
  std::vector<std::uint8_t> has_none_;  // by code: stands it for no node?
  sequence::MarkWords starts_;
  std::vector<std::int64_t> times_;
};

// The cells of the rows of one stretch after the other, where passages are not looked for around an event.
class StretchCells {
 public:
  explicit StretchCells(const PathKernel& kernel);
  const TrailCells& layout() const { return layout_; }
  void look_at(const sequence::Stretch& stretch, bool reads_times);
  // Of all rows: those of the dead are not counted.
  std::span<const std::uint32_t> all() const { return found_; }
  // Of the rows of the timeline at this place.
  std::span<const std::uint32_t> of(const sequence::Stretch& stretch, std::size_t place) const;
  // Of a row of the stretch, and of those that follow it.
  const std::int64_t* times(std::size_t row) const { return nodes_.times(row); }

 private:
  template <bool kHasGap>
  void find_one_by_one(const sequence::Stretch& stretch);

  std::int64_t gap_;
  TrailCells layout_;
  StretchNodes nodes_;
  std::vector<std::uint32_t> found_;
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
  void count(std::span<const std::uint32_t> cells);
  void flush();
  void flush_node(std::size_t position, sequence::Node node);

  const PathKernel* kernel_;
  StretchCells found_;
  const TrailCells& layout() const { return found_.layout(); }
  std::vector<Cell> cells_, stations_;
  std::uint64_t rows_ = 0, subjects_ = 0;  // since flush()
  PathCounts counts_;
  TrailsAround around_;
};

class PathTimesBulk {
 public:
  PathTimesBulk(const PathTimesKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<PathTimesKernel> finish();

 private:
  struct Passing {
    std::uint32_t link, row;  // counted from the stretch's first
  };
  void add_passings(std::span<const std::uint32_t> found, const std::int64_t* times);

  const PathTimesKernel* kernel_;
  StretchCells found_;
  PathTimes times_;
  bool has_any_ = false;              // trail
  std::vector<std::uint32_t> links_;  // by cell: the number of the link, or ChosenEdges::kNone
  std::vector<Passing> passings_;
  TrailsAround around_;
};

}  // namespace throughline::measure
