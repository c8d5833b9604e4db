#include "stats/ddsketch.h"

#include <cassert>
#include <cmath>

namespace throughline::stats {
namespace {

constexpr double kSmallest = 1e-9;

}  // namespace

DdSketch::DdSketch(double accuracy) : accuracy_(accuracy), log_gamma_(std::log1p(accuracy) - std::log1p(-accuracy)) {
  assert(accuracy >= 1e-4 && accuracy < 1);
}

int DdSketch::key(double value) const {
  assert(value > 0 && std::isfinite(value));
  return int(std::ceil(std::log(value) / log_gamma_));
}

double DdSketch::representative(int key) const {
  // 2γ^k / (γ + 1), and 2 / (γ + 1) is 1 - accuracy.
  return std::exp(log_gamma_ * key) * (1 - accuracy_);
}

void DdSketch::add(double value, std::int64_t times) {
  assert(value >= 0 && std::isfinite(value) && times >= 0);
  if (times == 0) return;
  if (value < kSmallest) {
    zeros_ += times;
    count_ += times;
  } else {
    add_bucket(key(value), times);
  }
}

void DdSketch::add_bucket(int key, std::int64_t times) {
  assert(times > 0);
  buckets_[key] += times;
  count_ += times;
}

void DdSketch::merge(const DdSketch& other) {
  assert(accuracy_ == other.accuracy_);
  zeros_ += other.zeros_;
  count_ += other.zeros_;
  for (const auto& [key, times] : other.buckets_) add_bucket(key, times);
}

std::optional<double> DdSketch::quantile(double q) const {
  assert(q >= 0 && q <= 1);
  if (count_ == 0) return std::nullopt;
  const double rank = q * double(count_ - 1);
  std::int64_t below = zeros_;
  if (double(below) > rank) return 0;
  for (const auto& [key, times] : buckets_) {
    below += times;
    if (double(below) > rank) return representative(key);
  }
  return representative(buckets_.rbegin()->first);
}

}  // namespace throughline::stats
