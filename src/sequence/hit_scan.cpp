#include "sequence/hit_scan.h"

#include <algorithm>
#include <bit>

#include "sequence/scan.h"

namespace throughline::sequence {
namespace {

// The places of the bits set, in order, counted on from `first`. Room for 64 more than there are is needed behind.
std::size_t list_marks(std::span<const std::uint64_t> marks, std::uint32_t first, Hit* hits) {
  Hit* next = hits;
  for (const std::uint64_t mark : marks) {
    std::uint64_t left = mark;
    // Eight at a time, also where there are fewer: how many there are cannot be foreseen, so it is not asked.
    for (Hit* at = next; left != 0; at += 8) {
      for (std::size_t i = 0; i < 8; ++i) {
        at[i].position = first + static_cast<std::uint32_t>(std::countr_zero(left));
        left &= left - 1;
      }
    }
    next += std::popcount(mark);
    first += 64;
  }
  return static_cast<std::size_t>(next - hits);
}

}  // namespace

HitScan::HitScan(const Piece& piece, std::span<const Match> matchers) : piece_(piece), matchers_(matchers) {
  for (const Code name : piece.names) {
    std::uint32_t always = 0, sometimes = 0;
    for (std::size_t k = 0; k < matchers.size(); ++k) {
      const std::uint32_t bit = std::uint32_t{1} << k;
      const Match::Certainty certainty = matchers[k].of_name(name);
      if (certainty == Match::Certainty::Always) always |= bit;
      if (certainty == Match::Certainty::Narrowed) sometimes |= bit;
    }
    always_.push_back(always);
    sometimes_.push_back(sometimes);
    is_wanted_.push_back((always | sometimes) != 0 ? 1 : 0);
    asks_for_more_ = asks_for_more_ || sometimes != 0;
  }
}

void HitScan::collect(std::uint64_t begin, std::uint64_t end) {
  const Segment& segment = *piece_.segment;
  mark(segment.name, begin, end - begin, is_wanted_, marks_);
  hits_.resize(std::max<std::size_t>(hits_.size(), end - begin + 64));
  found_ = list_marks(marks_, static_cast<std::uint32_t>(begin), hits_.data());
  const std::span<Hit> hits(hits_.data(), found_);
  for (Hit& hit : hits) hit.matched = always_[segment.name[hit.position]];
  for (Hit& hit : hits) hit.time = segment.time[hit.position];
}

std::uint32_t HitScan::matched(const Timeline& timeline, std::uint32_t position) const {
  const Code name = piece_.segment->name[timeline.row(position) - piece_.first_row];
  std::uint32_t matched = always_[name];
  for (std::uint32_t left = sometimes_[name]; left != 0; left &= left - 1) {
    const auto k = static_cast<std::size_t>(std::countr_zero(left));
    if (matchers_[k](timeline, position)) matched |= std::uint32_t{1} << k;
  }
  return matched;
}

}  // namespace throughline::sequence
