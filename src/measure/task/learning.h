// learning.h: attempts told apart by their number: what people do at their first, second, third attempt.
//
//     ana   attempt 1 given up   attempt 2 a success of 90 s   attempt 3 a success of 40 s
//     ben   attempt 1 a success of 120 s
//     told apart up to 2:  1  two attempts, one success     2 or later  two attempts of one person, both successes
//
// Numbers count from the first attempt that is known of a subject, in the period or not. Attempts of one subject lie in
// one timeline, so the people of a number are counted exactly, and so are those of all numbers.
// Cost: that of the task; a state for each number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "measure/task/task.h"

namespace throughline::measure {

class LearningCounts {
 public:
  explicit LearningCounts(std::size_t numbers) : by_number_(numbers) {}

  void add(const sequence::Timeline& timeline, const Attempt& attempt);
  void merge(const LearningCounts& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<LearningCounts> load(std::string_view bytes);

  // From 1st to the last that is told apart, which has the later ones, too.
  const std::vector<AttemptCounts>& by_number() const { return by_number_; }
  AttemptCounts all() const;

 private:
  std::vector<AttemptCounts> by_number_;
  std::int64_t subjects_ = 0;
  std::optional<std::size_t> subject_;  // as in AttemptCounts
};

class LearningKernel {
 public:
  using Unit = Attempt;
  using State = LearningCounts;
  static constexpr bool kBeginsWithFirst = TaskKernel::kBeginsWithFirst;

  LearningKernel(TaskKernel task, std::size_t numbers) : task_(std::move(task)), numbers_(numbers) {}
  State empty() const { return LearningCounts(numbers_); }
  std::span<const sequence::Match> matchers() const { return task_.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, sequence::Marks marks, const Emit& emit) const {
    task_.units(timeline, marks, emit);
  }

 private:
  TaskKernel task_;
  std::size_t numbers_;
};

}  // namespace throughline::measure
