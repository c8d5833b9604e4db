#include "wire/question/asks.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {

using model::Question;

Status read_metric(const JsonItem& item, Question& question) {
  TRY(member, item.need("name"));
  TRY(name, member.text());
  question.ask = Question::Metric{std::move(name)};
  return {};
}

}  // namespace throughline::wire::question
