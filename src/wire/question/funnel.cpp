#include "wire/question/asks.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {

using model::Question;

Status read_funnel(const JsonItem& item, Question& question) {
  Question::Funnel funnel;
  TRY(steps, item.need("steps"));
  if (!steps.value().is_array()) return steps.wrong_type("an array of events");
  for (const JsonItem& step : steps.items()) {
    TRY(any_of, read_events(step));
    funnel.steps.push_back(std::move(any_of));
  }
  if (const auto within = item.find("within")) {
    TRY(span, read_span(*within));
    funnel.within = span;
  }
  question.ask = std::move(funnel);
  return {};
}

}  // namespace throughline::wire::question
