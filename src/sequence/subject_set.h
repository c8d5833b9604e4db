// subject_set.h: which of many subjects: a list while they are few, then a bit for each that there may be.
//
// What is in a set does not depend on how it is kept. Cost: four bytes for each one named, up to 4,096 of them; then a
// bit for each number below the largest.
#pragma once

#include <cstdint>
#include <vector>

#include "sequence/marks.h"

namespace throughline::sequence {

class SubjectSet {
 public:
  void insert(std::uint32_t subject) {
    if (!bits_.empty()) return mark(subject);
    few_.push_back(subject);
    if (few_.size() > kFew) spread();
  }
  void insert(const SubjectSet& others) {
    others.each([&](std::uint32_t subject) { insert(subject); });
  }
  std::vector<std::int64_t> ascending() const;
  std::size_t size() const { return ascending().size(); }

 private:
  static constexpr std::size_t kFew = 4096;
  void mark(std::uint32_t subject) {
    if (subject / 64 >= bits_.size()) bits_.resize(subject / 64 + 1, 0);
    bits_[subject / 64] |= std::uint64_t{1} << subject % 64;
  }
  void spread();
  template <class Take>
  void each(const Take& take) const {
    for (const std::uint32_t subject : few_) take(subject);
    for_marks(bits_, [&](std::size_t subject) { take(static_cast<std::uint32_t>(subject)); });
  }

  std::vector<std::uint32_t> few_;  // in any order, some of them several times
  MarkWords bits_;
};

}  // namespace throughline::sequence
