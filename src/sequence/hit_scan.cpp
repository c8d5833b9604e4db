#include "sequence/hit_scan.h"

namespace throughline::sequence {
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
  }
}

std::uint32_t HitScan::narrowed(std::size_t place, std::uint32_t position, std::uint32_t matchers) const {
  const Timeline timeline(piece_, place);
  std::uint32_t matched = 0;
  for (std::uint32_t left = matchers; left != 0; left &= left - 1) {
    const auto k = static_cast<std::size_t>(std::countr_zero(left));
    if (matchers_[k](timeline, position)) matched |= std::uint32_t{1} << k;
  }
  return matched;
}

}  // namespace throughline::sequence
