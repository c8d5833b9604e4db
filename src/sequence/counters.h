// counters.h: how often each of some small numbers came, counted quickly.
//
//     Counters counters(3);   counters.add(numbers.size(), [&](std::size_t i) { return numbers[i]; });
//     2 0 2                   counters.at(2) == 2
//
// A count is kept in four parts that take turns: a processor that has just written a number waits before it can read it
// again, and the same number often comes twice in a row. A part has 32 bits: counts of less than 2^32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace throughline::sequence {

class Counters {
 public:
  explicit Counters(std::size_t size = 0) : parts_(size * kParts) {}

  std::size_t size() const { return parts_.size() / kParts; }
  void grow(std::size_t size) {
    if (size > this->size()) parts_.resize(size * kParts);
  }
  // Of number(0), number(1), … number(count - 1), each below size().
  template <class Number>
  void add(std::size_t count, const Number& number) {
    std::uint32_t* const parts = parts_.data();
    for (std::size_t i = 0; i < count; ++i) ++parts[number(i) * kParts + i % kParts];
  }
  std::int64_t at(std::size_t number) const {
    std::int64_t sum = 0;
    for (std::size_t part = 0; part < kParts; ++part) sum += parts_[number * kParts + part];
    return sum;
  }

 private:
  static constexpr std::size_t kParts = 4;
  std::vector<std::uint32_t> parts_;
};

}  // namespace throughline::sequence
