// words.h: members of a question whose values are chosen from a list, or are small numbers.
#pragma once

#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/json_reader.h"

namespace throughline::wire::question {

// Sets `into` to what the member's word stands for; leaves it where there is no such member. Errors:
// question.unknown-value with the nearest word.
template <class T>
Status read_word(const JsonItem& item, std::string_view member,
                 std::initializer_list<std::pair<std::string_view, std::type_identity_t<T>>> words, T& into) {
  const auto given = item.find(member);
  if (!given) return {};
  TRY(text, given->text());
  std::vector<std::string> known;
  for (const auto& [word, meaning] : words) {
    if (word == text) {
      into = meaning;
      return {};
    }
    known.emplace_back(word);
  }
  return given->error("question.unknown-value", fmt::format("\"{}\" is no {}", text.substr(0, 100), member),
                      did_you_mean(text, known, fmt::format("one of: {}", fmt::join(known, ", "))));
}

inline Status read_whole(const JsonItem& item, std::string_view member, std::int64_t least, std::int64_t most,
                         int& into) {
  const auto given = item.find(member);
  if (!given) return {};
  TRY(number, given->whole(least, most));
  into = static_cast<int>(number);
  return {};
}

}  // namespace throughline::wire::question
