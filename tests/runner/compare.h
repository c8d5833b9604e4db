// compare.h: an answer beside the table that a case expects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "case_file.h"
#include "model/answer.h"

namespace throughline::cases {

// The rows that a case speaks of: the answer's own, or those at a place inside it: {"more", "reasons"}, or {"Claim",
// "steps"}, the rows in the column "steps" of the row that begins with "Claim". Nothing: there is no such place.
std::optional<model::Rows> rows_at(const model::Answer& answer, const std::vector<std::string>& place);

// Rows in the columns of the case, each number with as many decimals as the case writes at that place. A column is a
// cell's name, or a part of an estimate: "share.low", "share.n". "-" is a cell without a value.
// Of a partial answer, rows are put into the order in which the case names their groups, and cells that it does not
// give are taken from the case.
std::vector<std::vector<std::string>> in_columns(model::Rows rows, const Expected& expected, bool is_partial = false);

// Lines of a table with its columns aligned, as a case would hold them.
std::vector<std::string> table_lines(const std::vector<std::string>& columns,
                                     const std::vector<std::vector<std::string>>& rows);

// Lines that differ, with - for what was expected and + for what came.
std::string diff(const std::vector<std::string>& expected, const std::vector<std::string>& got);

}  // namespace throughline::cases
