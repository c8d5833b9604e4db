// fold.h: the one way in which every analysis is computed.
//
// A kernel is one analysis. It names a Unit and a State and has
//     void units(const Timeline&, Emit)        calls emit(unit) for each unit of one subject, in order of anchors
// where a Unit has at least `std::size_t anchor` (position) and `std::size_t entry` (position, often the same), and a
// State has the five verbs: add a unit, merge with another state, save, load, and (as a free function beside it)
// answer. States hold integers only, so that merging in any grouping gives the same bytes.
//
// A kernel that counts each subject at most once per group says which unit to keep:
//     bool prefers(const Unit& candidate, const Unit& kept)
//
// fold() gives one State per group; behind() gives the subjects whose kept units satisfy a predicate.
#pragma once

#include <algorithm>
#include <concepts>
#include <map>
#include <vector>

#include "base/parallel.h"
#include "sequence/frame.h"

namespace throughline::sequence {

template <class Kernel>
concept OncePerSubject = requires(const Kernel& kernel, const typename Kernel::Unit& unit) {
  { kernel.prefers(unit, unit) } -> std::convertible_to<bool>;
};

template <class Kernel>
using States = std::map<GroupKey, typename Kernel::State>;

// Calls take(group, unit) for every counted unit of one subject, once-per-subject kernels reduced.
template <class Kernel, class Take>
void counted_units(const Frame& frame, const Kernel& kernel, const Timeline& timeline, const Take& take) {
  std::vector<GroupKey> keys;
  if constexpr (OncePerSubject<Kernel>) {
    std::vector<std::pair<GroupKey, typename Kernel::Unit>> kept;
    kernel.units(timeline, [&](const typename Kernel::Unit& unit) {
      if (!frame.counts(timeline, unit.anchor)) return;
      frame.groups(timeline, unit.anchor, unit.entry, keys);
      for (const GroupKey key : keys) {
        const auto found = std::ranges::find(kept, key, &std::pair<GroupKey, typename Kernel::Unit>::first);
        if (found == kept.end()) {
          kept.emplace_back(key, unit);
        } else if (kernel.prefers(unit, found->second)) {
          found->second = unit;
        }
      }
    });
    for (const auto& [key, unit] : kept) take(key, unit);
  } else {
    kernel.units(timeline, [&](const typename Kernel::Unit& unit) {
      if (!frame.counts(timeline, unit.anchor)) return;
      frame.groups(timeline, unit.anchor, unit.entry, keys);
      for (const GroupKey key : keys) take(key, unit);
    });
  }
}

template <class Kernel>
States<Kernel> fold(const Frame& frame, const Kernel& kernel, unsigned threads = default_threads()) {
  std::vector<States<Kernel>> parts(threads);
  parallel_slices(frame.columns().subjects(), threads, [&](unsigned slice, std::size_t begin, std::size_t end) {
    // Units come in time order, so most fall into the group of the one before.
    typename States<Kernel>::value_type* last = nullptr;
    for (std::size_t subject = begin; subject < end; ++subject) {
      const Timeline timeline(frame.columns(), subject);
      counted_units(frame, kernel, timeline, [&](GroupKey key, const typename Kernel::Unit& unit) {
        if (last == nullptr || last->first != key) last = &*parts[slice].try_emplace(key, kernel.empty()).first;
        last->second.add(timeline, unit);
      });
    }
  });
  States<Kernel> whole = std::move(parts[0]);
  for (unsigned slice = 1; slice < threads; ++slice) {
    for (auto& [key, state] : parts[slice]) {
      auto [found, is_new] = whole.try_emplace(key, kernel.empty());
      found->second.merge(state);
    }
  }
  return whole;
}

// The subjects that have a counted unit in `group` for which is_wanted(unit) holds, in order, at most `limit`.
template <class Kernel, class Wanted>
std::vector<std::size_t> behind(const Frame& frame, const Kernel& kernel, std::optional<GroupKey> group,
                                std::size_t limit, const Wanted& is_wanted) {
  std::vector<std::size_t> subjects;
  for (std::size_t subject = 0; subject < frame.columns().subjects() && subjects.size() < limit; ++subject) {
    bool is_one = false;
    counted_units(frame, kernel, Timeline(frame.columns(), subject),
                  [&](GroupKey key, const typename Kernel::Unit& unit) {
                    is_one = is_one || ((!group || key == *group) && is_wanted(unit));
                  });
    if (is_one) subjects.push_back(subject);
  }
  return subjects;
}

}  // namespace throughline::sequence
