// nodes.h: the nodes at which the events of a snapshot stand: names of events or of touchpoints, grouped by pattern.
//
//     names cart, product 1, product 2; {pattern "product *", as "product"}        nodes 0 cart, 1 product
//
// Nodes ascend with their labels, so that order by number is order by text. Cost: one table by code, built once.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "model/naming.h"
#include "sequence/columns.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

using Node = std::uint32_t;
inline constexpr Node kNoNode = std::numeric_limits<Node>::max();

// Does the text fit, where "*" stands for any text, also none?
bool fits(std::string_view pattern, std::string_view text);

class Nodes {
 public:
  // What an event without a touchpoint is when touchpoints are the nodes: at no node, or at the node "not known".
  enum class Nameless { LeftOut, Named };

  // Errors: question.unused-pattern, where there are events and no name fits a pattern (or an earlier one takes all).
  static Result<Nodes> make(const model::Naming& naming, const Snapshot& snapshot, Nameless nameless);

  Node at(const Timeline& timeline, std::size_t position) const {
    return by_code_[of_touchpoint_ ? timeline.touchpoint(position) : timeline.name(position)];
  }
  // By code of the events' names, or touchpoints, in a piece's segment; and those codes.
  std::vector<Node> of_codes(const Piece& piece) const;
  const Narrow& codes(const Piece& piece) const {
    return of_touchpoint_ ? piece.segment->touchpoint : piece.segment->name;
  }
  std::size_t size() const { return labels_.size(); }
  const std::string& label(Node node) const { return labels_[node]; }
  std::optional<Node> find(std::string_view label) const;
  // "cart > pay". Labels may hold " > " themselves: of several readings the one with the shorter first label is meant.
  std::optional<std::pair<Node, Node>> find_pair(std::string_view text) const;
  const std::vector<std::string>& labels() const { return labels_; }
  bool leaves_out() const { return leaves_out_; }  // events without a touchpoint

 private:
  bool of_touchpoint_ = false, leaves_out_ = false;
  std::vector<std::string> labels_;  // ascending
  std::vector<Node> by_code_;
};

}  // namespace throughline::sequence
