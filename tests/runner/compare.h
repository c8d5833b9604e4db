// compare.h: an answer beside the table that a case expects.
#pragma once

#include <string>
#include <vector>

#include "case_file.h"
#include "model/answer.h"

namespace throughline::cases {

// The answer's rows in the columns of the case, each number with as many decimals as the case writes at that place.
// A column is a cell's name, or a part of an estimate: "share.low", "share.n". "-" is a cell without a value.
// Of a partial answer, rows are put into the order in which the case names their groups, and cells that it does not
// give are taken from the case.
std::vector<std::vector<std::string>> in_columns(const model::Answer& answer, const Expected& expected, bool is_partial = false);

// Lines of a table with its columns aligned, as a case would hold them.
std::vector<std::string> table_lines(const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows);

// Lines that differ, with - for what was expected and + for what came.
std::string diff(const std::vector<std::string>& expected, const std::vector<std::string>& got);

}  // namespace throughline::cases
