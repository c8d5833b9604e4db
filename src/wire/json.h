// json.h: documents as JSON: questions in, answers and problems out. (Rows of JSON lines are read by jsonl.h.)
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/error.h"
#include "model/answer.h"
#include "model/question.h"

namespace throughline::wire {

// Non-finite numbers cannot be written and are a mistake of ours. Instants are ISO 8601 in UTC; an empty cell is null.
std::string to_json(const model::Answer& answer);
std::string to_json(const model::Row& row);
std::string to_json(const model::Rows& rows);

// What an error tells besides its code, its sentence and its notes, as far as it is known: place, line, column, help.
model::Row details(const Error& error);

// application/problem+json with code, details and notes.
std::string to_problem(const Error& error, int http_status);

// Reads a question as contract/openapi.yaml describes it. Unknown members are errors (question.unknown-member, with
// the nearest name), and so are wrong types (question.wrong-type) and broken JSON (json.broken with line and column).
// `zone`: the workspace's, of days, texts without an offset and intervals where the question names none.
Result<model::Question> parse_question(std::string_view json, std::string_view name_of_document, const Zone& zone);

// The forms that the command line and query parameters use:
// "a,b,c" -> three steps;  "channel", "touchpoint", "segment", "month", "property:plan" -> By;
// "people", "accounts", "object:claim" -> Counting.
Result<std::vector<model::AnyOf>> parse_steps(std::string_view text);
Result<model::By> parse_by(std::string_view text, std::string_view as_of);
Result<model::Counting> parse_counting(std::string_view text);
// A question's "where" by itself, as JSON; days are those of the zone.
Result<model::Filter> parse_where(std::string_view json, const Zone& zone);
// A day, or an instant as ISO 8601, read in the zone. `is_end`: a day means the day after it, so that "to" includes it.
Result<Instant> parse_bound(std::string_view text, const Zone& zone, bool is_end);
// What had been imported by then: the number of an import, or a bound whose day is included.
Result<model::KnownBy> parse_known(std::string_view text, const Zone& zone);
// A reading of a comparison: "2025-04-01..2025-04-30", "segment:keen", "everyone", a period and people with a comma
// between; or as in a question, as JSON.
Result<model::ComparisonQuestion::Reading> parse_reading(std::string_view text, const Zone& zone);

}  // namespace throughline::wire
