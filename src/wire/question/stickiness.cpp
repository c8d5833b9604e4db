#include "wire/question/asks.h"
#include "wire/question/parts.h"
#include "wire/question/words.h"

namespace throughline::wire::question {

using model::Question;

Status read_stickiness(const JsonItem& item, Question& question) {
  Question::Stickiness stickiness;
  if (const auto events = item.find("events")) {
    TRY(any_of, read_events(*events, true));
    stickiness.events = std::move(any_of);
  }
  if (const auto interval = item.find("interval")) {
    TRY(unit, read_interval(*interval));
    stickiness.interval = unit;
  }
  CHECKED(read_whole(item, "at_least", 1, 1000, stickiness.at_least));
  question.ask = std::move(stickiness);
  return {};
}

}  // namespace throughline::wire::question
