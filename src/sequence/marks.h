// marks.h: a bit for each of many events: does it pass?
//
//     cart view pay view cart        cart 1 0 0 0 1        pay 0 0 1 0 0
//
// Questions of what follows what are then a few operations on whole words, and only the events that matter are read.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace throughline::sequence {

// 64 to a word, the first in the lowest bit; the bits behind the last are 0.
using MarkWords = std::vector<std::uint64_t>;

constexpr std::size_t mark_words(std::size_t events) {
  return (events + 63) / 64;
}

inline void all_marks(std::size_t events, MarkWords& marks) {
  marks.assign(mark_words(events), ~std::uint64_t{0});
  if (events % 64 != 0) marks.back() >>= 64 - events % 64;
}

template <class Take>  // take(place) for each mark, in order
void for_marks(std::span<const std::uint64_t> words, const Take& take) {
  for (std::size_t word = 0; word < words.size(); ++word)
    for (std::uint64_t left = words[word]; left != 0; left &= left - 1)
      take(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
}

// A row of marks for each matcher, of the events of one timeline. A view; whoever has it may clear marks.
class Marks {
 public:
  static constexpr std::size_t kNone = ~std::size_t{0};
  // Row k begins at words[k * width]; it has a word at least.
  Marks(std::uint64_t* words, std::size_t width) : words_(words), width_(width) {}

  std::span<std::uint64_t> row(std::size_t k) const { return {words_ + k * width_, width_}; }
  bool has(std::size_t k, std::size_t position) const {
    return (words_[k * width_ + position / 64] >> position % 64 & 1) != 0;
  }
  void set(std::size_t k, std::size_t position) const {
    words_[k * width_ + position / 64] |= std::uint64_t{1} << position % 64;
  }
  void clear(std::size_t k, std::size_t position) const {
    words_[k * width_ + position / 64] &= ~(std::uint64_t{1} << position % 64);
  }

  // The first mark of a row, the last, the next one after a position, the one before: kNone where there is none.
  std::size_t first(std::size_t k) const { return at_or_after(k, 0, words_[k * width_]); }
  std::size_t last(std::size_t k) const { return at_or_before(k, width_ - 1, words_[k * width_ + width_ - 1]); }
  std::size_t next(std::size_t k, std::size_t position) const {
    const std::size_t word = position / 64;
    return at_or_after(k, word, words_[k * width_ + word] & (~std::uint64_t{1} << position % 64));
  }
  std::size_t previous(std::size_t k, std::size_t position) const {
    const std::size_t word = position / 64;
    return at_or_before(k, word, words_[k * width_ + word] & ((std::uint64_t{1} << position % 64) - 1));
  }

 private:
  std::size_t at_or_after(std::size_t k, std::size_t word, std::uint64_t bits) const {
    while (bits == 0) {
      if (++word == width_) return kNone;
      bits = words_[k * width_ + word];
    }
    return word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
  }
  std::size_t at_or_before(std::size_t k, std::size_t word, std::uint64_t bits) const {
    while (bits == 0) {
      if (word-- == 0) return kNone;
      bits = words_[k * width_ + word];
    }
    return word * 64 + 63 - static_cast<std::size_t>(std::countl_zero(bits));
  }

  std::uint64_t* words_;
  std::size_t width_;
};

}  // namespace throughline::sequence
