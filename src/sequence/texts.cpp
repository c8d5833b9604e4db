#include "sequence/texts.h"

#include <cstdint>

namespace throughline::sequence {

// How many, where each ends, and all of them in a row.
std::string bytes_of(const Texts& texts) {
  std::vector<std::uint64_t> ends{texts.size()};
  std::string all;
  for (const std::string_view text : texts) {
    all += text;
    ends.push_back(all.size());
  }
  return std::string(reinterpret_cast<const char*>(ends.data()), ends.size() * sizeof(ends[0])) + all;
}

std::optional<Texts> texts_of(std::span<const std::byte> bytes) {
  const std::span words(reinterpret_cast<const std::uint64_t*>(bytes.data()), bytes.size() / sizeof(std::uint64_t));
  if (words.empty() || words[0] == 0 || words[0] > words.size() - 1) return std::nullopt;
  const auto all = bytes.subspan((1 + words[0]) * sizeof(std::uint64_t));
  Texts texts;
  std::uint64_t begin = 0;
  for (const std::uint64_t end : words.subspan(1, words[0])) {
    if (end < begin || end > all.size()) return std::nullopt;
    texts.emplace_back(reinterpret_cast<const char*>(all.data()) + begin, end - begin);
    begin = end;
  }
  return texts;
}

}  // namespace throughline::sequence
