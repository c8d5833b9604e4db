// counted_cell.h: how often something passed, by how many subjects, and which of them was the last, in one word: so that
// an event reads and writes but one, and a table of them stays in the cache.
//
//     pass(mark_of(1)) twice, pass(mark_of(2)) once        times() 3, subjects() 2
//
// From the lowest bit: times, subjects, the last subject. There is room for kMostTimes and kMostSubjects; who counts more
// takes out what is there in between and begins anew.
#pragma once

#include <cstdint>

namespace throughline::sequence {

class CountedCell {
 public:
  static constexpr unsigned kSubjects = 24, kLast = 48;  // where they begin
  static constexpr std::uint64_t kMostTimes = (1U << kSubjects) - 1, kMostSubjects = (1U << (64 - kLast)) - 1;

  // Subjects are numbered from 1, in the order in which they come.
  static constexpr std::uint64_t mark_of(std::uint64_t subject) { return subject << kLast; }
  void pass(std::uint64_t mark) {
    const std::uint64_t with_one_more =
        (word_ & ((std::uint64_t{1} << kLast) - 1)) + mark + (std::uint64_t{1} << kSubjects);
    word_ = (word_ < mark ? with_one_more : word_) + 1;
  }
  std::int64_t times() const { return static_cast<std::int64_t>(word_ & kMostTimes); }
  std::int64_t subjects() const { return static_cast<std::int64_t>(word_ >> kSubjects & kMostTimes); }

 private:
  std::uint64_t word_ = 0;
};

}  // namespace throughline::sequence
