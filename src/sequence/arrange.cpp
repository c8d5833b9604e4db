#include "sequence/arrange.h"

#include <algorithm>
#include <numeric>

#include "base/parallel.h"

namespace throughline::sequence {
namespace {

struct InOrder {
  const Columns& columns;
  const std::vector<std::int64_t>& sequence;
  bool operator()(std::uint64_t a, std::uint64_t b) const {
    if (columns.time[a] != columns.time[b]) return columns.time[a] < columns.time[b];
    if (sequence[a] != sequence[b]) return sequence[a] < sequence[b];
    if (columns.name[a] != columns.name[b]) return columns.name[a] < columns.name[b];
    if (columns.channel[a] != columns.channel[b]) return columns.channel[a] < columns.channel[b];
    if (columns.touchpoint[a] != columns.touchpoint[b]) return columns.touchpoint[a] < columns.touchpoint[b];
    return columns.event[a] < columns.event[b];
  }
};

template <class T>
std::vector<T> pick(const std::vector<T>& from, const std::vector<std::uint64_t>& order) {
  std::vector<T> picked;
  picked.reserve(order.size());
  for (const std::uint64_t row : order) picked.push_back(from[row]);
  return picked;
}

}  // namespace

std::vector<std::uint64_t> arrange(const LooseRows& loose, const std::vector<Placement>& placements,
                                   std::size_t subjects, std::vector<std::uint64_t>& offsets) {
  const auto slot = [subjects](std::uint32_t subject) { return subject == kNobody ? subjects : subject; };
  std::vector<std::uint64_t> next(subjects + 2, 0);  // the last slot is nobody's
  for (const Placement& placement : placements) ++next[slot(placement.subject) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  offsets.assign(next.begin(), next.end() - 1);
  std::vector<std::uint64_t> order(placements.size());
  for (const Placement& placement : placements) order[next[slot(placement.subject)]++] = placement.row;

  // After filling, next[s] is where slot s ends.
  const InOrder in_order{loose.columns, loose.sequence};
  parallel_slices(subjects + 1, default_threads(), [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t s = begin; s < end; ++s) {
      const auto first = order.begin() + static_cast<std::ptrdiff_t>(offsets[s]);
      const auto last = order.begin() + static_cast<std::ptrdiff_t>(next[s]);
      if (!std::is_sorted(first, last, in_order)) std::sort(first, last, in_order);
    }
  });
  return order;
}

Columns gather(const Columns& loose, const std::vector<std::uint64_t>& order) {
  Columns columns;
  columns.kind = loose.kind;
  columns.time = pick(loose.time, order);
  columns.name = pick(loose.name, order);
  columns.channel = pick(loose.channel, order);
  columns.touchpoint = pick(loose.touchpoint, order);
  columns.person = pick(loose.person, order);
  columns.event = pick(loose.event, order);
  return columns;
}

std::vector<Tie> ties(const LooseRows& loose, const std::vector<std::uint64_t>& order, const Columns& placed) {
  const auto is_equal = [&](std::uint64_t a, std::uint64_t b) {
    return placed.time[a] == placed.time[b] && placed.name[a] == placed.name[b] &&
           placed.channel[a] == placed.channel[b] && placed.touchpoint[a] == placed.touchpoint[b] &&
           loose.sequence[order[a]] == loose.sequence[order[b]];
  };
  std::vector<Tie> found;
  for (std::size_t subject = 0; subject < placed.subjects(); ++subject) {
    const std::uint64_t last = placed.offsets[subject + 1];
    for (std::uint64_t begin = placed.offsets[subject], end = begin; begin < last; begin = end) {
      for (end = begin + 1; end < last && is_equal(begin, end);) ++end;
      if (end - begin > 1) found.push_back({begin, end});
    }
  }
  return found;
}

RowsByEvent::RowsByEvent(const std::vector<std::uint64_t>& events) {
  const std::uint64_t largest = events.empty() ? 0 : *std::ranges::max_element(events);
  if (largest / 8 < events.size() + 1024) {
    dense_.assign(largest + 1, kNone);
    for (std::uint64_t row = 0; row < events.size(); ++row) dense_[events[row]] = row;
  } else {
    sparse_.reserve(events.size());
    for (std::uint64_t row = 0; row < events.size(); ++row) sparse_.emplace(events[row], row);
  }
}

std::uint64_t RowsByEvent::row(std::uint64_t event) const {
  if (sparse_.empty()) return event < dense_.size() ? dense_[event] : kNone;
  const auto found = sparse_.find(event);
  return found == sparse_.end() ? kNone : found->second;
}

}  // namespace throughline::sequence
