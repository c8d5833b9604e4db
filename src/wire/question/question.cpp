// Questions from JSON. Shape: contract/openapi.yaml, Question.
#include <algorithm>
#include <fmt/format.h>

#include "wire/json.h"
#include "wire/question/asks.h"
#include "wire/question/parts.h"

namespace throughline::wire {

Result<model::Question> parse_question(std::string_view text, std::string_view document) {
  TRY(root, parse_json(text, document));
  const JsonItem item(root, document);
  if (!root.is_object()) return item.wrong_type("an object");
  TRY(member, item.need("ask"));
  TRY(word, member.text());
  const auto ask = std::ranges::find(question::kAsks, word, &question::Ask::word);
  if (ask == question::kAsks.end()) {
    std::vector<std::string> known;
    for (const question::Ask& one : question::kAsks) known.push_back(one.word);
    return member.error("question.unknown-value", fmt::format("nothing can be asked with \"{}\"", word.substr(0, 100)),
                        did_you_mean(word, known, fmt::format("one of: {}", fmt::join(known, ", "))));
  }
  std::vector<std::string> known = question::kCommonMembers;
  known.insert(known.end(), ask->members.begin(), ask->members.end());
  CHECKED(item.check_members(known));
  model::Question result;
  CHECKED(ask->read(item, result));
  CHECKED(question::read_common(item, result));
  return result;
}

}  // namespace throughline::wire
