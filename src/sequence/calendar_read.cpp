// Calendar::read: as index(), for as many times at once as a vector holds.
#include <algorithm>

#include "sequence/calendar.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sequence/calendar_read.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef THROUGHLINE_SEQUENCE_CALENDAR_READ_ONCE
#define THROUGHLINE_SEQUENCE_CALENDAR_READ_ONCE
namespace throughline::sequence {

// What a calendar knows: Calendar's own.
struct CalendarCells {
  const std::int64_t *starts, *cells;
  std::int64_t first, last;  // instants
  int cell_bits;
};

}  // namespace throughline::sequence
#endif

HWY_BEFORE_NAMESPACE();
namespace throughline::sequence::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Of the first times, as many as fill whole vectors; how many those are.
std::size_t find_intervals(const CalendarCells& calendar, std::span<const std::int64_t> times, std::uint32_t* indices) {
#if HWY_TARGET == HWY_SCALAR
  return static_cast<void>(calendar), static_cast<void>(times), static_cast<void>(indices), 0;
#else
  const hn::ScalableTag<std::int64_t> d;
  const hn::RebindToUnsigned<decltype(d)> unsigned_d;
  const hn::Rebind<std::uint32_t, decltype(d)> half_d;
  const std::size_t lanes = hn::Lanes(d), whole = times.size() / lanes * lanes;
  const auto first = hn::Set(d, calendar.first), last = hn::Set(d, calendar.last), one = hn::Set(d, 1);
  for (std::size_t i = 0; i < whole; i += lanes) {
    const auto time = hn::Min(hn::Max(hn::LoadU(d, times.data() + i), first), last);
    const auto since = hn::BitCast(unsigned_d, hn::Sub(time, first));
    const auto cell = hn::BitCast(d, hn::ShiftRightSame(since, calendar.cell_bits));
    const auto begun_in = hn::GatherIndex(d, calendar.cells, cell);
    const auto goes_on = hn::Lt(time, hn::GatherIndex(d, calendar.starts + 1, begun_in));
    const auto index = hn::Add(hn::Add(begun_in, one), hn::VecFromMask(d, goes_on));  // true is -1
    hn::StoreU(hn::TruncateTo(half_d, hn::BitCast(unsigned_d, index)), half_d, indices + i);
  }
  return whole;
#endif
}

}  // namespace throughline::sequence::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::sequence {
namespace {

HWY_EXPORT(find_intervals);

}  // namespace

void Calendar::read(std::span<const std::int64_t> times, std::span<std::uint32_t> indices) const {
  if (size() == 0) {
    std::ranges::fill(indices, 0);
    return;
  }
  const CalendarCells known{starts_.data(), cells_.data(), starts_.front(), starts_.back() - 1, cell_bits_};
  for (std::size_t i = HWY_DYNAMIC_DISPATCH(find_intervals)(known, times, indices.data()); i < times.size(); ++i)
    indices[i] = static_cast<std::uint32_t>(index(std::clamp(times[i], known.first, known.last)));
}

}  // namespace throughline::sequence
#endif
