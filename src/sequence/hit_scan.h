// hit_scan.h: the hits of many timelines at once. The names of a piece are looked through as one stretch of codes,
// whosever they are; only where one is wanted does it matter whose event that is.
//
//     HitScan scan(piece, matchers);
//     scan.over(0, piece.subjects.size(), [&](const Timeline& timeline, std::span<const Hit> hits) { … });
//
// Cost: a few bytes a cycle for the events that nobody asked for, some nanoseconds for each hit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sequence/columns.h"
#include "sequence/hits.h"
#include "sequence/match.h"

namespace throughline::sequence {

class HitScan {
 public:
  HitScan(const Piece& piece, std::span<const Match> matchers);
  const Piece& piece() const { return piece_; }

  // Of living subjects from place `begin` up to, not including, `end`: those with hits, in order, with all their hits.
  template <class Take>
  void over(std::size_t begin, std::size_t end, const Take& take) {
    const auto offsets = piece_.segment->offsets;
    collect(offsets[begin], offsets[end]);
    const std::span<Hit> hits(hits_.data(), found_);
    for (std::size_t i = 0, place = begin; i < hits.size();) {
      while (hits[i].position >= offsets[place + 1]) ++place;
      const std::uint32_t from = offsets[place], to = offsets[place + 1];
      const std::size_t first = i;
      for (; i < hits.size() && hits[i].position < to; ++i) hits[i].position -= from;
      if (!piece_.is_alive(place)) continue;
      if (asks_for_more_) {
        narrow_down(place, hits.subspan(first, i - first), take);
      } else {
        take(Timeline(piece_, place), std::span<const Hit>(hits.subspan(first, i - first)));
      }
    }
  }

 private:
  // All rows from `begin` up to, not including, `end` whose name is wanted, with `position` counted from the segment's
  // first row.
  void collect(std::uint64_t begin, std::uint64_t end);
  std::uint32_t matched(const Timeline& timeline, std::uint32_t position) const;

  template <class Take>
  void narrow_down(std::size_t place, std::span<Hit> hits, const Take& take) {
    const Timeline timeline(piece_, place);
    std::size_t kept = 0;
    for (Hit& hit : hits) {
      const std::uint32_t left = matched(timeline, hit.position);
      if (left != 0) hits[kept++] = {hit.position, left, hit.time};
    }
    if (kept > 0) take(timeline, std::span<const Hit>(hits.first(kept)));
  }

  const Piece& piece_;
  std::span<const Match> matchers_;
  // By code of a name in the segment: the matchers that hold for it whatever else the event says, and those that ask
  // for more than the name.
  std::vector<std::uint32_t> always_, sometimes_;
  std::vector<std::uint8_t> is_wanted_;
  bool asks_for_more_ = false;
  std::vector<std::uint64_t> marks_;
  std::vector<Hit> hits_;
  std::size_t found_ = 0;
};

}  // namespace throughline::sequence
