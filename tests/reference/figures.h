// figures.h: a metric's figures as the reference reckons them: score.cpp, task.cpp, churn.cpp, shares.cpp,
// percentile.cpp, fates.cpp, use.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/definition.h"
#include "reference/ask.h"

namespace throughline::reference {

struct Extra {
  Column column;
  std::string text;
  bool is_estimate = false;           // withheld, as the value is, where there are too few people
  std::optional<std::size_t> n = {};  // of an estimate, where it is not the value's
};

struct Figure {
  std::size_t n = 0;  // what the value is of
  std::optional<double> value;
  std::vector<Extra> extras;
};

using Figures = std::map<std::string, Figure>;  // by the group's label

// `metric` has the kind that the function is for; the question's period, zone, segment, counting and `by` are used.
Figures score(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures task(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures churn(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures retained(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures converted(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures percentile(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures shares(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures times_between(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures conversions_by_wait(const World& world, const model::Question& question,
                            const model::MetricDefinition& metric);
// Of each bracket, of never and of open: [group |] outcome | events | converted | share; open without the last two.
Lines waits(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures rates(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures adopted(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures stuck(const World& world, const model::Question& question, const model::MetricDefinition& metric);
Figures figures(const World& world, const model::Question& question, const model::MetricDefinition& metric);

// Of two periods of the same data; nothing where the question needs a history of imports or of versions.
std::optional<Table> movement(const World& world, const model::Question& question);

// Side by side; a difference stands also where the product has none because a reading has no interval.
std::optional<Table> comparison(const World& world, const model::Question& question);

// What begins at an event that the metric excludes does not count. Of answers, score.cpp leaves out the answers.
model::Question without_excluded(model::Question question, const model::MetricDefinition& metric);

// Why customers left: [group |] reason | subjects | share of those who left.
Lines churn_reasons(const World& world, const model::Question& question, const model::MetricDefinition& metric);

inline Extra counted(std::string name, std::size_t count) {
  return {{Column::Kind::Count, std::move(name)}, std::to_string(count)};
}
std::string subjects(const model::Question& question);  // "people", "accounts", "objects"

}  // namespace throughline::reference
