// count_cell.h: how often something came, from how many subjects, and which of them was the last: in one word, so that an
// event reads and writes but one, and a table of them stays in the processor's cache.
//
//     ana came twice, ben (number 1 of those since the table was empty) once     times 3, subjects 2, last 1
//
// Where a table is, somebody sees to it that it is emptied before kMostTimes events or kMostSubjects subjects.
#pragma once

#include <cstdint>

namespace throughline::sequence {

class CountCell {
 public:
  static constexpr std::uint64_t kMostTimes = (1U << 24) - 1, kMostSubjects = (1U << 16) - 1;
  // A subject, numbered from 1, as count() takes it; that of no cell is higher.
  static constexpr std::uint64_t of_subject(std::uint64_t number) { return number << kLast; }

  void count(std::uint64_t subject) {
    const std::uint64_t of_new =
        (word_ & ((std::uint64_t{1} << kLast) - 1)) + subject + (std::uint64_t{1} << kSubjects);
    word_ = (word_ < subject ? of_new : word_) + 1;
  }
  std::int64_t times() const { return static_cast<std::int64_t>(word_ & ((std::uint64_t{1} << kSubjects) - 1)); }
  std::int64_t subjects() const {
    return static_cast<std::int64_t>(word_ >> kSubjects & ((std::uint64_t{1} << (kLast - kSubjects)) - 1));
  }

 private:
  static constexpr unsigned kSubjects = 24, kLast = 48;  // where they begin; from the lowest bit: times
  std::uint64_t word_ = 0;
};

}  // namespace throughline::sequence
