// subject_properties.h: the accounts, or the objects of a type, that events name.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace throughline::sequence {

// By row of some columns; subjects count as in the columns of their own kind (Snapshot::columns). An event names one
// account at most, and any number of objects.
class NamedSubjects {
 public:
  // (row, subject) in any order.
  NamedSubjects(std::uint64_t rows, const std::vector<std::pair<std::uint64_t, std::uint32_t>>& named);

  std::uint64_t bytes() const {
    return offsets_.size() * sizeof(offsets_[0]) + subjects_.size() * sizeof(subjects_[0]);
  }
  std::span<const std::uint32_t> of_row(std::uint64_t row) const {
    return {subjects_.data() + offsets_[row], offsets_[row + 1] - offsets_[row]};
  }

 private:
  std::vector<std::uint64_t> offsets_;  // by row
  std::vector<std::uint32_t> subjects_;
};

}  // namespace throughline::sequence
