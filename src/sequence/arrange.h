// arrange.h: events in any order, put in the order of columns.h.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "sequence/columns.h"

namespace throughline::sequence {

// Rows in any order (`columns.offsets` says nothing), with the sender's counters beside them.
struct LooseRows {
  const Columns& columns;
  const std::vector<std::int64_t>& sequence;
};

// Which row goes to which subject. A row may go to several; kNobody as subject puts it behind everybody's.
struct Placement {
  std::uint32_t subject;
  std::uint64_t row;
  auto operator<=>(const Placement&) const = default;
};

// The rows in order: order[i] is the loose row that stands at place i. `offsets` is filled for `subjects` subjects.
std::vector<std::uint64_t> arrange(const LooseRows& loose, const std::vector<Placement>& placements,
                                   std::size_t subjects, std::vector<std::uint64_t>& offsets);

// The columns whose row i is the loose row order[i].
Columns gather(const Columns& loose, const std::vector<std::uint64_t>& order);

// Places [begin, end) of one subject whose rows are equal in all that arrange() orders by but their number.
struct Tie {
  std::uint64_t begin, end;
};
// `placed` is gather(loose.columns, order) with its offsets. The rows of nobody are on no timeline and left out.
std::vector<Tie> ties(const LooseRows& loose, const std::vector<std::uint64_t>& order, const Columns& placed);

// From the store's number of an event to its row. Numbers are usually dense; where they are not, a hash serves.
class RowsByEvent {
 public:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  explicit RowsByEvent(const std::vector<std::uint64_t>& events);
  std::uint64_t row(std::uint64_t event) const;

 private:
  std::vector<std::uint64_t> dense_;
  std::unordered_map<std::uint64_t, std::uint64_t> sparse_;
};

}  // namespace throughline::sequence
