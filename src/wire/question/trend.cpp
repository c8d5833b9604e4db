#include "wire/question/asks.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {

using model::Question;

Status read_trend(const JsonItem& item, Question& question) {
  Question::Trend trend;
  if (const auto events = item.find("events")) {
    TRY(any_of, read_events(*events, true));
    trend.events = std::move(any_of);
  }
  if (const auto interval = item.find("interval")) {
    if (item.find("by"))
      return interval->error("question.conflict", "\"interval\" and \"by\" both say what a trend is split by");
    TRY(unit, read_interval(*interval));
    question.by = {{.kind = model::By::Kind::Calendar, .interval = unit}};
  }
  question.ask = std::move(trend);
  return {};
}

}  // namespace throughline::wire::question
