// property_column.h: one property of all events, and one of all subjects of a kind, as questions read them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sequence/dictionary.h"
#include "sequence/narrow.h"

namespace throughline::sequence {

// A property of events: codes by row of the Columns it was loaded for. Codes ascend as people read: 2, 10, blue, red.
struct PropertyColumn {
  Dictionary values;
  NarrowCodes codes;  // 0: the event has no such property
  // The number that a code's text writes, if it is one: values[code] "4.5" -> 4.5. By code.
  std::vector<std::optional<double>> numbers;

  std::uint64_t bytes() const { return values.bytes() + codes.bytes() + numbers.size() * sizeof(numbers[0]); }
};

// A property of subjects over time. Of several values given for one instant, the one that reads last is in force.
struct PropertyHistory {
  Dictionary values;
  struct Entry {
    std::int64_t time;
    Code value;
  };
  struct Change {
    std::uint32_t subject;
    std::int64_t time;
    Code value;  // of `values`
  };
  // From changes in any order; the codes of `values` then ascend as people read.
  void arrange(std::vector<Change> changes, std::size_t subjects);

  std::vector<std::uint64_t> offsets;                     // by subject
  std::vector<Entry> entries;                             // in time order; each changes the value
  Code at(std::size_t subject, std::int64_t time) const;  // the value in force; 0 before the first entry
  Code latest(std::size_t subject) const;

  std::uint64_t bytes() const {
    return values.bytes() + offsets.size() * sizeof(offsets[0]) + entries.size() * sizeof(Entry);
  }
};

}  // namespace throughline::sequence
