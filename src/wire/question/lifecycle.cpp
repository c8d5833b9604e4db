#include "wire/question/asks.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {

using model::Question;

Status read_lifecycle(const JsonItem& item, Question& question) {
  Question::Lifecycle lifecycle;
  if (const auto events = item.find("events")) {
    TRY(any_of, read_events(*events, true));
    lifecycle.events = std::move(any_of);
  }
  if (const auto interval = item.find("interval")) {
    TRY(unit, read_interval(*interval));
    lifecycle.interval = unit;
  }
  question.ask = std::move(lifecycle);
  return {};
}

}  // namespace throughline::wire::question
