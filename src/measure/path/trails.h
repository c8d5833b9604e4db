// trails.h: the part of a passage that leads from an event, to it, or around it. The kernel of paths.
//
//     passages        a b c d     b c     a c          start b, 3 steps
//     positions         0 1 2     0 1                  links  0 b > c: 2 passages   1 c > d: 1
//
//  1. The first event of a passage that is the `start` (`end`, `around`) stands at position 0. Start: it and what
//     follows, at most `steps` nodes. End: at most `steps` nodes up to it, at positions up to 0. Around: both. Start and
//     end: what lies between, up to the first end after the start; cut after `steps` nodes. None: from the first visit.
//  2. A passage without the event is not counted. One passage gives one trail; people may give several.
//  3. The trail belongs where the event at position 0 belongs: period, channel, property. (What lies before or behind
//     it may lie outside the period.)
//  4. A link's time runs from the first event of one visit to the first event of the next.
//  5. Entry: the passage begins there. Exit: the passage ends there, however far the trail is shown.
//
// Cost: two passes: a state of the first keeps one entry per position and node, and per link that occurs; one of the
// second the times of the links that are listed. Who folds over the kernels includes bulk.h.
// Left out: the middle of long paths between two events is cut off at the end, not elided.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/question.h"
#include "sequence/chosen_edges.h"
#include "sequence/edges.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/passages.h"
#include "sequence/times.h"

namespace throughline::measure {

inline constexpr int kMostPathSteps = 100;

struct Trail {
  std::size_t anchor = 0;                   // the event at position 0
  std::size_t entry = 0;                    // the first event of the passage
  std::span<const sequence::Visit> visits;  // those shown; valid while it is counted
  int first = 0;                            // the position of the first of them
  bool begins = false, ends = false;        // with the passage
};

struct PathNode {
  std::int64_t passages = 0, entries = 0, exits = 0;
  sequence::SubjectCount subjects;
};

class PathCounts {
 public:
  PathCounts(std::size_t nodes, int first, int last)
      : nodes_(nodes),
        first_(first),
        stations_(static_cast<std::size_t>(last - first + 1)),
        links_(stations_.size(), sequence::Edges(nodes)) {}

  void add(const sequence::Timeline& timeline, const Trail& trail);
  void merge(const PathCounts& other);
  // Equal counts give equal bytes, in whatever grouping they were merged. Errors: state.broken.
  std::string save() const;
  static Result<PathCounts> load(std::string_view bytes);

  int first() const { return first_; }
  int last() const { return first_ + static_cast<int>(stations_.size()) - 1; }
  // By node; empty where nobody came so far.
  const std::vector<PathNode>& at(int position) const { return stations_[index(position)]; }
  // From this position to the next.
  std::vector<sequence::Edges::Placed> links(int position) const { return links_[index(position)].passed(); }

  std::int64_t passages = 0;
  sequence::SubjectCount subjects;

 private:
  friend class PathBulk;
  std::size_t index(int position) const { return static_cast<std::size_t>(position - first_); }
  PathNode& station(std::size_t place, sequence::Node node) {
    if (stations_[place].empty()) stations_[place].resize(nodes_);
    return stations_[place][node];
  }

  std::size_t nodes_;
  int first_;
  std::vector<std::vector<PathNode>> stations_;  // by position
  std::vector<sequence::Edges> links_;
};

class PathBulk;

class PathKernel {
 public:
  using Unit = Trail;
  using State = PathCounts;
  using Bulk = PathBulk;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  // Errors: paths.conflict (`around` beside `start` or `end`), those of Nodes::make, and those of Match::compile with the
  // place "/start", "/end" or "/around".
  static Result<PathKernel> compile(const model::Question::Paths& asked, const model::Counting& counting,
                                    sequence::Snapshot& snapshot, const sequence::Frame& frame);

  const sequence::Nodes& nodes() const { return passages_.nodes(); }
  const sequence::Passages& passages() const { return passages_; }
  int first() const { return shows_before_ ? 1 - steps_ : 0; }
  int last() const { return shows_after_ ? steps_ - 1 : 0; }
  State empty() const { return PathCounts(nodes().size(), first(), last()); }
  bool takes_bulk(const sequence::Frame& frame) const;
  // What stands at position 0; where it is not asked for, the passage's first visit.
  bool has_at() const { return has_at_; }
  const sequence::Match& at() const { return at_; }
  std::optional<Trail> trail_of(const sequence::Timeline& timeline, const sequence::Passage& passage) const;

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    passages_.of(timeline, [&](const sequence::Passage& passage) {
      if (const auto trail = trail_of(timeline, passage)) emit(*trail);
    });
  }

 private:
  explicit PathKernel(sequence::Passages passages) : passages_(std::move(passages)) {}
  std::optional<std::size_t> first_match(const sequence::Match& match, const sequence::Timeline& timeline,
                                         std::size_t begin, std::size_t last) const;

  sequence::Passages passages_;
  sequence::Match at_, end_;  // what stands at position 0; what a trail from it ends with
  bool has_at_ = false, has_end_ = false, shows_before_ = false, shows_after_ = true;
  int steps_ = 0;
};

// The links whose times are told: those that leave each position, from first() on. They are numbered one position
// after the other.
struct PathLinks {
  int first = 0;
  std::vector<sequence::ChosenEdges> at;
  std::vector<std::uint32_t> before;  // by position: how many the positions before it have

  std::uint32_t find(int position, sequence::Node from, sequence::Node to) const {
    const auto place = static_cast<std::size_t>(position - first);
    const std::uint32_t found = at[place].find(from, to);
    return found == sequence::ChosenEdges::kNone ? found : before[place] + found;
  }
  std::size_t size() const { return at.empty() ? 0 : before.back() + at.back().size(); }
};

struct PathTimes {
  explicit PathTimes(const PathLinks* of = nullptr) : times(of == nullptr ? 0 : of->size()), links(of) {}
  void add(const sequence::Timeline&, const Trail& trail);
  void merge(const PathTimes& other) { sequence::merge(times, other.times); }
  std::string save() const;
  static Result<PathTimes> load(std::string_view bytes);

  std::vector<sequence::Times> times;  // by the link's number
  const PathLinks* links;              // not part of what is saved
};

class PathTimesBulk;

class PathTimesKernel {
 public:
  using Unit = Trail;
  using State = PathTimes;
  using Bulk = PathTimesBulk;
  static constexpr sequence::Reads kReads{.times = true, .names = true};
  // Both outlive the kernel and its states.
  PathTimesKernel(const PathKernel& paths, const PathLinks& links) : paths_(&paths), links_(&links) {}
  State empty() const { return PathTimes(links_); }
  bool takes_bulk(const sequence::Frame& frame) const { return paths_->takes_bulk(frame); }
  const PathKernel& paths() const { return *paths_; }
  const PathLinks& links() const { return *links_; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    paths_->units(timeline, emit);
  }

 private:
  const PathKernel* paths_;
  const PathLinks* links_;
};

}  // namespace throughline::measure
