// hit_scan.h: the hits of many timelines at once. The names of a piece are looked through as one stretch of codes,
// whosever they are; only where one is wanted does it matter whose event that is.
//
//     HitScan scan(piece, matchers);
//     scan.over(0, piece.subjects.size(), [&](const Timeline& timeline, std::span<const Hit> hits) { … });
//
// Cost: a few bytes a cycle for the events that nobody asked for, some nanoseconds for each hit.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/columns.h"
#include "sequence/hits.h"
#include "sequence/match.h"
#include "sequence/scan.h"

namespace throughline::sequence {

class HitScan {
 public:
  HitScan(const Piece& piece, std::span<const Match> matchers);
  const Piece& piece() const { return piece_; }

  // Of living subjects from place `begin` up to, not including, `end`: those with hits, in order, with all their hits.
  template <class Take>
  void over(std::size_t begin, std::size_t end, const Take& take) {
    const auto offsets = piece_.segment->offsets;
    const std::uint64_t first = offsets[begin], rows = offsets[end] - first;
    if (rows == 0) return;
    const Narrow& names = piece_.segment->name;
    mark(names, first, rows, is_wanted_, marks_);
    hits_.resize(std::max<std::size_t>(hits_.size(), rows));
    std::size_t place = begin, found = 0;
    std::uint64_t from = offsets[begin], to = offsets[begin + 1];
    const auto hand_over = [&] {
      if (found > 0 && piece_.is_alive(place)) take(Timeline(piece_, place), std::span<const Hit>(hits_.data(), found));
      found = 0;
    };
    for (std::size_t word = 0; word < marks_.size(); ++word) {
      for (std::uint64_t left = marks_[word]; left != 0; left &= left - 1) {
        const std::uint64_t row = first + word * 64 + static_cast<std::uint64_t>(std::countr_zero(left));
        if (row >= to) {
          hand_over();
          while (row >= to) to = offsets[++place + 1];
          from = offsets[place];
        }
        const Code name = names[row];
        const auto position = static_cast<std::uint32_t>(row - from);
        std::uint32_t matched = always_[name];
        if (sometimes_[name] != 0) matched |= narrowed(place, position, sometimes_[name]);
        hits_[found] = {position, matched};
        found += matched != 0 ? 1 : 0;
      }
    }
    hand_over();
  }

 private:
  std::uint32_t narrowed(std::size_t place, std::uint32_t position, std::uint32_t matchers) const;

  const Piece& piece_;
  std::span<const Match> matchers_;
  // By code of a name in the segment: the matchers that hold for it whatever else the event says, and those that ask
  // for more than the name.
  std::vector<std::uint32_t> always_, sometimes_;
  std::vector<std::uint8_t> is_wanted_;
  std::vector<std::uint64_t> marks_;
  std::vector<Hit> hits_;
};

}  // namespace throughline::sequence
