// subjects_where.h: which subjects something holds for, looked at by all threads.
//
//     subjects_where(1'000'000, 100, [&](std::size_t subject) { return has_paid(Timeline(columns, subject)); })
//
// gives the first hundred that have paid, in order, whatever the number of threads.
#pragma once

#include <algorithm>
#include <mutex>
#include <vector>

#include "base/parallel.h"
#include "base/patience.h"

namespace throughline::sequence {

// `holds` is asked on several threads at a time. Ends early by Patience::check() where the asker's patience is over.
template <class Holds>
std::vector<std::size_t> subjects_where(std::size_t subjects, std::size_t limit, const Holds& holds,
                                        unsigned threads = default_threads()) {
  constexpr std::size_t kStretch = 256;
  const std::size_t stretches = (subjects + kStretch - 1) / kStretch;
  std::vector<std::vector<std::size_t>> found(stretches);
  std::vector<bool> is_done(stretches, false);
  std::vector<std::size_t> first;  // of the stretches before `next_whole`, all of which are done
  std::size_t next_whole = 0;
  std::mutex joining;
  std::atomic<bool> is_enough = limit == 0;
  Patience* const patience = Patience::current();
  parallel_each(stretches, threads, [&](std::size_t stretch) {
    if (is_enough || (patience != nullptr && patience->is_over())) return;
    std::vector<std::size_t> own;
    const std::size_t end = std::min(subjects, (stretch + 1) * kStretch);
    for (std::size_t subject = stretch * kStretch; subject < end && own.size() < limit; ++subject)
      if (holds(subject)) own.push_back(subject);
    const std::lock_guard lock(joining);
    found[stretch] = std::move(own);
    is_done[stretch] = true;
    for (; next_whole < stretches && is_done[next_whole] && first.size() < limit; ++next_whole)
      first.insert(first.end(), found[next_whole].begin(), found[next_whole].end());
    is_enough = first.size() >= limit;
  });
  Patience::check();
  if (first.size() > limit) first.resize(limit);
  return first;
}

}  // namespace throughline::sequence
