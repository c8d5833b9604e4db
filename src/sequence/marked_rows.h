// marked_rows.h: of a stretch, only the rows that some matcher wants: their marks and times, close together.
//
//     rows                view cart view view pay | cart view        matchers: cart, pay
//     marked rows              0              1     2                places 1 4 5
//     marks of cart            1              0     1
//     marks of pay             0              1     0
//     begins                   0                    2          3     by subject, and one more
//
// Few rows of a subject matter to most questions: here they nearly always fit into one word.
// Cost: a few bytes a cycle for each matcher, some cycles for each marked row.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sequence/marks.h"
#include "sequence/match.h"
#include "sequence/stretch.h"

namespace throughline::sequence {

class MarkedRows {
 public:
  // The matchers outlive it.
  explicit MarkedRows(std::span<const Match> matchers) : matchers_(matchers), of_rows_(matchers.size()) {
    marks_.resize(matchers.size());
  }

  // What follows is of this stretch, until the next one.
  void look_at(const Stretch& stretch);

  // How many there are.
  std::size_t size() const { return places_.size(); }
  // Of each, its row, counted from the stretch's first; and its time.
  std::span<const std::uint32_t> places() const { return places_; }
  // One more than there are: what is behind the last one may be looked at.
  std::span<const std::int64_t> times() const { return times_; }
  // By matcher: which of them it wants. Two words more than needed, those bits being 0.
  const MarkWords& marks(std::size_t matcher) const { return marks_[matcher]; }
  // Those of fewer than 64 from `begin` on, the first in the lowest bit.
  std::uint64_t bits(std::size_t matcher, std::size_t begin, std::size_t count) const {
    const std::uint64_t* const in = marks_[matcher].data() + begin / 64;
    const std::size_t shift = begin % 64;
    // In two shifts, because one of 64 is none.
    return (in[0] >> shift | in[1] << 1 << (63 - shift)) & ((std::uint64_t{1} << count) - 1);
  }
  // By place of the stretch: where the marked rows of a subject begin; and one more, where the last one's end.
  std::span<const std::uint32_t> begins() const { return begins_; }

 private:
  std::span<const Match> matchers_;
  SharedFilters filters_;
  std::vector<MarkWords> of_rows_, marks_;  // by matcher: of all rows of the stretch, of the marked ones
  MarkWords any_;
  std::vector<std::uint32_t> listed_, ends_, begins_;
  std::span<const std::uint32_t> places_;
  std::vector<std::int64_t> times_;
};

}  // namespace throughline::sequence
