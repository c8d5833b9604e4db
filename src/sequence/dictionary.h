// dictionary.h: texts as small codes. Code 0 is "", which means "not known".
#pragma once

#include <cstdint>
#include <deque>
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
    codes_.emplace(texts_.emplace_back(text), code);
    return code;
  }
  std::optional<Code> find(std::string_view text) const {
    const auto found = codes_.find(text);
    return found == codes_.end() ? std::nullopt : std::optional(found->second);
  }
  std::string_view text(Code code) const { return texts_[code]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // a deque never moves its strings, so the views below stay valid
  std::unordered_map<std::string_view, Code> codes_;
};

}  // namespace throughline::sequence
