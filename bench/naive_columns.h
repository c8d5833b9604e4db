// naive_columns.h: what a first sketch in C++ would fold over: plain columns in memory, people in order, two threads,
// branches, no index. It says how much of an engine's speed is its layout alone.
#pragma once

#include <cstdint>
#include <vector>

#include "base/parallel.h"
#include "world.h"

namespace throughline::bench {

struct NaiveColumns {
  std::vector<std::uint64_t> offsets{0};  // person p has events offsets[p] up to, not including, offsets[p + 1]
  std::vector<std::int64_t> time;
  std::vector<std::uint8_t> name, channel, plan, platform, country;
  // Events of orders once more, by order and time.
  std::vector<std::uint64_t> object_offsets{0};
  std::vector<std::int64_t> object_time;
  std::vector<std::uint8_t> object_name;

  static NaiveColumns of(const World& world);
};

// Calls work(state, i) for every i below `size`, the states being one per thread, and adds them up with +=.
template <class State, class Work>
State fold_slices(std::size_t size, unsigned threads, const Work& work) {
  std::vector<State> states(threads);
  parallel_slices(size, threads, [&](unsigned slice, std::size_t begin, std::size_t end) {
    State state{};  // on this thread's stack, away from the other's cache lines
    for (std::size_t i = begin; i < end; ++i) work(state, i);
    states[slice] = std::move(state);
  });
  for (unsigned slice = 1; slice < threads; ++slice) states[0] += states[slice];
  return std::move(states[0]);
}

}  // namespace throughline::bench
