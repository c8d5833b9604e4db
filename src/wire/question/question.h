// question.h: a question that is a document, or stands inside another one.
#pragma once

#include "model/question.h"
#include "wire/json_reader.h"

namespace throughline::wire::question {

Result<model::Question> read_question(const JsonItem& item);

}  // namespace throughline::wire::question
