#include "wire/question/asks.h"
#include "wire/question/naming.h"
#include "wire/question/parts.h"

namespace throughline::wire::question {

using model::Question;

Status read_sessions(const JsonItem& item, Question& question) {
  Question::Sessions sessions;
  if (const auto idle = item.find("idle")) {
    TRY(text, idle->text());
    sessions.idle.reset();
    if (text != "none") {
      TRY(span, read_span(*idle));
      sessions.idle = span;
    }
  }
  if (const auto cap = item.find("cap")) {
    TRY(span, read_span(*cap));
    sessions.cap = span;
  }
  if (const auto per_channel = item.find("per_channel")) {
    TRY(truth, read_truth(*per_channel));
    sessions.per_channel = truth;
  }
  if (const auto views = item.find("views")) {
    TRY(any_of, read_events(*views));
    sessions.views = std::move(any_of);
  }
  CHECKED(read_node_and_group(item, sessions.naming));
  question.ask = std::move(sessions);
  return {};
}

}  // namespace throughline::wire::question
