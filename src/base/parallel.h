// parallel.h: run the same work on slices of a range, one thread per slice, and wait.
//
// parallel_slices(10, 3, f) calls f(0, 0, 4), f(1, 4, 7), f(2, 7, 10). parallel_each(10, 3, f) calls f(0) … f(9), three
// at a time. Exceptions in f end the program: f returns errors as values.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace throughline {

namespace detail {
inline std::atomic<unsigned> threads_override = 0;
}

// How many threads work is split over unless asked otherwise: the machine's cores.
inline unsigned default_threads() {
  const unsigned asked = detail::threads_override.load(std::memory_order_relaxed);
  return asked > 0 ? asked : std::max(1u, std::thread::hardware_concurrency());
}

// While it lives, default_threads() is this: for tests, whose answers must not depend on it.
class ThreadsOverride {
 public:
  explicit ThreadsOverride(unsigned threads) : before_(detail::threads_override.exchange(threads)) {}
  ~ThreadsOverride() { detail::threads_override.store(before_); }
  ThreadsOverride(const ThreadsOverride&) = delete;
  ThreadsOverride& operator=(const ThreadsOverride&) = delete;

 private:
  unsigned before_;
};

template <class Work>
void parallel_slices(std::size_t size, unsigned slices, const Work& work) {
  std::vector<std::jthread> threads;
  std::size_t begin = 0;
  for (unsigned slice = 0; slice < slices; ++slice) {
    const std::size_t end = begin + size / slices + (slice < size % slices ? 1 : 0);
    if (slice + 1 == slices) {
      work(slice, begin, end);
    } else {
      threads.emplace_back([&work, slice, begin, end] { work(slice, begin, end); });
    }
    begin = end;
  }
}

// work(i) for each i below `count`, in any order, each thread taking the next when it is done with one.
template <class Work>
void parallel_each(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  parallel_slices(threads, threads, [&](unsigned, std::size_t, std::size_t) {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  });
}

}  // namespace throughline
