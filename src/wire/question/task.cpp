#include "wire/question/asks.h"
#include "wire/question/words.h"

namespace throughline::wire::question {

Status read_task(const JsonItem& item, model::Question& question) {
  model::Question::Task task;
  TRY(name, item.need("name"));
  TRY(text, name.text());
  task.name = std::move(text);
  CHECKED(read_whole(item, "numbers", 1, 100, task.numbers));
  question.ask = std::move(task);
  return {};
}

}  // namespace throughline::wire::question
