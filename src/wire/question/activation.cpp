#include "wire/question/asks.h"
#include "wire/question/parts.h"
#include "wire/question/words.h"

namespace throughline::wire::question {
namespace {

using model::Question;

Status read_stay(const JsonItem& item, Question::Activation& activation) {
  const auto stay = item.find("stay");
  if (!stay) return {};
  if (!stay->value().is_array() || stay->items().size() != 2)
    return stay->wrong_type("two durations after the start, such as [\"28d\", \"35d\"]");
  TRY(from, read_span(stay->items()[0]));
  TRY(to, read_span(stay->items()[1]));
  activation.stay_from = from;
  activation.stay_to = to;
  return {};
}

Status read_counts(const JsonItem& item, Question::Activation& activation) {
  const auto counts = item.find("counts");
  if (!counts) return {};
  if (!counts->value().is_array() || counts->items().empty() || counts->items().size() > 20)
    return counts->wrong_type("an array of 1 to 20 whole numbers");
  activation.counts.clear();
  for (const JsonItem& one : counts->items()) {
    TRY(count, one.whole(1, 1000));
    activation.counts.push_back(static_cast<int>(count));
  }
  return {};
}

}  // namespace

Status read_activation(const JsonItem& item, Question& question) {
  Question::Activation activation;
  TRY(start, item.need("start"));
  TRY(starts, read_events(start));
  activation.start = std::move(starts);
  if (const auto returns = item.find("returns")) {
    TRY(any_of, read_events(*returns, true));
    activation.returns = std::move(any_of);
  }
  if (const auto within = item.find("within")) {
    TRY(span, read_span(*within));
    activation.within = span;
  }
  CHECKED(read_stay(item, activation));
  CHECKED(read_counts(item, activation));
  CHECKED(read_whole(item, "top", 1, 1000, activation.top));
  question.ask = std::move(activation);
  return {};
}

}  // namespace throughline::wire::question
