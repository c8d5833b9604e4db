// report.h: what came out, judged before it is shown.
#pragma once

#include <string>
#include <vector>

#include "question.h"
#include "run.h"

namespace throughline::bench {

// One sentence for each answer that is not what the others say; empty when all agree. The judge is ClickHouse, else
// the first contestant that answers.
std::vector<std::string> differences(const std::vector<Outcome>& outcomes);

std::string to_table(const std::vector<Outcome>& outcomes, const std::vector<Question>& questions, const Facts& facts,
                     const Run& run);
// An array of {question, contestant, seconds, ratio_to_clickhouse, answers_equal, …}: docs/explanation/speed.md.
std::string to_json(const std::vector<Outcome>& outcomes, const std::vector<Question>& questions, const Facts& facts);

}  // namespace throughline::bench
