// ddsketch.h: percentiles of more values than memory holds, within a promised share of the true value.
//
//     DdSketch sketch(.01);                 // every quantile within 1 % of a value of that rank
//     for (double millis : …) sketch.add(millis);
//     sketch.quantile(.75)
//
// Counts per bucket are whole numbers, so merging in any grouping gives the same bytes. Values are at least 0, in any
// one unit; those below 1e-9 count as 0. Bucket k holds values in (γ^(k-1), γ^k], γ = (1+α)/(1-α), and answers with
// 2γ^k/(γ+1). Buckets are never collapsed: at α = .01, nanoseconds to years in milliseconds take at most 2,000 of them.
// Edges: empty: absent. Values below 0 or not finite are asserted against. Two sketches merge only at the same α.
// Source: Masson, Rim & Lee 2019, PVLDB 12(12). Quantile: the first bucket whose cumulative count exceeds q(n-1).
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace throughline::stats {

class DdSketch {
 public:
  // 1e-4 <= accuracy < 1: finer buckets would cost more than keeping the values.
  explicit DdSketch(double accuracy = 0.01);

  void add(double value, std::int64_t times = 1);
  void merge(const DdSketch& other);
  std::optional<double> quantile(double q) const;  // q from 0 to 1
  std::int64_t count() const { return count_; }

  int key(double value) const;           // the bucket of a value above 0
  double representative(int key) const;  // what the bucket answers with

  // What to save: zeros, and the count of every other bucket. add_bucket loads it back.
  std::int64_t zeros() const { return zeros_; }
  const std::map<int, std::int64_t>& buckets() const { return buckets_; }
  void add_bucket(int key, std::int64_t times);

  bool operator==(const DdSketch&) const = default;

 private:
  double accuracy_;
  double log_gamma_;
  std::int64_t count_ = 0;
  std::int64_t zeros_ = 0;
  std::map<int, std::int64_t> buckets_;
};

}  // namespace throughline::stats
