// fold.h: the one way in which every analysis is computed.
//
// A kernel is one analysis. It names a Unit and a State and has
//     void units(const Timeline&, Emit)        calls emit(unit) for each unit of one subject, in order of anchors
// where a Unit has at least `std::size_t anchor` (position) and `std::size_t entry` (position, often the same), and a
// State has the five verbs: add a unit, merge with another state, save, load, and (as a free function beside it)
// answer. States hold integers only, so that merging in any grouping gives the same bytes.
//
// A kernel that cares for certain events only names them, and is given where they are:
//     std::span<const Match> matchers()
//     void units(const Timeline&, std::span<const Hit>, Emit)
// It never sees a subject without any of them, which costs next to nothing. Where what follows what is nearly all that
// it asks, a bit for each event is quicker; the marks may be changed:
//     void units(const Timeline&, Marks, Emit)
// A kernel that has both says when it takes marks, and of how many events at most:
//     bool takes_marks()    static constexpr std::size_t kMostMarked
// One that finds no unit in marks without one of its first matcher says so:
//     static constexpr bool kBeginsWithFirst = true
//
// Where a subject's best unit is not among those of its groups, or found more quickly alone, a kernel gives it:
//     bool unit(const Timeline&, hits and marks, Unit&)      false where there is none that counts
//
// A kernel that can count everybody at once, without units, names
//     class Bulk    of a thread: Bulk(const Kernel&, const Frame&), void add(const Stretch&), States<Kernel> finish()
//     bool takes_bulk(const Frame&)
// Of what is split, finish() gives a state of kEverybody, too.
//
// A kernel that looks at every event says what it reads of each, and gets it unpacked (window.h):
//     static constexpr Reads kReads{.times = true, .names = true};
//
// A kernel that counts each subject at most once per group says which unit to keep:
//     bool prefers(const Unit& candidate, const Unit& kept)
//
// fold() gives one State per group; behind() gives the subjects whose kept units satisfy a predicate.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <vector>

#include "base/parallel.h"
#include "base/patience.h"
#include "sequence/subjects_where.h"
#include "sequence/unit_reader.h"

namespace throughline::sequence {

template <class Kernel>
concept InBulk = requires(const Kernel& kernel, const Frame& frame) {
  typename Kernel::Bulk;
  { kernel.takes_bulk(frame) } -> std::convertible_to<bool>;
};

template <class Kernel>
using States = std::map<GroupKey, typename Kernel::State>;

// States of other subjects.
template <class Kernel>
void merge(States<Kernel>& into, const States<Kernel>& more, const Kernel& kernel) {
  for (const auto& [key, state] : more) into.try_emplace(key, kernel.empty()).first->second.merge(state);
}

// States by group, found by address where there are few.
template <class Kernel>
class GroupStates {
 public:
  explicit GroupStates(const Kernel& kernel) : kernel_(kernel) {}

  typename Kernel::State& at(GroupKey key) {
    const auto place = static_cast<std::size_t>(key + 1);
    if (place >= kNear) return states_.try_emplace(key, kernel_.empty()).first->second;
    if (place >= near_.size()) near_.resize(place + 1, nullptr);
    if (near_[place] == nullptr) near_[place] = &states_.try_emplace(key, kernel_.empty()).first->second;
    return *near_[place];
  }
  States<Kernel>& states() { return states_; }

 private:
  static constexpr std::size_t kNear = 4096;
  const Kernel& kernel_;
  States<Kernel> states_;
  std::vector<typename Kernel::State*> near_;  // by key + 1
};

// Has at most `threads` threads read all stretches, each with what make(slice) gives it. Ends early by Patience::check()
// where the asker's patience is over.
template <class Make>
void read_stretches(const Columns& columns, unsigned threads, const Make& make) {
  const std::vector<Stretch> all = stretches(columns);
  std::atomic<std::size_t> next = 0;
  Patience* const patience = Patience::current();
  const auto used = static_cast<unsigned>(std::clamp<std::size_t>(all.size(), 1, threads));
  parallel_slices(used, used, [&](unsigned slice, std::size_t, std::size_t) {
    auto reader = make(slice);
    for (std::size_t i = next++; i < all.size(); i = next++) {
      if (patience != nullptr && patience->is_over()) return;
      reader(all[i]);
    }
  });
  Patience::check();
}

template <class Kernel>
States<Kernel> fold_in_bulk(const Frame& frame, const Kernel& kernel, unsigned threads) {
  std::vector<typename Kernel::Bulk> parts(threads, typename Kernel::Bulk(kernel, frame));
  read_stretches(frame.columns(), threads,
                 [&](unsigned slice) { return [&part = parts[slice]](const Stretch& stretch) { part.add(stretch); }; });
  States<Kernel> whole = parts[0].finish();
  for (unsigned slice = 1; slice < threads; ++slice) merge(whole, parts[slice].finish(), kernel);
  return whole;
}

template <class Kernel>
States<Kernel> fold_units(const Frame& frame, const Kernel& kernel, unsigned threads, bool counts_everybody) {
  std::vector<GroupStates<Kernel>> parts(threads, GroupStates<Kernel>(kernel));
  read_stretches(frame.columns(), threads, [&](unsigned slice) {
    return [&part = parts[slice],
            reader = StretchReader<Kernel>(frame, kernel, counts_everybody)](const Stretch& stretch) mutable {
      reader.read(stretch, [&](const Timeline& timeline, GroupKey key, const typename Kernel::Unit& unit) {
        part.at(key).add(timeline, unit);
      });
    };
  });
  States<Kernel> whole = std::move(parts[0].states());
  for (unsigned slice = 1; slice < threads; ++slice) merge(whole, parts[slice].states(), kernel);
  return whole;
}

// `counts_everybody`: of what is split, a state of kEverybody is among them.
template <class Kernel>
States<Kernel> fold(const Frame& frame, const Kernel& kernel, unsigned threads = default_threads(),
                    bool counts_everybody = false) {
  if constexpr (InBulk<Kernel>) {
    if (kernel.takes_bulk(frame)) {
      States<Kernel> states = fold_in_bulk(frame, kernel, threads);
      if (!counts_everybody) states.erase(kEverybody);
      return states;
    }
  }
  return fold_units(frame, kernel, threads, counts_everybody);
}

// The states of all groups, and of everybody together: who stands in several groups counts once there.
template <class Kernel>
struct SplitStates {
  States<Kernel> groups;
  typename Kernel::State everybody;
};

template <class Kernel>
SplitStates<Kernel> fold_with_everybody(const Frame& frame, const Kernel& kernel) {
  SplitStates<Kernel> split{fold(frame, kernel, default_threads(), true), kernel.empty()};
  if (!frame.is_split()) {
    if (!split.groups.empty()) split.everybody = split.groups.begin()->second;
  } else if (const auto found = split.groups.find(kEverybody); found != split.groups.end()) {
    split.everybody = std::move(found->second);
    split.groups.erase(found);
  }
  return split;
}

// The subjects that have a counted unit in `group` for which is_wanted(unit) holds, in order, at most `limit`.
// is_wanted is asked on several threads at a time.
template <class Kernel, class Wanted>
std::vector<std::size_t> behind(const Frame& frame, const Kernel& kernel, std::optional<GroupKey> group,
                                std::size_t limit, const Wanted& is_wanted) {
  return subjects_where(frame.columns().subjects(), limit, [&](std::size_t subject) {
    bool is_one = false;
    counted_units(frame, kernel, Timeline(frame.columns(), subject),
                  [&](GroupKey key, const typename Kernel::Unit& unit) {
                    is_one = is_one || ((!group || key == *group) && is_wanted(unit));
                  });
    return is_one;
  });
}

}  // namespace throughline::sequence
