#include "sequence/marked_rows.h"

#include <algorithm>

#include "sequence/scan.h"

namespace throughline::sequence {

void MarkedRows::look_at(const Stretch& stretch) {
  const Segment& segment = *stretch.piece->segment;
  const std::size_t first = stretch.first_row(), subjects = stretch.end - stretch.begin;
  any_.assign(mark_words(stretch.rows()), 0);
  filters_.begin(stretch);
  for (std::size_t k = 0; k < matchers_.size(); ++k) {
    matchers_[k].mark(stretch, filters_, of_rows_[k]);
    for (std::size_t word = 0; word < any_.size(); ++word) any_[word] |= of_rows_[k][word];
  }
  listed_.resize(std::max(listed_.size(), stretch.rows() + kListRoom));
  places_ = std::span(listed_).first(list_marks(any_, listed_.data()));
  for (std::size_t k = 0; k < matchers_.size(); ++k) {
    marks_[k].assign(mark_words(size()) + 2, 0);
    squeeze(of_rows_[k], any_, marks_[k].data());
  }
  times_.resize(size() + 1);
  segment.time.read_at(first, places_, times_.data());
  ends_.resize(subjects + 1);
  begins_.resize(subjects + 1);
  for (std::size_t i = 0; i <= subjects; ++i)
    ends_[i] = static_cast<std::uint32_t>(segment.offsets[stretch.begin + i] - first);
  count_before(any_, ends_, begins_.data());
}

}  // namespace throughline::sequence
