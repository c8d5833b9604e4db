// chosen_edges.h: a few edges among many, found by address.
//
//     chosen cart > pay, pay > done        find(cart, pay) is 0, find(pay, done) is 1, find(pay, cart) is kNone
//
// Cost: two looks at a table of nodes and one at a table of chosen beginnings by chosen ends; where that would be large,
// a hash instead.
#pragma once

#include <cstdint>
#include <limits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sequence/nodes.h"

namespace throughline::sequence {

class ChosenEdges {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  ChosenEdges() = default;
  // Each edge once. Its number is its place in the list.
  ChosenEdges(std::size_t nodes, const std::vector<std::pair<Node, Node>>& edges);

  std::size_t size() const { return size_; }
  std::uint32_t find(Node from, Node to) const {
    if (size_ == 0) return kNone;
    const std::uint32_t row = rows_[from], column = columns_[to];
    if (row == kNone || column == kNone) return kNone;
    if (!at_.empty()) return at_[row * width_ + column];
    const auto found = by_pair_.find(std::uint64_t{from} << 32 | to);
    return found == by_pair_.end() ? kNone : found->second;
  }

 private:
  std::size_t size_ = 0, width_ = 0;
  std::vector<std::uint32_t> rows_, columns_;  // by node
  std::vector<std::uint32_t> at_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_pair_;  // where at_ would be large
};

}  // namespace throughline::sequence
