// render.h: answers as text. JSON is wire's; here are tables for people and CSV for other programs.
#pragma once

#include <string>

#include "base/error.h"
#include "model/answer.h"

namespace throughline::cli {

struct Look {
  bool colour = false;
  bool sparklines = false;
};

// A title line with the definition and its version, the rows, then counts, methods and notes.
std::string to_table(const model::Answer& answer, const Look& look);

// Rows only (a part of an answer, say a journey's stage), under an indent.
std::string to_table(const model::Rows& rows, const std::vector<std::pair<std::string, std::string>>& units,
                     const Look& look, int indent);

// One line per row. An estimate becomes four columns: x, x_low, x_high, x_n. Nested rows become JSON.
std::string to_csv(const model::Answer& answer);

std::string to_text(const Error& error, const Look& look);

// What programs get where there is no answer: the error's code as status, and beside it what problem+json tells.
model::Answer to_answer(const Error& error);
// The same as one of several: status, reason, notes and details.
model::Row to_row(const Error& error);

// "61.8 % (59.9–63.6) n 3,342", by the column's unit.
std::string estimate_text(const model::Estimate& estimate, std::string_view unit);
// "61.8 %": the same without interval and n; as it is where the column has no unit.
std::string value_text(double value, std::string_view unit);
// 12,345
std::string grouped(std::int64_t number);

}  // namespace throughline::cli
