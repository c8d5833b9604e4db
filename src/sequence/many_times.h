// many_times.h: takes in millions of spans for one Times (times.h), each in a few cycles.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sequence/counters.h"
#include "sequence/times.h"

namespace throughline::sequence {

class ManyTimes {
 public:
  explicit ManyTimes(std::size_t most_exact = Times::kMostExact) : times_(most_exact) {}
  void add(std::span<const std::int64_t> spans);
  Times finish();

 private:
  static constexpr std::int64_t kMostCounted = std::int64_t{1} << 31;
  void flush();

  Times times_;
  Counters buckets_{64 * Times::kParts};
  std::int64_t counted_ = 0;          // since flush()
  std::uint64_t low_ = 0, high_ = 0;  // their sum: low_ + high_ * 2^32
  std::vector<std::uint32_t> of_spans_;
};

}  // namespace throughline::sequence
