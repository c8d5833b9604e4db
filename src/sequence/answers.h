// answers.h: what the rows of every answer share: how subjects are named, shares with their intervals, the people
// behind a number, and the sentences that an answer owes its reader.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/answer.h"
#include "model/question.h"
#include "sequence/frame.h"
#include "stats/mean.h"

namespace throughline::sequence {

// The column that counts subjects: "people", "accounts", "objects"; and the one that names one: "person", …
std::string_view plural(const model::Counting& counting);
std::string_view singular(const model::Counting& counting);

inline constexpr std::string_view kWilson = "Wilson score interval, 95 %";
inline constexpr std::string_view kMedianRanks = "median; interval from order statistics, at least 95 %";

// `part` of `whole` with Wilson's interval; no value when whole is 0.
model::Estimate share(std::int64_t part, std::int64_t whole);
// The same with the adjusted Wald interval, the usual one for tasks.
model::Estimate adjusted_share(std::int64_t part, std::int64_t whole);
// A mean with its t interval.
model::Estimate mean(const stats::Summary& summary);

// The median in seconds, with the interval of order statistics. Microseconds, in ascending order.
model::Estimate median_seconds(const std::vector<std::int64_t>& sorted);

// The geometric mean in seconds, with the t interval of the logarithms. Microseconds over 0.
model::Estimate geometric_mean_seconds(std::span<const std::int64_t> times);

// A definition's name, title and version, for Answer::definition. Errors: <kind>.unknown.
Result<model::Answer::Named> named(model::DefinitionKind kind, std::string_view name,
                                   const model::Catalogue& catalogue);

// An answer with definition, as_of and the note on properties filled in. The name of the definition is that of the
// semantics: "throughline".
model::Answer begin_answer(std::string kind, std::string title, const Frame& frame, const Snapshot& snapshot);

// What Question::Behind::group says where an answer is not split: a cohort, an interval, a stage; "" for any. Errors:
// question.unknown-group for several.
Result<std::string> only_group(const model::Question::Behind& behind);

// status "no-data" with its reason.
void no_data(model::Answer& answer, std::string reason);

// One row per subject, named; counts say how many rows there are.
void list_subjects(model::Answer& answer, const model::Counting& counting, const std::vector<std::size_t>& subjects,
                   const Frame& frame, const Snapshot& snapshot);

}  // namespace throughline::sequence
