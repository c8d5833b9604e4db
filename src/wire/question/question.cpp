// Questions from JSON. Shape: contract/openapi.yaml, Question.
#include "wire/question/question.h"

#include <algorithm>
#include <fmt/format.h>

#include "wire/json.h"
#include "wire/question/asks.h"
#include "wire/question/parts.h"
#include "wire/rules/rules.h"

namespace throughline::wire {

Result<model::Question> question::read_question(const JsonItem& item) {
  if (!item.value().is_object()) return item.wrong_type("an object");
  TRY(member, item.need("ask"));
  TRY(word, member.text());
  const auto ask = std::ranges::find(kAsks, word, &Ask::word);
  if (ask == kAsks.end()) {
    std::vector<std::string> known;
    for (const Ask& one : kAsks) known.push_back(one.word);
    return member.error("question.unknown-value", fmt::format("nothing can be asked with \"{}\"", word.substr(0, 100)),
                        did_you_mean(word, known, fmt::format("one of: {}", fmt::join(known, ", "))));
  }
  std::vector<std::string> known = kCommonMembers;
  known.insert(known.end(), ask->members.begin(), ask->members.end());
  CHECKED(item.check_members(known));
  TRY(zone, read_zone(item));
  const JsonItem zoned = item.in_zone(zone);
  model::Question question;
  CHECKED(ask->read(zoned, question));
  CHECKED(read_common(zoned, question));
  return question;
}

Result<model::Question> parse_question(std::string_view text, std::string_view document, const Zone& zone) {
  TRY(root, parse_json(text, document));
  return question::read_question(JsonItem(root, document, zone));
}

Result<model::Filter> parse_where(std::string_view text, const Zone& zone) {
  TRY(root, parse_json(text, ""));
  return rules::read_filter(JsonItem(root, "", zone), true);
}

}  // namespace throughline::wire
