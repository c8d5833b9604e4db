// ways.h: which sequences of nodes passages take, how often each, and passages to look at. The kernel of variants.
//
//     ana: cart pay done     ben: cart pay done     cy: cart help         2 cart, pay, done     1 cart, help
//
//  1. Two passages are of one variant when they visit the same nodes in the same order.
//  2. A passage lasts from its first to its last event, and belongs where its first event belongs.
//  3. With a goal: a passage reached it when one of its events is the goal, after the time from its first event. Best is
//     the fastest to reach it. Worst is the longest that did not; where all reached it, the slowest to do so.
//  4. Typical is the medoid of a sample of at most 100 passages: the one with the least sum of edit distances to the
//     others (insert, delete, replace a visit; the first 100 visits are compared).
//  5. Which passages are sampled follows from a hash of subject and place, not from the order of work; of equal passages
//     the first by subject and place is named. So the answer is the same for any grouping and number of threads.
//
// Cost: one pass, one lookup per passage; a state keeps one entry per variant (way_table.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "measure/flow/way_table.h"
#include "model/question.h"
#include "sequence/edges.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/passages.h"
#include "sequence/times.h"

namespace throughline::measure {

inline constexpr std::size_t kMostSampled = 100;

struct Way {
  std::size_t anchor = 0;  // its first event
  std::size_t entry = 0;   // the same
  std::span<const sequence::Visit> visits;
  WayKey key;
  std::int64_t lasts = 0;               // microseconds
  std::optional<std::int64_t> to_goal;  // microseconds, where it reached the goal
};

struct Timed {
  std::int64_t micros = 0;
  Whereabouts where{};
};

class WayCounts {
 public:
  WayCounts() = default;
  explicit WayCounts(WayTable empty) : ways(std::move(empty)) {}

  void add(const sequence::Timeline& timeline, const Way& way);
  void merge(const WayCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<WayCounts> load(std::string_view bytes);

  // All of a passage but its way.
  void add(Whereabouts where, std::int64_t lasts, std::optional<std::int64_t> to_goal);
  std::vector<Whereabouts> sample() const;  // ascending

  std::int64_t passages = 0, reached = 0;
  sequence::SubjectCount subjects;
  WayTable ways;
  std::optional<Timed> fastest, slowest, longest_missed;

 private:
  struct Sampled {
    std::uint64_t hash = 0;
    Whereabouts where{};
    auto operator<=>(const Sampled&) const = default;
  };
  void offer(const Sampled& sampled);

  std::vector<Sampled> sampled_;  // a heap: the greatest hash in front
};

class WayBulk;

class WayKernel {
 public:
  using Unit = Way;
  using State = WayCounts;
  using Bulk = WayBulk;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  // Errors: those of Nodes::make, and those of Match::compile with the place "/goal".
  static Result<WayKernel> compile(const model::Question::Variants& asked, const model::Counting& counting,
                                   sequence::Snapshot& snapshot, const sequence::Frame& frame);

  const sequence::Passages& passages() const { return passages_; }
  bool has_goal() const { return has_goal_; }
  const sequence::Match& goal() const { return goal_; }
  State empty() const { return {}; }
  bool takes_bulk(const sequence::Frame& frame) const { return !frame.is_split() && frame.counts_all(); }
  // The bytes that a node's number takes in a way's key: 1, 2 or 4, so that the greatest number is of no node.
  std::size_t node_bytes() const { return node_bytes_; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    passages_.of(timeline, [&](const sequence::Passage& passage) { emit(way_of(timeline, passage)); });
  }
  // The passage again, with its visits.
  struct Shown {
    std::vector<sequence::Visit> visits;
    std::int64_t lasts = 0;
  };
  Shown show(const sequence::Columns& columns, Whereabouts where) const;
  // "v_9f86d081884c7d65": how a variant is named in answers, the same as long as its nodes are called the same.
  std::string name_of(std::span<const sequence::Visit> visits) const;

 private:
  explicit WayKernel(sequence::Passages passages);
  Way way_of(const sequence::Timeline& timeline, const sequence::Passage& passage) const;
  WayKey key_of(std::span<const sequence::Visit> visits) const;

  sequence::Passages passages_;
  std::size_t node_bytes_ = 1;
  std::vector<Fingerprint> prints_;  // of the nodes' labels, so that a variant's name outlives the snapshot
  sequence::Match goal_;
  bool has_goal_ = false;
};

// The ways of everybody, without a passage being made of visits: its nodes are bytes in a row, and its key their hash.
class WayBulk {
 public:
  WayBulk(const WayKernel& kernel, const sequence::Frame&);
  void add(const sequence::Stretch& stretch);
  sequence::States<WayKernel> finish();

 private:
  // Node: a number of as many bytes as the kernel says.
  template <class Node>
  void add_as(const sequence::Stretch& stretch);
  template <class Node, bool kHasGap, class CodeAt>
  void add_timelines(const sequence::Stretch& stretch, const CodeAt& code_at);
  struct Rows {
    std::size_t begin, first, last;  // of the timeline, of the passage: its first and last event
    std::int64_t from, to;           // their times
  };
  template <class Node>
  void take(std::uint32_t subject, const Rows& rows, std::span<const Node> way);
  std::optional<std::int64_t> to_goal(const Rows& rows) const;
  void look_up(std::size_t part);

  const WayKernel* kernel_;
  WayCounts counts_;
  std::vector<std::vector<TakenWay>> waiting_;  // by part of the table
  // Of the stretch that is looked at.
  const sequence::Piece* piece_ = nullptr;
  std::vector<sequence::Node> of_codes_;
  std::size_t first_row_ = 0;
  std::vector<std::int64_t> times_;
  std::vector<std::uint32_t> visits_;  // memory for those of a passage
  sequence::SharedFilters filters_;
  sequence::MarkWords goals_;
};

}  // namespace throughline::measure
