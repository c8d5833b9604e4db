#include "sequence/subject_set.h"

#include <algorithm>

namespace throughline::sequence {

std::vector<std::int64_t> SubjectSet::ascending() const {
  std::vector<std::int64_t> subjects;
  each([&](std::uint32_t subject) { subjects.push_back(subject); });
  if (!few_.empty()) std::ranges::sort(subjects);
  const auto rest = std::ranges::unique(subjects);
  subjects.erase(rest.begin(), rest.end());
  return subjects;
}

// Those named several times are listed once first: the few of a large data set stay a list.
void SubjectSet::spread() {
  std::ranges::sort(few_);
  const auto rest = std::ranges::unique(few_);
  few_.erase(rest.begin(), rest.end());
  if (few_.size() <= kFew / 2) return;
  for (const std::uint32_t subject : few_) mark(subject);
  std::vector<std::uint32_t>().swap(few_);
}

}  // namespace throughline::sequence
