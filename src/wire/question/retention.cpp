#include "wire/question/asks.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {

using model::Question;

Status read_retention(const JsonItem& item, Question& question) {
  Question::Retention retention;
  TRY(start, item.need("start"));
  TRY(starts, read_events(start));
  retention.start = starts;
  retention.returns = std::move(starts);
  if (const auto returns = item.find("returns")) {
    TRY(any_of, read_events(*returns));
    retention.returns = std::move(any_of);
  }
  if (const auto periods = item.find("periods")) {
    TRY(count, periods->whole(1, 366));
    retention.periods = static_cast<int>(count);
  }
  if (const auto interval = item.find("interval")) {
    TRY(unit, read_interval(*interval));
    retention.interval = unit;
  }
  question.ask = std::move(retention);
  return {};
}

}  // namespace throughline::wire::question
