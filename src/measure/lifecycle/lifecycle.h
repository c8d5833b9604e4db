// lifecycle.h: who is new, stays, comes back and falls silent, interval by interval.
//
//     weeks, any event       week 1   week 2   week 3   week 4        week     new  returning  resurrecting  dormant
//     ana                      x        x                 x              1       2          0             0        0
//     ben                      x                                         2       0          1             0        1
//     zoe                                        x        x              3       1          0             0        1
//                                                                        4       0          1             1        0
//  1. A subject is active in an interval in which such an event lies. Each active one is just one of
//         new            it holds the first such event ever
//         returning      active in the interval before, too
//         resurrecting   neither: back after at least one silent interval
//     so new + returning + resurrecting = active.
//  2. Dormant: active in the interval before, not in this one: ben in week 2, once. So returning + dormant = those active
//     in the interval before. Counted positive; pages draw it below the line.
//  3. An interval that is not over when the data end has no dormant count yet (status "open").
//
// Intervals are those of the question's zone. Those that the period touches are taken whole, and all are listed as far
// as the data reach. Who was active before the data begin is new in them nevertheless: nobody can know.
// The anchor is the first event of the (last) active interval: for segment and `by`; so, where the property of a
// dormant subject is read at the event, it is that of the interval before. Calendar cannot split what is calendar.
//
// Behind: outcome "new", "returning", "resurrecting", "dormant" or "active", of one interval "new:2025-03"; group is the
// interval's label when the question is not split, else the group's. Cost: one pass; a state has four numbers per
// interval. Rules as PostHog's lifecycle, which takes its own record of the person's first day for `new`.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/answer.h"
#include "model/catalogue.h"
#include "model/question.h"
#include "sequence/calendar.h"
#include "sequence/fold.h"
#include "sequence/match.h"
#include "sequence/snapshot.h"

namespace throughline::measure {

// `question.ask` holds a Question::Lifecycle. Errors: lifecycle.unknown-event and the like, lifecycle.split-by-calendar,
// lifecycle.too-many-intervals, lifecycle.unknown-outcome, question.unknown-group.
Result<model::Answer> lifecycle(const model::Question& question, const model::Catalogue& catalogue,
                                sequence::Snapshot& snapshot);

inline constexpr std::array<std::string_view, 4> kLifeStates{"new", "returning", "resurrecting", "dormant"};
enum class LifeState { New, Returning, Resurrecting, Dormant };

struct LifeInterval {
  std::size_t anchor = 0;    // the first event of the interval; dormant: of the interval before
  std::size_t entry = 0;     // the same
  std::size_t interval = 0;  // its place among those listed
  LifeState state{};
};

class LifecycleCounts {
 public:
  void add(const sequence::Timeline&, const LifeInterval& unit);
  void merge(const LifecycleCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<LifecycleCounts> load(std::string_view bytes);

  std::int64_t count(std::size_t interval, LifeState state) const;
  std::int64_t active(std::size_t interval) const;

 private:
  std::vector<std::array<std::int64_t, 4>> counts_;  // by interval, up to the last that has anybody
};

class LifecycleKernel {
 public:
  using Unit = LifeInterval;
  using State = LifecycleCounts;
  static constexpr sequence::Reads kReads{.times = true, .names = true};

  // `listed`: the intervals that are told of, as far as the data reach; the kernel looks one further back.
  LifecycleKernel(sequence::Match match, const sequence::Frame& frame, Interval interval,
                  const sequence::Calendar& listed);

  State empty() const { return {}; }

  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    if (intervals_ == 0) return;
    std::size_t position = 0;
    bool is_first = true;
    // What lies before the intervals looked at only tells who is not new.
    for (; position < timeline.size() && timeline.time(position) < calendar_.start(0); ++position) {
      is_first = is_first && !match_(timeline, position);
    }
    std::size_t last = kNever, at = 0;  // the last active interval; that of the event
    LifeInterval unit;
    for (; position < timeline.size(); ++position) {
      if (!match_(timeline, position)) continue;
      const std::int64_t time = timeline.time(position);
      const bool is_beyond = time >= end_;
      if (!is_beyond) at = calendar_.index(time, at);
      if (!is_beyond && at == last) continue;
      if (last != kNever && (is_beyond || at > last + 1)) fall_silent(unit, last, emit);
      if (is_beyond) return;
      const LifeState state = is_first         ? LifeState::New
                              : at == last + 1 ? LifeState::Returning
                                               : LifeState::Resurrecting;
      unit = {.anchor = position, .entry = position, .interval = at - 1, .state = state};
      if (at > 0) emit(unit);
      is_first = false;
      last = at;
    }
    if (last != kNever) fall_silent(unit, last, emit);
  }

 private:
  static constexpr std::size_t kNever = static_cast<std::size_t>(-2);

  template <class Emit>
  void fall_silent(const LifeInterval& active, std::size_t last, const Emit& emit) const {
    if (last >= intervals_) return;  // silent behind the last interval listed
    emit(LifeInterval{.anchor = active.anchor, .entry = active.entry, .interval = last, .state = LifeState::Dormant});
  }

  sequence::Match match_;
  sequence::Calendar calendar_;  // one interval more than those listed: the one before them
  std::size_t intervals_ = 0;    // listed
  std::int64_t end_ = 0;         // of the last one listed
};

}  // namespace throughline::measure
