// dictionary.h: texts as small codes. Code 0 is "", which means "not known".
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace throughline::sequence {

using Code = std::uint32_t;

class Dictionary {
 public:
  Dictionary() { intern(""); }
  Dictionary(Dictionary&&) = default;
  Dictionary& operator=(Dictionary&&) = default;

  Code intern(std::string_view text) {
    if (const auto found = codes_.find(text); found != codes_.end()) return found->second;
    const Code code = static_cast<Code>(texts_.size());
    bytes_ += kBytesPerText + (text.size() > kShortText ? text.size() : 0);
    codes_.emplace(texts_.emplace_back(text), code);
    return code;
  }
  std::optional<Code> find(std::string_view text) const {
    const auto found = codes_.find(text);
    return found == codes_.end() ? std::nullopt : std::optional(found->second);
  }
  std::string_view text(Code code) const { return texts_[code]; }
  std::size_t size() const { return texts_.size(); }
  std::size_t bytes() const { return bytes_; }  // of memory, about

 private:
  static constexpr std::size_t kShortText = 15;                           // has no memory of its own
  static constexpr std::size_t kBytesPerText = sizeof(std::string) + 56;  // and a node of the map with its bucket
  std::size_t bytes_ = 0;
  std::deque<std::string> texts_;  // a deque never moves its strings, so the views below stay valid
  std::unordered_map<std::string_view, Code> codes_;
};

// Numbers the texts anew, so that codes ascend as `less` orders the texts ("" stays 0) whatever order they came in.
// Returns the new code of each old one.
template <class Less>
std::vector<Code> renumber(Dictionary& dictionary, const Less& less) {
  std::vector<Code> order(dictionary.size());
  std::iota(order.begin(), order.end(), Code{0});
  std::sort(order.begin() + 1, order.end(),
            [&](Code a, Code b) { return less(dictionary.text(a), dictionary.text(b)); });
  Dictionary sorted;
  std::vector<Code> renumbered(dictionary.size());
  for (const Code old : order) renumbered[old] = sorted.intern(dictionary.text(old));
  dictionary = std::move(sorted);
  return renumbered;
}

// The number that a whole text writes: "4.5" is 4.5; "4,5", "" and "nan" are none.
std::optional<double> to_number(std::string_view text);

// Numbers by size and before other texts: 2, 10, blue, red.
bool reads_before(std::string_view a, std::string_view b);

}  // namespace throughline::sequence
