// A subject's marks of a step are one word, a lane; a walk is found by operations on words, as walk_marks() finds it:
//
//     the first mark                     marks & -marks
//     the first behind a mark            the first of marks & ~(mark ^ (mark - 1))
//     the last before a mark             the place of the highest bit of marks & (mark - 1)
//
// A place is read off the bit's form as a floating-point number, whose exponent it is. All subjects of a vector try until
// the last of them has found: which of them have is in masks, and no branch is to be foreseen for one.
#include "measure/funnel/lanes.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "measure/funnel/lanes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef THROUGHLINE_MEASURE_FUNNEL_LANES_ONCE
#define THROUGHLINE_MEASURE_FUNNEL_LANES_ONCE
namespace throughline::measure {

constexpr std::size_t kMostLanes = 8;

}  // namespace throughline::measure
#endif

HWY_BEFORE_NAMESPACE();
namespace throughline::measure::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::CappedTag<std::uint64_t, kMostLanes>;
using Spans = hn::RebindToSigned<Words>;

template <class V>
HWY_INLINE V first_of(V marks) {
  return hn::And(marks, hn::Sub(hn::Zero(Words()), marks));
}

// None behind no mark.
template <class V>
HWY_INLINE V behind(V mark) {
  return hn::Not(hn::Xor(mark, hn::Sub(mark, hn::Set(Words(), 1))));
}

// Of one bit, below 63.
template <class V>
HWY_INLINE V place_of(V mark) {
  const hn::RebindToFloat<Words> numbers;
  const auto form = hn::BitCast(Words(), hn::ConvertTo(numbers, hn::BitCast(Spans(), mark)));
  return hn::Sub(hn::ShiftRight<52>(form), hn::Set(Words(), 1023));
}

// Without the bits below a set one the number is not rounded up to the next power of two.
template <class V>
HWY_INLINE V place_of_last(V marks) {
  return place_of(hn::AndNot(hn::ShiftRight<1>(marks), marks));
}

template <class V>
HWY_INLINE V at_place(V place) {
  return hn::Set(Words(), 1) << place;
}

class Lanes {
 public:
  Lanes(const LaneRows& rows, const WalkPlan& plan, LaneWalks& walks) : rows_(rows), plan_(plan), walks_(walks) {}

  void walk(std::size_t first) {
    const Words d;
    cut(first);
    find_furthest();
    hn::StoreU(hn::Load(Spans(), reached_), Spans(), walks_.reached.data() + first);
    write_times(first);
    const auto starts = hn::Load(d, marks(0));
    const auto left =
        hn::Sub(hn::Set(Spans(), plan_.data_end), time(place_of_last(starts), hn::Ne(starts, hn::Zero(d))));
    const auto is_over = hn::Gt(left, hn::Set(Spans(), plan_.within));
    const auto is_whole = hn::Eq(hn::Load(Spans(), reached_), hn::Set(Spans(), static_cast<std::int64_t>(plan_.steps)));
    const auto is_open = hn::IfThenZeroElse(hn::Or(is_over, is_whole), hn::Set(Spans(), 1));
    hn::StoreU(is_open, Spans(), walks_.is_open.data() + first);
  }

 private:
  static constexpr std::size_t kRoom = kMostLanes;

  std::uint64_t* marks(std::size_t step) { return marks_ + step * kRoom; }

  // The lanes' own marks, and where these begin.
  void cut(std::size_t first) {
    for (std::size_t lane = 0; lane < hn::Lanes(Words()); ++lane) {
      const std::size_t begin = rows_.begins[first + lane], shift = begin % 64;
      const std::uint64_t own = (std::uint64_t{1} << rows_.sizes[first + lane]) - 1;
      begin_[lane] = begin;
      marks(0)[lane] = rows_.entries[first + lane];
      for (std::size_t step = 1; step < plan_.steps; ++step) {
        const std::uint64_t* const in = rows_.marks[step] + begin / 64;
        // In two shifts, because one of 64 is none.
        marks(step)[lane] = (in[0] >> shift | in[1] << 1 << (63 - shift)) & own;
      }
    }
  }

  // The times of marked rows; of lanes that are not active, any. Read one by one, which is quicker here than an
  // instruction that gathers them.
  template <class V, class M>
  HWY_INLINE hn::Vec<Spans> time(V place, M is_active) {
    hn::Store(hn::IfThenElseZero(is_active, place), Words(), place_);
    for (std::size_t lane = 0; lane < hn::Lanes(Words()); ++lane)
      time_[lane] = rows_.times[begin_[lane] + place_[lane]];
    return hn::Load(Spans(), time_);
  }

  // How many steps each subject reaches in time, and from which entry. Who comes to a step in time came to the one before
  // in time, at the earliest where that was first so.
  void find_furthest() {
    const Words d;
    const Spans signed_d;
    const auto none = hn::Zero(d), one = hn::Set(d, 1);
    const auto within = hn::Set(signed_d, plan_.within);
    auto entry = first_of(hn::Load(d, marks(0)));
    auto reached = hn::IfThenElseZero(hn::Ne(entry, none), one);
    auto end = hn::Zero(signed_d);
    auto last = entry;  // the event of the last step reached; none for who came no further
    for (std::size_t step = 1; step < plan_.steps && !hn::AllTrue(d, hn::Eq(last, none)); ++step) {
      auto tried = first_of(hn::And(hn::Load(d, marks(step)), behind(last)));
      last = none;
      while (!hn::AllTrue(d, hn::Eq(tried, none))) {
        const auto is_active = hn::Ne(tried, none);
        auto newest = tried, newest_place = none;
        for (std::size_t before = step; before-- > 0;) {
          newest_place = place_of_last(hn::And(hn::Load(d, marks(before)), hn::Sub(newest, one)));
          newest = at_place(newest_place);
        }
        const auto ends = time(place_of(tried), is_active);
        const auto is_late = hn::Gt(hn::Sub(ends, time(newest_place, is_active)), within);
        const auto is_in_time = hn::AndNot(hn::RebindMask(d, is_late), is_active);
        reached = hn::IfThenElse(is_in_time, hn::Set(d, step + 1), reached);
        entry = hn::IfThenElse(is_in_time, newest, entry);
        last = hn::IfThenElse(is_in_time, tried, last);
        end = hn::IfThenElse(hn::RebindMask(signed_d, is_in_time), ends, end);
        tried = hn::IfThenZeroElse(is_in_time, first_of(hn::And(hn::Load(d, marks(step)), behind(tried))));
      }
    }
    hn::Store(hn::BitCast(signed_d, reached), signed_d, reached_);
    // The earliest entry that is in time for the same end.
    const auto starts = hn::Load(d, marks(0));
    auto has_earlier = hn::Gt(hn::BitCast(signed_d, reached), hn::Set(signed_d, 1));
    while (!hn::AllFalse(signed_d, has_earlier)) {
      const auto before = hn::And(starts, hn::Sub(entry, one));
      has_earlier = hn::And(has_earlier, hn::RebindMask(signed_d, hn::Ne(before, none)));
      const auto place = place_of_last(before);
      const auto active = hn::RebindMask(d, has_earlier);
      has_earlier = hn::AndNot(hn::Gt(hn::Sub(end, time(place, active)), within), has_earlier);
      entry = hn::IfThenElse(hn::RebindMask(d, has_earlier), at_place(place), entry);
    }
    hn::Store(entry, d, entry_);
  }

  void write_times(std::size_t first) {
    const Words d;
    auto at = hn::Load(d, entry_);
    const auto begin = time(place_of(at), hn::Ne(at, hn::Zero(d)));
    for (std::size_t step = 1; step < plan_.steps; ++step) {
      const auto is_reached = hn::Gt(hn::Load(Spans(), reached_), hn::Set(Spans(), static_cast<std::int64_t>(step)));
      if (hn::AllFalse(Spans(), is_reached)) return;
      at = first_of(hn::And(hn::Load(d, marks(step)), behind(at)));
      const auto end = time(place_of(at), hn::RebindMask(d, is_reached));
      hn::StoreU(hn::Sub(end, begin), Spans(), walks_.after[step].data() + first);
    }
  }

  const LaneRows& rows_;
  const WalkPlan& plan_;
  LaneWalks& walks_;
  HWY_ALIGN std::uint64_t marks_[kMostSteps * kRoom];
  HWY_ALIGN std::uint64_t begin_[kRoom], entry_[kRoom], place_[kRoom];
  HWY_ALIGN std::int64_t reached_[kRoom], time_[kRoom];
};

void walk_all(const LaneRows& rows, std::size_t count, const WalkPlan& plan, LaneWalks& walks) {
  Lanes lanes(rows, plan, walks);
  for (std::size_t first = 0; first < count; first += hn::Lanes(Words())) lanes.walk(first);
}

void count_all(const LaneWalks& walks, std::size_t count, LaneCounts& counts) {
  const Spans d;
  auto open = hn::Zero(d);
  for (std::size_t first = 0; first < count; first += hn::Lanes(d)) {
    const auto is_walk = hn::FirstN(d, count - first);
    const auto reached = hn::IfThenElseZero(is_walk, hn::LoadU(d, walks.reached.data() + first));
    open = hn::Add(open, hn::IfThenElseZero(is_walk, hn::LoadU(d, walks.is_open.data() + first)));
    counts.reached[0] += static_cast<std::int64_t>(hn::CountTrue(d, is_walk));
    for (std::size_t step = 1; step < walks.after.size(); ++step) {
      const auto is_reached = hn::Gt(reached, hn::Set(d, static_cast<std::int64_t>(step)));
      if (hn::AllFalse(d, is_reached)) break;
      std::int64_t* const out = counts.after[step].data() + counts.reached[step];
      counts.reached[step] += static_cast<std::int64_t>(
          hn::CompressStore(hn::LoadU(d, walks.after[step].data() + first), is_reached, d, out));
    }
  }
  counts.open += hn::GetLane(hn::SumOfLanes(d, open));
}

}  // namespace throughline::measure::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::measure {
namespace {

HWY_EXPORT(walk_all);
HWY_EXPORT(count_all);

}  // namespace

void LaneRows::clear() {
  begins.clear();
  sizes.clear();
  entries.clear();
}

void LaneRows::add(std::uint32_t begin, std::uint32_t size, std::uint64_t own_entries) {
  begins.push_back(begin);
  sizes.push_back(size);
  entries.push_back(own_entries);
}

void walk_lanes(LaneRows& rows, const WalkPlan& plan, LaneWalks& walks) {
  const std::size_t count = rows.size(), room = count + kMostLanes;
  walks.reached.resize(std::max(walks.reached.size(), room));
  walks.is_open.resize(std::max(walks.is_open.size(), room));
  walks.after.resize(plan.steps);
  for (std::vector<std::int64_t>& after : walks.after) after.resize(std::max(after.size(), room));
  for (std::size_t i = 0; i < kMostLanes; ++i) rows.add(0, 0, 0);
  HWY_DYNAMIC_DISPATCH(walk_all)(rows, count, plan, walks);
}

void count_lanes(const LaneWalks& walks, std::size_t count, LaneCounts& counts) {
  // Of each step its own number of times, behind which whole vectors are written.
  counts.reached.assign(walks.after.size(), 0);
  counts.open = 0;
  counts.after.resize(walks.after.size());
  for (std::vector<std::int64_t>& after : counts.after) after.resize(std::max(after.size(), count + kMostLanes));
  HWY_DYNAMIC_DISPATCH(count_all)(walks, count, counts);
}

}  // namespace throughline::measure
#endif
