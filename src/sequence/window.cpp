#include "sequence/window.h"

#include <algorithm>

namespace throughline::sequence {

void Window::look_at(const Piece& piece, std::size_t begin, std::size_t end) {
  const Segment& segment = *piece.segment;
  piece_ = &piece;
  first_row_ = segment.offsets[begin];
  const std::size_t rows = segment.offsets[end] - first_row_;
  if (reads_.times) {
    times_.resize(std::max(times_.size(), rows));
    segment.time.read(first_row_, std::span(times_).first(rows));
  }
  if (reads_.names) {
    names_.resize(std::max(names_.size(), rows));
    segment.name.read(first_row_, piece.names, std::span(names_).first(rows));
  }
}

}  // namespace throughline::sequence
