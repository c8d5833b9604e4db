#include "sequence/property_column.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>

#include "base/patience.h"
#include "sequence/reading_order.h"

namespace throughline::sequence {
namespace {

constexpr std::size_t kSubjectsBetweenChecks = 1 << 14;

}  // namespace

// Of several values of one instant the one that reads last comes last, and so is in force. What is said again changes
// nothing.
void PropertyHistory::arrange(std::vector<Change> changes, std::size_t subjects) {
  const std::vector<Code> renumbered = renumber_as_read(values);
  std::vector<std::uint64_t> next(subjects + 1, 0);
  for (const Change& change : changes) ++next[change.subject + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<Entry> placed(changes.size());
  for (const Change& change : changes) placed[next[change.subject]++] = {change.time, renumbered[change.value]};
  changes = {};
  offsets.assign(1, 0);
  for (std::size_t subject = 0, begin = 0; subject < subjects; begin = next[subject], ++subject) {
    if (subject % kSubjectsBetweenChecks == 0) Patience::check();
    const std::span own = std::span(placed).subspan(begin, next[subject] - begin);
    std::ranges::sort(own, {}, [](const Entry& entry) { return std::pair(entry.time, entry.value); });
    Code last = 0;
    for (const Entry& entry : own) {
      if (entry.value != last) entries.push_back(entry);
      last = entry.value;
    }
    offsets.push_back(entries.size());
  }
}

Code PropertyHistory::at(std::size_t subject, std::int64_t time) const {
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(offsets[subject]);
  const auto end = entries.begin() + static_cast<std::ptrdiff_t>(offsets[subject + 1]);
  const auto after =
      std::upper_bound(begin, end, time, [](std::int64_t t, const Entry& entry) { return t < entry.time; });
  return after == begin ? 0 : std::prev(after)->value;
}

Code PropertyHistory::latest(std::size_t subject) const {
  return offsets[subject] == offsets[subject + 1] ? 0 : entries[offsets[subject + 1] - 1].value;
}

}  // namespace throughline::sequence
