// passages.h: a timeline told as passages: visits of nodes, one after the other, until a pause is too long.
//
//     cart 10:00  cart 10:01  pay 10:02  help 11:00     gap 30m             (cart, cart, pay), (help)
//                                                       gap 30m, collapsed  (cart twice, pay), (help)
//
// A pause of exactly the gap does not end a passage. Collapsed, events that follow each other at one node are one
// visit, which begins with the first of them. Events at no node are left out, as if they had not been.
// Cost: one pass; the visits of one passage are kept at a time.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "model/answer.h"
#include "model/question.h"
#include "sequence/nodes.h"

namespace throughline::sequence {

struct Visit {
  Node node;
  std::uint32_t events;  // 1 unless collapsed
  std::size_t position;  // of its first event
  std::int64_t time;     // of its first event, in microseconds
};

struct Passage {
  std::span<const Visit> visits;  // at least one; valid until the next passage
  std::size_t last;               // position of the last event
};

class Passages {
 public:
  Passages(Nodes nodes, const model::Gap& gap, bool is_collapsed, const model::Counting& counting)
      : nodes_(std::move(nodes)), is_collapsed_(is_collapsed) {
    using Kind = model::Gap::Kind;
    const bool is_usual = gap.kind == Kind::Usual && counting.kind != model::SubjectKind::Object;
    if (is_usual) gap_ = model::kUsualGap.count();
    if (gap.kind == Kind::Longer) gap_ = gap.than.count();
  }

  const Nodes& nodes() const { return nodes_; }
  bool is_collapsed() const { return is_collapsed_; }
  // The longest pause inside a passage, in microseconds; kNever: nothing ends one.
  std::int64_t gap() const { return gap_; }
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  // The sentences that an answer about passages owes its reader.
  void describe(model::Answer& answer) const;

  template <class Emit>
  void of(const Timeline& timeline, const Emit& emit) const {
    // A bare array: a vector's end would be written to memory at every visit.
    thread_local std::vector<Visit> memory;
    if (memory.size() < timeline.size()) memory.resize(timeline.size());
    Visit* const first = memory.data();
    Visit* end = first;
    std::int64_t before = 0;
    std::size_t last = 0;
    for (std::size_t position = 0; position < timeline.size(); ++position) {
      const Node node = nodes_.at(timeline, position);
      if (node == kNoNode) continue;
      const std::int64_t time = timeline.time(position);
      if (end != first && time - before > gap_) {
        emit(Passage{{first, end}, last});
        end = first;
      }
      before = time;
      last = position;
      if (is_collapsed_ && end != first && end[-1].node == node) {
        ++end[-1].events;
      } else {
        *end++ = {node, 1, position, time};
      }
    }
    if (end != first) emit(Passage{{first, end}, last});
  }

 private:
  Nodes nodes_;
  std::int64_t gap_ = kNever;
  bool is_collapsed_;
};

}  // namespace throughline::sequence
