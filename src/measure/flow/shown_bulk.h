// shown_bulk.h: what a graph shows, of everybody, without passages being made. Every event stands at a node here.
//
// Rows are looked at 64 at a time, as bits:
//
//     passage begins   1 0 0 0 1 0 0      at a node that is not shown    0 1 0 1 0 0 0
//     the first such of its passage       0 1 0 0 0 0 0                  one of two passages is shown in full
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "measure/flow/graph.h"
#include "sequence/marks.h"

namespace throughline::measure {

class ShownBulk {
 public:
  ShownBulk(const ShownKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<ShownKernel> finish();

 private:
  // Of rows of subjects who are alive, from `begin` up to, not including, `end`.
  void add_run(std::size_t begin, std::size_t end);
  void begin_passages(std::size_t begin, std::size_t end);
  void count_passages(std::size_t first_row, std::size_t rows);
  template <class NodeAt>
  void add_times(std::size_t rows, const NodeAt& node_at);

  const ShownKernel* kernel_;
  std::size_t width_;                 // nodes
  std::vector<std::uint32_t> edges_;  // by node left and node come to: the edge's number; the last row: of none
  ShownCounts counts_;
  // Of the stretch that is looked at.
  const sequence::Piece* piece_ = nullptr;
  std::vector<sequence::Node> of_codes_;
  std::vector<std::uint8_t> is_hidden_;           // by code
  sequence::MarkWords begins_, hidden_, starts_;  // of passages; rows at nodes not shown; of visits
  std::vector<std::int64_t> times_, spans_;       // of rows; of what passed an edge shown, and one more
  std::vector<std::uint32_t> visits_, passed_;    // the row that each begins with; which edge
};

// How many begin bits have a bit of `marks` before the next one; the first row begins.
std::int64_t count_marked(std::span<const std::uint64_t> begins, std::span<const std::uint64_t> marks);

}  // namespace throughline::measure
