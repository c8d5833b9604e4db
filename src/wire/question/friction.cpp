#include "wire/question/asks.h"
#include "wire/question/parts.h"
#include "wire/question/words.h"

namespace throughline::wire::question {

using model::Question;

namespace {

constexpr std::int64_t kMostListed = 1000;

Status read_text_of(const JsonItem& item, std::string_view member, std::string& into) {
  const auto given = item.find(member);
  if (!given) return {};
  TRY(text, given->text());
  into = std::move(text);
  return {};
}

Status read_events_of(const JsonItem& item, std::string_view member, model::AnyOf& into) {
  const auto given = item.find(member);
  if (!given) return {};
  TRY(any_of, read_events(*given));
  into = std::move(any_of);
  return {};
}

}  // namespace

Status read_friction(const JsonItem& item, Question& question) {
  Question::Friction friction;
  if (const auto frictions = item.find("frictions")) {
    const bool is_array = frictions->value().is_array();
    for (const JsonItem& one : is_array ? frictions->items() : std::vector{*frictions}) {
      TRY(name, one.text());
      friction.frictions.push_back(std::move(name));
    }
  }
  CHECKED(read_text_of(item, "rules", friction.rules));
  CHECKED(read_text_of(item, "place", friction.place));
  CHECKED(read_whole(item, "top", 1, kMostListed, friction.top));
  if (const auto idle = item.find("idle")) {
    TRY(text, idle->text());
    friction.idle.reset();
    if (text != "none") {
      TRY(span, read_span(*idle));
      friction.idle = span;
    }
  }
  question.ask = std::move(friction);
  return {};
}

Status read_handovers(const JsonItem& item, Question& question) {
  Question::Handovers handovers;
  CHECKED(read_text_of(item, "between", handovers.between));
  CHECKED(read_events_of(item, "events", handovers.events));
  CHECKED(read_events_of(item, "done", handovers.done));
  CHECKED(read_events_of(item, "asks", handovers.asks));
  CHECKED(read_text_of(item, "topic", handovers.topic));
  if (!handovers.topic.empty() && handovers.asks.empty())
    return item.find("topic")->error("question.conflict", "\"topic\" belongs to \"asks\"");
  if (const auto within = item.find("within")) {
    TRY(span, read_span(*within));
    handovers.within = span;
  }
  CHECKED(read_whole(item, "top", 1, kMostListed, handovers.top));
  question.ask = std::move(handovers);
  return {};
}

}  // namespace throughline::wire::question
