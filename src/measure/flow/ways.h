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
// Cost: one pass, one lookup per passage; a state keeps one entry per variant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "model/question.h"
#include "sequence/edges.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/passages.h"
#include "sequence/times.h"

namespace throughline::measure {

inline constexpr std::size_t kMostSampled = 100;

// A passage of the snapshot: whose, and the position of its first event.
struct Whereabouts {
  std::uint64_t subject = 0, position = 0;
  auto operator<=>(const Whereabouts&) const = default;
};

struct Way {
  std::size_t anchor = 0;  // its first event
  std::size_t entry = 0;   // the same
  std::span<const sequence::Visit> visits;
  Fingerprint variant;
  std::int64_t lasts = 0;               // microseconds
  std::optional<std::int64_t> to_goal;  // microseconds, where it reached the goal
};

struct Variant {
  sequence::Times durations;  // as many as there are passages
  sequence::SubjectCount subjects;
  Whereabouts first{};
};

struct Timed {
  std::int64_t micros = 0;
  Whereabouts where{};
};

class WayCounts {
 public:
  void add(const sequence::Timeline& timeline, const Way& way);
  void merge(const WayCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<WayCounts> load(std::string_view bytes);

  std::size_t different() const { return variants_.size(); }
  // Most passages first; of equal ones the one whose first passage comes first.
  std::vector<std::pair<Fingerprint, const Variant*>> variants() const;
  std::vector<Whereabouts> sample() const;  // ascending

  std::int64_t passages = 0, reached = 0;
  sequence::SubjectCount subjects;
  std::optional<Timed> fastest, slowest, longest_missed;

 private:
  struct Sampled {
    std::uint64_t hash = 0;
    Whereabouts where{};
    auto operator<=>(const Sampled&) const = default;
  };
  void offer(const Sampled& sampled);

  std::unordered_map<Fingerprint, Variant> variants_;
  std::vector<Sampled> sampled_;  // a heap: the greatest hash in front
};

class WayKernel {
 public:
  using Unit = Way;
  using State = WayCounts;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  // Errors: those of Nodes::make, and those of Match::compile with the place "/goal".
  static Result<WayKernel> compile(const model::Question::Variants& asked, const model::Counting& counting,
                                   sequence::Snapshot& snapshot, const sequence::Frame& frame);

  const sequence::Passages& passages() const { return passages_; }
  bool has_goal() const { return has_goal_; }
  State empty() const { return {}; }

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

 private:
  explicit WayKernel(sequence::Passages passages);
  Way way_of(const sequence::Timeline& timeline, const sequence::Passage& passage) const;

  sequence::Passages passages_;
  std::vector<Fingerprint> prints_;  // of the nodes' labels, so that a variant's name outlives the snapshot
  sequence::Match goal_;
  bool has_goal_ = false;
};

// "v_9f86d081884c7d65": how a variant is named in answers, the same as long as its nodes are called the same.
std::string name_of(const Fingerprint& variant);

}  // namespace throughline::measure
