// times.h: many spans of time in little memory: their number, sum, median and quantiles.
//
//     128 spans or fewer     kept as they are: exact (4,096 for who asks for it)
//     more                   counted in buckets, 32 to each doubling: within 1.6 % of a span of that rank
//
// What is kept follows from the spans alone, not from the order or grouping in which they came, so that merging in any
// grouping gives the same bytes. The sum and so the mean are always exact. Bucket k of a doubling that begins with b
// holds b + k b/32 up to, not including, b + (k + 1) b/32, and answers with the middle; whole numbers below 32 have
// buckets of their own. Counts of things other than microseconds are as welcome.
// Edges: no spans: no median. Spans below 0 are a mistake of ours.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/answer.h"
#include "sequence/state_bytes.h"

namespace throughline::sequence {

inline constexpr std::string_view kBucketMedians =
    "median; exact up to 128 values, else within 1.6 %; interval from order statistics, at least 95 %";
inline constexpr std::string_view kFineMedians =
    "median; exact up to 4,096 values, else within 1.6 %; interval from order statistics, at least 95 %";

class Times {
 public:
  static constexpr std::size_t kMostExact = 128, kManyExact = 4096;
  // Spans are exact up to so many. One number for all that are merged with each other, and for what is loaded again.
  explicit Times(std::size_t most_exact = kMostExact) : most_exact_(most_exact) {}

  void add(std::int64_t span) {
    ++count_;
    sum_up(static_cast<std::uint64_t>(span), 0);
    if (octaves_.empty()) return keep(span);
    const std::size_t bucket = bucket_of(span), octave = bucket / kParts - first_;
    if (octave >= octaves_.size()) return count_in(bucket, 1);
    ++octaves_[octave][bucket % kParts];
  }
  void merge(const Times& other);
  void save(Writer& writer) const;
  static Times load(Reader& reader, std::size_t most_exact = kMostExact);

  std::int64_t count() const { return count_; }
  double sum() const;
  std::optional<double> mean() const;
  // q from 0 to 1. Exact ones between two values as stats::quantile has it; others that of the bucket.
  std::optional<double> quantile(double q) const;

 private:
  static constexpr unsigned kPartBits = 5, kParts = 1u << kPartBits;  // to a doubling
  // Below 32 each number is its own bucket; above, the leading bit says the doubling and the next five the part.
  static std::size_t bucket_of(std::int64_t span) {
    const auto value = static_cast<std::uint64_t>(span);
    const unsigned shift = static_cast<unsigned>(std::bit_width(value | (2 * kParts - 1))) - kPartBits - 1;
    return (std::size_t{shift} << kPartBits) + static_cast<std::size_t>(value >> shift);
  }
  // The least and the greatest span of a bucket.
  struct Ends {
    double least, greatest;
  };
  static Ends ends_of(std::size_t bucket);
  void keep(std::int64_t span);
  using Octave = std::array<std::int64_t, kParts>;
  void count_in(std::size_t bucket, std::int64_t times);
  Ends at_rank(std::int64_t rank) const;  // from 1; of bucketed spans: between these the span of that rank lies
  void sum_up(std::uint64_t low, std::uint64_t high) {
    low_ += low;
    high_ += high + (low_ < low ? 1 : 0);
  }
  void spill();

  friend class ManyTimes;
  friend model::Estimate median(const Times& times, double unit);

  std::size_t most_exact_;
  std::int64_t count_ = 0;
  std::uint64_t low_ = 0, high_ = 0;  // the sum in 128 bits: a thousand million spans of years fit
  std::vector<std::int64_t> exact_;   // in any order; empty once there are more
  std::vector<Octave> octaves_;       // from first_ on, without a hole
  std::size_t first_ = 0;
};

// Lists of them, each merged with, saved and loaded beside the others.
void merge(std::vector<Times>& into, const std::vector<Times>& more);
void save(Writer& writer, const std::vector<Times>& all);
std::vector<Times> load_times(Reader& reader);

// The median with its interval, of bucketed spans to the ends of its buckets, each divided by `unit`: 1e6 for seconds, 1 for counts.
model::Estimate median(const Times& times, double unit);
inline model::Estimate median_seconds(const Times& times) {
  return median(times, 1e6);
}
// The mean in seconds, exact, as an estimate without an interval.
model::Estimate mean_seconds(const Times& times);

}  // namespace throughline::sequence
