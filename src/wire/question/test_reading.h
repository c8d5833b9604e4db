// test_reading.h: for tests: a question read from JSON, or what was told instead.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "wire/json.h"

namespace throughline::wire {

template <class Ask>
Ask read_ask(std::string_view json) {
  Result<model::Question> question = parse_question(json, "question.json", Zone::utc());
  if (!question) {
    ADD_FAILURE() << to_text(question.error());
    return {};
  }
  return std::get<Ask>(question->ask);
}

// "code place", or "no error".
inline std::string told_at(std::string_view json) {
  const Result<model::Question> question = parse_question(json, "question.json", Zone::utc());
  return question ? "no error" : question.error().code + " " + question.error().place.name;
}

}  // namespace throughline::wire
