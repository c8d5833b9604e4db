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
// It never sees a subject without any of them, which costs next to nothing.
//
// A kernel that looks at every event says what it reads of each, and gets it unpacked (window.h):
//     static constexpr Reads kReads{.times = true, .names = true};
//
// A kernel that counts each subject at most once per group says which unit to keep:
//     bool prefers(const Unit& candidate, const Unit& kept)
//
// fold() gives one State per group; behind() gives the subjects whose kept units satisfy a predicate.
#pragma once

#include <algorithm>
#include <atomic>
#include <concepts>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/parallel.h"
#include "base/patience.h"
#include "sequence/frame.h"
#include "sequence/hit_scan.h"
#include "sequence/window.h"

namespace throughline::sequence {

template <class Kernel>
concept OncePerSubject = requires(const Kernel& kernel, const typename Kernel::Unit& unit) {
  { kernel.prefers(unit, unit) } -> std::convertible_to<bool>;
};

template <class Kernel>
concept OverHits = requires(const Kernel& kernel) {
  { kernel.matchers() } -> std::convertible_to<std::span<const Match>>;
};

template <class Kernel>
constexpr Reads reads_of() {
  if constexpr (requires { Kernel::kReads; }) return Kernel::kReads;
  return {};
}

template <class Kernel>
using States = std::map<GroupKey, typename Kernel::State>;

// Reads the units of subjects, one after the other, and reduces them. One per thread: it keeps its memory.
template <class Kernel>
class UnitReader {
 public:
  UnitReader(const Frame& frame, const Kernel& kernel) : frame_(frame), kernel_(kernel) {}

  // Calls take(group, unit) for every counted unit of one subject, once-per-subject kernels reduced. `seen` is what the
  // kernel looks at: nothing, or the subject's hits.
  template <class Take, class... Seen>
  void read(const Timeline& timeline, const Take& take, Seen... seen) {
    if constexpr (OncePerSubject<Kernel>) {
      kept_.clear();
      kernel_.units(timeline, seen..., [&](const typename Kernel::Unit& unit) {
        for_groups(timeline, unit, [&](GroupKey key) { keep(key, unit); });
      });
      for (const auto& [key, unit] : kept_) take(key, unit);
    } else {
      kernel_.units(timeline, seen..., [&](const typename Kernel::Unit& unit) {
        for_groups(timeline, unit, [&](GroupKey key) { take(key, unit); });
      });
    }
  }

 private:
  template <class Take>
  void for_groups(const Timeline& timeline, const typename Kernel::Unit& unit, const Take& take) {
    if (!frame_.counts(timeline, unit.anchor, unit.entry)) return;
    if (!frame_.is_split()) return take(GroupKey{0});
    frame_.groups(timeline, unit.anchor, unit.entry, keys_);
    for (const GroupKey key : keys_) take(key);
  }

  void keep(GroupKey key, const typename Kernel::Unit& unit) {
    const auto found = std::ranges::find(kept_, key, &std::pair<GroupKey, typename Kernel::Unit>::first);
    if (found == kept_.end()) {
      kept_.emplace_back(key, unit);
    } else if (kernel_.prefers(unit, found->second)) {
      found->second = unit;
    }
  }

  const Frame& frame_;
  const Kernel& kernel_;
  std::vector<GroupKey> keys_;
  std::vector<std::pair<GroupKey, typename Kernel::Unit>> kept_;
};

template <class Kernel, class Take>
void counted_units(const Frame& frame, const Kernel& kernel, const Timeline& timeline, const Take& take) {
  UnitReader<Kernel> reader(frame, kernel);
  if constexpr (OverHits<Kernel>) {
    std::vector<Hit> hits;
    collect_hits(timeline, kernel.matchers(), hits);
    reader.read(timeline, take, std::span<const Hit>(hits));
  } else {
    reader.read(timeline, take);
  }
}

// Some subjects of one piece, as much as stays in a core's cache.
struct Stretch {
  const Piece* piece;
  std::size_t begin, end;
};
std::vector<Stretch> stretches(const Columns& columns);

// Reads stretch after stretch. One per thread: it keeps its memory.
template <class Kernel>
class StretchReader {
 public:
  StretchReader(const Frame& frame, const Kernel& kernel) : kernel_(kernel), units_(frame, kernel) {}

  // Calls take(timeline, group, unit) for every counted unit of the subjects of a stretch.
  template <class Take>
  void read(const Stretch& stretch, const Take& take) {
    if constexpr (OverHits<Kernel>) {
      if (!scan_ || &scan_->piece() != stretch.piece) scan_.emplace(*stretch.piece, kernel_.matchers());
      scan_->over(stretch.begin, stretch.end, [&](const Timeline& timeline, std::span<const Hit> hits) {
        units_.read(timeline, of(timeline, take), hits);
      });
    } else {
      window_.look_at(*stretch.piece, stretch.begin, stretch.end);
      for (std::size_t place = stretch.begin; place < stretch.end; ++place) {
        if (!stretch.piece->is_alive(place)) continue;
        const Timeline timeline = window_.timeline(place);
        units_.read(timeline, of(timeline, take));
      }
    }
  }

 private:
  template <class Take>
  static auto of(const Timeline& timeline, const Take& take) {
    return [&](GroupKey key, const typename Kernel::Unit& unit) { take(timeline, key, unit); };
  }

  const Kernel& kernel_;
  UnitReader<Kernel> units_;
  std::optional<HitScan> scan_;
  Window window_{reads_of<Kernel>()};
};

// Ends early by Patience::check() where the asker's patience is over.
template <class Kernel>
States<Kernel> fold(const Frame& frame, const Kernel& kernel, unsigned threads = default_threads()) {
  std::vector<States<Kernel>> parts(threads);
  const std::vector<Stretch> all = stretches(frame.columns());
  std::atomic<std::size_t> next = 0;
  Patience* const patience = Patience::current();
  parallel_slices(threads, threads, [&](unsigned slice, std::size_t, std::size_t) {
    StretchReader<Kernel> reader(frame, kernel);
    // Units come in time order, so most fall into the group of the one before.
    typename States<Kernel>::value_type* last = nullptr;
    for (std::size_t i = next++; i < all.size(); i = next++) {
      if (patience != nullptr && patience->is_over()) return;
      reader.read(all[i], [&](const Timeline& timeline, GroupKey key, const typename Kernel::Unit& unit) {
        if (last == nullptr || last->first != key) last = &*parts[slice].try_emplace(key, kernel.empty()).first;
        last->second.add(timeline, unit);
      });
    }
  });
  Patience::check();
  States<Kernel> whole = std::move(parts[0]);
  for (unsigned slice = 1; slice < threads; ++slice) {
    for (auto& [key, state] : parts[slice]) {
      auto [found, is_new] = whole.try_emplace(key, kernel.empty());
      found->second.merge(state);
    }
  }
  return whole;
}

inline constexpr std::size_t kSubjectsBetweenChecks = 256;

// The subjects that have a counted unit in `group` for which is_wanted(unit) holds, in order, at most `limit`.
template <class Kernel, class Wanted>
std::vector<std::size_t> behind(const Frame& frame, const Kernel& kernel, std::optional<GroupKey> group,
                                std::size_t limit, const Wanted& is_wanted) {
  std::vector<std::size_t> subjects;
  for (std::size_t subject = 0; subject < frame.columns().subjects() && subjects.size() < limit; ++subject) {
    if (subject % kSubjectsBetweenChecks == 0) Patience::check();
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
