// random.h: chance that is the same on every machine.
//
// The standard distributions may differ between libraries, and exp() between processors; these do not. Every person
// has a stream of their own, so that what one does never shifts what another does.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <span>

namespace tarn {

constexpr std::uint64_t mix(std::uint64_t x) {  // splitmix64
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// e to the x by its series, after halving x until it is small: plain sums and products only.
inline double exponential(double x) {
  int halvings = 0;
  while (x > 0.5 || x < -0.5) {
    x /= 2;
    ++halvings;
  }
  double term = 1, sum = 1;
  for (int i = 1; i < 14; ++i) {
    term *= x / i;
    sum += term;
  }
  for (; halvings > 0; --halvings) sum *= sum;
  return sum;
}

class Random {  // xoshiro256**
 public:
  Random(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t x = mix(seed ^ mix(stream));
    for (auto& word : state_) word = x = mix(x);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  bool chance(double probability) { return uniform() < probability; }
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(uniform() * static_cast<double>(n)); }
  std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }

  double normal() {  // twelve uniform numbers: mean 0, deviation 1, tails cut at 6
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }
  double around(double median, double spread) { return median * exponential(spread * normal()); }  // log-normal

  int count(double mean) {  // Poisson, after Knuth; for small means
    const double limit = exponential(-mean);
    double product = uniform();
    int n = 0;
    for (; product > limit; product *= uniform()) ++n;
    return n;
  }

  template <class Things>
  const auto& pick(const Things& things) {
    return things[static_cast<std::size_t>(below(std::ssize(things)))];
  }

  // An index with a probability in proportion to its weight.
  std::size_t weighted(std::span<const int> weights) {
    int total = 0;
    for (const int weight : weights) total += weight;
    auto left = below(total);
    std::size_t i = 0;
    while (left >= weights[i]) left -= weights[i++];
    return i;
  }

 private:
  static std::uint64_t rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::array<std::uint64_t, 4> state_;
};

}  // namespace tarn
