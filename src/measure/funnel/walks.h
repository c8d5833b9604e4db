// walks.h: how far each person walks a list of steps, within a time. The kernel of the funnel.
//
// Steps cart, pay; within one hour:
//     ana   cart 10:00   pay  10:40                 1  reaches 2, after 40 minutes
//     ben   cart 10:00   pay  11:00:01              2  reaches 1: a second late (11:00:00 would have done)
//     cy    pay  10:00   cart 10:05                 3  reaches 1: order matters
//     dia   cart 10:00   cart 10:50   pay 11:30     4  reaches 2 with the entry of 10:50: each cart is an entry
// Counted: at step 1 four, at step 2 two.
//
// What a walk is under each rule set: docs/reference/funnel.md. Of every rule set:
//  - The window runs from the entry; its last instant is included. Later steps may lie behind the asked period.
//  - Only entries that the frame counts begin walks: in the period, by people of the segment.
//  - Each subject counts once per group, with the walk that reached furthest, of equal ones the earliest. Split by what
//    the entry says, each group is a funnel of its own: others' entries begin nothing there.
//  - Events of one instant follow the sender's counter, then columns.h, unless the rule set says otherwise.
//
// Cost: subjects without an entry cost collecting their hits. Else one pass over the hits in order, more in any order
// where one event can be two steps (hits × entries), with optimized re-entry (the same), and with held properties (one
// pass per value). No allocation but for those.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "measure/funnel/counts.h"
#include "measure/funnel/parts.h"
#include "measure/funnel/walk.h"
#include "model/question.h"
#include "sequence/fold.h"
#include "sequence/match.h"

namespace throughline::measure {

class FunnelBulk;

class FunnelKernel {
 public:
  using Unit = FunnelWalk;
  using State = FunnelCounts;
  using Bulk = FunnelBulk;

  // `frame` is the question's; it outlives the kernel. Errors: those of check() in checks.h, of Match::compile with the
  // place "/steps/N" or "/exclude/N/events", funnel.unknown-property for what is held.
  static Result<FunnelKernel> compile(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot,
                                      const sequence::Frame& frame);
  // For definitions: a step whose event never happened is reached by nobody.
  static Result<FunnelKernel> compile_lenient(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot,
                                              const sequence::Frame& frame);

  const WalkPlan& plan() const { return plan_; }
  std::size_t steps() const { return plan_.steps; }
  // Else every walk of a subject counts.
  bool counts_each_once() const { return !is_totals_ && !sessions_; }
  State empty() const { return FunnelCounts(plan_.steps, between_); }
  bool prefers(const FunnelWalk& candidate, const FunnelWalk& kept) const {
    return candidate.reached > kept.reached || (candidate.reached == kept.reached && candidate.entry < kept.entry);
  }

  std::span<const sequence::Match> matchers() const { return matches_; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    for (const FunnelWalk& walk : walks(timeline, hits)) emit(walk);
  }
  // Plain ordered funnels. Looking for the mark before another takes the longer the longer a timeline is, so that long
  // ones are walked hit by hit.
  bool takes_marks() const { return takes_marks_; }
  bool takes_bulk(const sequence::Frame& frame) const {
    return takes_marks_ && attribution_.kind == Attribution::Kind::First &&
           frame.by(model::By::Kind::Segments) == nullptr;
  }
  FunnelCounts::Between between() const { return between_; }
  static constexpr std::size_t kMostMarked = 1024;
  static constexpr bool kBeginsWithFirst = true;  // of marks
  template <class Emit>
  void units(const sequence::Timeline& timeline, sequence::Marks marks, const Emit& emit) const {
    for (const FunnelWalk& walk : walks(timeline, marks)) emit(walk);
  }
  // The walk of a subject that is not split, where the kernel takes marks.
  bool unit(const sequence::Timeline& timeline, sequence::Marks marks, FunnelWalk& walk) const {
    clear_uncounted(timeline, marks);
    return walk_marks(timeline, marks, plan_, walk);
  }
  bool unit(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, FunnelWalk& walk) const;

 private:
  using Attribution = model::Attribution;
  static Result<FunnelKernel> compile(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot,
                                      const sequence::Frame& frame, bool lenient);
  Status compile_matches(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot, bool lenient);
  Status compile_held(const model::FunnelQuestion& asked, sequence::Snapshot& snapshot);
  // The subject's events, with the entries that count; nothing where none does. Valid as the walks.
  std::optional<Run> run_of(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits) const;
  // Valid until this thread asks for the next ones.
  const std::vector<FunnelWalk>& walks(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits) const;
  const std::vector<FunnelWalk>& walks(const sequence::Timeline& timeline, sequence::Marks marks) const;
  void clear_uncounted(const sequence::Timeline& timeline, sequence::Marks marks) const;
  void walk_parts(const Run& whole, std::vector<FunnelWalk>& found) const;
  void walk_groups(const Run& run, std::vector<FunnelWalk>& found) const;
  void walk_run(const Run& run, std::vector<FunnelWalk>& found) const;
  const WalkPlan& plan_of(const sequence::Timeline& timeline) const;
  void attribute(std::vector<FunnelWalk>& walks) const;

  WalkPlan plan_;
  std::shared_ptr<const Window> window_;  // none: a fixed time
  Walker walker_ = nullptr;
  bool is_totals_ = false;
  std::shared_ptr<const Window> sessions_;  // where each counts
  bool is_only_first_part_ = false;         // of what is held constant, in each group: that of the first entry
  bool is_any_step_entry_ = false;
  // Segments overlap, so a walk falls into all of its entry's: with rules under which other entries matter to a walk
  // there is one of the whole, not one per segment. (Only accounts and objects of several people can tell.)
  bool is_one_walk_ = false;
  bool takes_marks_ = false;
  Attribution attribution_;
  FunnelCounts::Between between_;
  Parting parting_;
  std::vector<sequence::Match> matches_;  // steps, then exclusions
  const sequence::Frame* frame_ = nullptr;
};

// The same, where every walk counts.
class EveryWalkKernel {
 public:
  using Unit = FunnelWalk;
  using State = FunnelCounts;
  explicit EveryWalkKernel(const FunnelKernel& kernel) : kernel_(kernel) {}
  State empty() const { return kernel_.empty(); }
  std::span<const sequence::Match> matchers() const { return kernel_.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    kernel_.units(timeline, hits, emit);
  }

 private:
  const FunnelKernel& kernel_;
};

}  // namespace throughline::measure
