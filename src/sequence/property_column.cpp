#include "sequence/property_column.h"

#include <algorithm>
#include <iterator>

namespace throughline::sequence {

// Of several values of one instant the one that reads last comes last, and so is in force.
void PropertyHistory::arrange(std::vector<Change> changes, std::size_t subjects) {
  const std::vector<Code> renumbered = renumber(values, reads_before);
  for (Change& change : changes) change.value = renumbered[change.value];
  std::ranges::sort(changes);
  offsets.assign(subjects + 1, 0);
  entries.reserve(changes.size());
  for (const Change& change : changes) {
    ++offsets[change.subject + 1];
    entries.push_back({change.time, change.value});
  }
  for (std::size_t subject = 0; subject < subjects; ++subject) offsets[subject + 1] += offsets[subject];
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
