// graph.h: which node follows which. The kernel of the directly-follows graph.
//
//     ana: cart 10:00, pay 10:05, cart 10:07       nodes  cart: 3 visits, 2 people, 2 starts, 1 end
//     ben: cart 11:00, pay 11:01                          pay:  2 visits, 2 people, 0 starts, 1 end
//                                                  edges  cart > pay: 2 by 2 people, 180 s at the median; pay > cart: 1
//
//  1. Each visit but a passage's last has one edge to the next visit. Not collapsed, a repeat is an edge to itself.
//  2. A passage belongs, with all its visits and edges, where its first event belongs: period, channel, property.
//  3. An edge's time runs from the first event of one visit to the first event of the next.
//  4. A passage is shown in full when all its nodes are among those shown.
//
// Cost: two passes: an addressed count per event (edges.h), then the times of the edges shown and the passages that are
// shown in full.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "sequence/chosen_edges.h"
#include "sequence/counted_cell.h"
#include "sequence/edges.h"
#include "sequence/fold.h"
#include "sequence/passages.h"
#include "sequence/times.h"

namespace throughline::measure {

struct FlowPassage {
  std::size_t anchor = 0;  // its first event
  std::size_t entry = 0;   // the same
  std::span<const sequence::Visit> visits;
};

struct FlowNode {
  std::int64_t visits = 0, events = 0, starts = 0, ends = 0;
  sequence::SubjectCount subjects;
};

class FlowCounts {
 public:
  explicit FlowCounts(std::size_t size = 0) : nodes(size), edges(size) {}

  void add(const sequence::Timeline& timeline, const FlowPassage& passage);
  void merge(const FlowCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<FlowCounts> load(std::string_view bytes);

  std::int64_t passages = 0, transitions = 0;
  sequence::SubjectCount subjects;
  std::vector<FlowNode> nodes;
  sequence::Edges edges;
};

class FlowBulk;

class FlowKernel {
 public:
  using Unit = FlowPassage;
  using State = FlowCounts;
  using Bulk = FlowBulk;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  explicit FlowKernel(sequence::Passages passages) : passages_(std::move(passages)) {}
  const sequence::Passages& passages() const { return passages_; }
  State empty() const { return FlowCounts(passages_.nodes().size()); }
  bool takes_bulk(const sequence::Frame& frame) const {
    return !frame.is_split() && frame.counts_all() && passages_.nodes().size() <= sequence::Edges::kMostAddressed;
  }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    passages_.of(timeline, [&](const sequence::Passage& passage) {
      const std::size_t begin = passage.visits.front().position;
      emit(FlowPassage{begin, begin, passage.visits});
    });
  }

 private:
  sequence::Passages passages_;
};

// A graph of everybody, without passages being made: an event costs one look at a small table.
class FlowBulk {
 public:
  FlowBulk(const FlowKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<FlowKernel> finish();

 private:
  using Cell = sequence::CountedCell;
  // Plain: 64 nodes at most, and every event at one of them.
  template <bool kHasGap, bool kIsPlain, class NodeAt>
  void add_timelines(const sequence::Stretch& stretch, const NodeAt& node_at);
  template <bool kHasGap, bool kIsPlain, class NodeAt>
  void add_timeline(std::size_t begin, std::size_t end, const std::int64_t* times, const NodeAt& node_at);
  void flush();

  const FlowKernel* kernel_;
  std::size_t width_;        // nodes
  std::size_t row_;          // cells to a row of edges
  std::vector<Cell> edges_;  // row after row, repeats included; the last row: from no node, where passages start
  std::vector<Cell> nodes_;  // where there are more than 64
  std::vector<std::uint64_t> been_;        // by subject: a bit for each node that it was at, where there are 64 at most
  std::uint64_t rows_ = 0, subjects_ = 0;  // since flush()
  FlowCounts counts_;
  // Of the stretch that is looked at.
  const sequence::Piece* piece_ = nullptr;
  std::vector<sequence::Node> of_codes_;
  std::vector<std::int64_t> times_;
};

// What is shown of a graph.
struct FlowShown {
  std::vector<bool> nodes;  // by node
  sequence::ChosenEdges edges;
};

// How many passages stand on the nodes shown alone, and the times of the edges shown.
struct ShownCounts {
  explicit ShownCounts(const FlowShown* of = nullptr) : times(of == nullptr ? 0 : of->edges.size()), shown(of) {}
  void add(const sequence::Timeline&, const FlowPassage& passage);
  void merge(const ShownCounts& other);
  std::string save() const;
  static Result<ShownCounts> load(std::string_view bytes);

  std::int64_t passages = 0, in_full = 0;
  std::vector<sequence::Times> times;  // by the edge's number
  const FlowShown* shown;              // not part of what is saved
};

class ShownBulk;  // shown_bulk.h

class ShownKernel {
 public:
  using Unit = FlowPassage;
  using State = ShownCounts;
  using Bulk = ShownBulk;
  static constexpr sequence::Reads kReads = FlowKernel::kReads;
  // Both outlive the kernel and its states.
  ShownKernel(const FlowKernel& flow, const FlowShown& shown) : flow_(&flow), shown_(&shown) {}
  State empty() const { return ShownCounts(shown_); }
  bool takes_bulk(const sequence::Frame& frame) const {
    return flow_->takes_bulk(frame) && !passages().nodes().leaves_out();
  }
  const sequence::Passages& passages() const { return flow_->passages(); }
  const FlowShown& shown() const { return *shown_; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    flow_->units(timeline, emit);
  }

 private:
  const FlowKernel* flow_;
  const FlowShown* shown_;
};

}  // namespace throughline::measure
