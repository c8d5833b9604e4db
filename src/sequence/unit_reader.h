// unit_reader.h: the units of subjects as a kernel (fold.h) finds them, in the groups that they fall into.
#pragma once

#include <algorithm>
#include <concepts>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sequence/frame.h"
#include "sequence/hit_scan.h"
#include "sequence/mark_scan.h"
#include "sequence/stretch.h"
#include "sequence/window.h"

namespace throughline::sequence {

template <class Kernel>
concept OncePerSubject = requires(const Kernel& kernel, const typename Kernel::Unit& unit) {
  { kernel.prefers(unit, unit) } -> std::convertible_to<bool>;
};

struct NoEmit {
  void operator()(const auto&) const {}
};

template <class Kernel>
concept OverHits = requires(const Kernel& kernel, const Timeline& timeline, std::span<const Hit> hits) {
  { kernel.matchers() } -> std::convertible_to<std::span<const Match>>;
  kernel.units(timeline, hits, NoEmit());
};

template <class Kernel>
concept OverMarks = requires(const Kernel& kernel, const Timeline& timeline, Marks marks) {
  { kernel.matchers() } -> std::convertible_to<std::span<const Match>>;
  kernel.units(timeline, marks, NoEmit());
};

template <class Kernel>
constexpr Reads reads_of() {
  if constexpr (requires { Kernel::kReads; }) return Kernel::kReads;
  return {};
}

template <class Kernel>
concept HasOneUnit =
    requires(const Kernel& kernel, const Timeline& timeline, Marks marks, typename Kernel::Unit& unit) {
      { kernel.unit(timeline, marks, unit) } -> std::convertible_to<bool>;
    };

// No unit without a mark of the first matcher.
template <class Kernel>
inline constexpr bool kBeginsWithFirst = requires { requires Kernel::kBeginsWithFirst; };

// The group of everybody, in which each subject counts once however the rest is split.
inline constexpr GroupKey kEverybody = -1;

// Reads the units of subjects, one after the other, and reduces them. One per thread: it keeps its memory.
template <class Kernel>
class UnitReader {
 public:
  using Unit = typename Kernel::Unit;
  // `counts_everybody`: of what is split, calls take(kEverybody, unit) as well.
  UnitReader(const Frame& frame, const Kernel& kernel, bool counts_everybody = false)
      : frame_(frame), kernel_(kernel), counts_everybody_(counts_everybody) {}

  // Calls take(group, unit) for every counted unit of one subject, once-per-subject kernels reduced. `seen` is what the
  // kernel looks at: nothing, or the subject's hits or marks.
  template <class Take, class... Seen>
  void read(const Timeline& timeline, const Take& take, Seen... seen) {
    if constexpr (HasOneUnit<Kernel>) {
      if (counts_everybody_ || !frame_.is_split()) {
        if (kernel_.unit(timeline, seen..., one_) && frame_.counts(timeline, one_.anchor, one_.entry))
          take(frame_.is_split() ? kEverybody : GroupKey{0}, one_);
        if (!frame_.is_split()) return;
      }
    }
    if constexpr (OncePerSubject<Kernel>) {
      kept_.clear();
      kernel_.units(timeline, seen...,
                    [&](const Unit& unit) { for_groups(timeline, unit, [&](GroupKey key) { keep(key, unit); }); });
      for (const auto& [key, unit] : kept_) take(key, unit);
    } else {
      kernel_.units(timeline, seen...,
                    [&](const Unit& unit) { for_groups(timeline, unit, [&](GroupKey key) { take(key, unit); }); });
    }
  }

 private:
  template <class Take>
  void for_groups(const Timeline& timeline, const Unit& unit, const Take& take) {
    if (!frame_.counts(timeline, unit.anchor, unit.entry)) return;
    if (!frame_.is_split()) return take(GroupKey{0});
    if (counts_everybody_ && !HasOneUnit<Kernel>) take(kEverybody);
    frame_.groups(timeline, unit.anchor, unit.entry, keys_);
    for (const GroupKey key : keys_) take(key);
  }

  void keep(GroupKey key, const Unit& unit) {
    const auto found = std::ranges::find(kept_, key, &std::pair<GroupKey, Unit>::first);
    if (found == kept_.end()) {
      kept_.emplace_back(key, unit);
    } else if (kernel_.prefers(unit, found->second)) {
      found->second = unit;
    }
  }

  const Frame& frame_;
  const Kernel& kernel_;
  bool counts_everybody_;
  Unit one_;
  std::vector<GroupKey> keys_;
  std::vector<std::pair<GroupKey, Unit>> kept_;
};

// Reads stretch after stretch. One per thread: it keeps its memory.
template <class Kernel>
class StretchReader {
 public:
  StretchReader(const Frame& frame, const Kernel& kernel, bool counts_everybody = false)
      : kernel_(kernel), units_(frame, kernel, counts_everybody) {}

  // Calls take(timeline, group, unit) for every counted unit of the subjects of a stretch.
  template <class Take>
  void read(const Stretch& stretch, const Take& take) {
    if constexpr (OverMarks<Kernel> && OverHits<Kernel>) {
      kernel_.takes_marks() ? read_marks(stretch, take) : read_hits(stretch, take);
    } else if constexpr (OverMarks<Kernel>) {
      read_marks(stretch, take);
    } else if constexpr (OverHits<Kernel>) {
      read_hits(stretch, take);
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
  void read_hits(const Stretch& stretch, const Take& take) {
    if (!hit_scan_ || &hit_scan_->piece() != stretch.piece) hit_scan_.emplace(*stretch.piece, kernel_.matchers());
    hit_scan_->over(stretch.begin, stretch.end, [&](const Timeline& timeline, std::span<const Hit> hits) {
      units_.read(timeline, of(timeline, take), hits);
    });
  }

  template <class Take>
  void read_marks(const Stretch& stretch, const Take& take) {
    if (!mark_scan_) mark_scan_.emplace(kernel_.matchers(), kBeginsWithFirst<Kernel>);
    mark_scan_->over(stretch, [&](const Timeline& timeline, Marks marks) {
      if constexpr (OverHits<Kernel>) {
        if (timeline.size() > Kernel::kMostMarked) {
          list_hits(timeline, marks, kernel_.matchers().size(), hits_);
          return units_.read(timeline, of(timeline, take), std::span<const Hit>(hits_));
        }
      }
      units_.read(timeline, of(timeline, take), marks);
    });
  }

  template <class Take>
  static auto of(const Timeline& timeline, const Take& take) {
    return [&](GroupKey key, const typename Kernel::Unit& unit) { take(timeline, key, unit); };
  }

  const Kernel& kernel_;
  UnitReader<Kernel> units_;
  std::optional<HitScan> hit_scan_;
  std::optional<MarkScan> mark_scan_;
  std::vector<Hit> hits_;
  Window window_{reads_of<Kernel>()};
};

// Calls take(group, unit) for every counted unit of one subject.
template <class Kernel, class Take>
void counted_units(const Frame& frame, const Kernel& kernel, const Timeline& timeline, const Take& take) {
  UnitReader<Kernel> reader(frame, kernel);
  if constexpr (OverHits<Kernel>) {
    std::vector<Hit> hits;
    collect_hits(timeline, kernel.matchers(), hits);
    reader.read(timeline, take, std::span<const Hit>(hits));
  } else if constexpr (OverMarks<Kernel>) {
    MarkWords words;
    reader.read(timeline, take, collect_marks(timeline, kernel.matchers(), words));
  } else {
    reader.read(timeline, take);
  }
}

}  // namespace throughline::sequence
