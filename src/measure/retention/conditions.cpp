#include "measure/retention/conditions.h"

#include <fmt/format.h>
#include <numeric>

#include "measure/retention/outcome.h"
#include "sequence/answers.h"
#include "sequence/state_bytes.h"

namespace throughline::measure {
namespace {

using sequence::Frame;

Status check(const std::vector<model::AnyOf>& conditions) {
  if (conditions.size() < 2) {
    return fail({.code = "retention.too-few-conditions",
                 .message = fmt::format("the rules \"clickhouse\" need at least 2 conditions; there {} {}",
                                        conditions.size() == 1 ? "is" : "are", conditions.size()),
                 .place = {.name = "/conditions", .source = {}},
                 .help = "the first says who is counted, each further one what they did besides"});
  }
  if (conditions.size() > kMostConditions) {
    return fail({.code = "retention.too-many-conditions",
                 .message = fmt::format("the rules \"clickhouse\" take at most {} conditions; there are {}",
                                        kMostConditions, conditions.size()),
                 .place = {.name = "/conditions", .source = {}}});
  }
  return {};
}

Result<ConditionKernel> compile(const std::vector<model::AnyOf>& conditions, sequence::Snapshot& snapshot,
                                const Frame& frame) {
  std::vector<sequence::Match> matches;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    auto match = sequence::Match::compile(conditions[i], snapshot, frame.columns(), "retention");
    if (!match) return fail(std::move(match).error().at({.name = fmt::format("/conditions/{}", i), .source = {}}));
    matches.push_back(*std::move(match));
  }
  return ConditionKernel(std::move(matches), frame);
}

Status list_behind(model::Answer& answer, const model::Question& question, const Frame& frame,
                   const ConditionKernel& kernel, const sequence::Snapshot& snapshot) {
  std::vector<int> numbers(std::get<model::Question::Retention>(question.ask).conditions.size());
  std::iota(numbers.begin(), numbers.end(), 1);
  TRY(outcome, parse_return_outcome(question.behind->outcome, numbers));
  if (!outcome.cohort.empty())
    return fail("retention.unknown-outcome", "the rules \"clickhouse\" have no cohorts", "write returned:K or lost:K");
  TRY(group, frame.group(question.behind->group));
  const auto subjects = sequence::behind(frame, kernel, group, question.behind->limit, [&](const ConditionsMet& unit) {
    return outcome.is_anybody || (unit.met >> outcome.place & 1) != (outcome.is_lost ? 1u : 0u);
  });
  sequence::list_subjects(answer, question.counting, subjects, frame, snapshot);
  return {};
}

}  // namespace

void ConditionCounts::add(const sequence::Timeline&, const ConditionsMet& unit) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += unit.met >> i & 1;
}

void ConditionCounts::merge(const ConditionCounts& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

std::string ConditionCounts::save() const {
  sequence::Writer writer;
  writer.count(counts_.size());
  for (const std::int64_t count : counts_) writer.number(count);
  return writer.bytes();
}

Result<ConditionCounts> ConditionCounts::load(std::string_view bytes) {
  sequence::Reader reader(bytes);
  ConditionCounts counts(reader.count());
  for (std::int64_t& count : counts.counts_) count = reader.number();
  CHECKED(reader.status());
  return counts;
}

Result<model::Answer> retention_by_conditions(const model::Question& question, const model::Catalogue& catalogue,
                                              sequence::Snapshot& snapshot) {
  const auto& conditions = std::get<model::Question::Retention>(question.ask).conditions;
  CHECKED(check(conditions));
  TRY(frame, Frame::make(question, catalogue, snapshot));
  TRY(kernel, compile(conditions, snapshot, frame));
  model::Answer answer = sequence::begin_answer(
      "retention", fmt::format("{} and what else they did", sequence::to_text(conditions[0])), frame, snapshot);
  answer.definition.name = "clickhouse";
  if (question.behind) {
    CHECKED(list_behind(answer, question, frame, kernel, snapshot));
    return answer;
  }
  const std::string subjects(sequence::plural(question.counting));
  for (const auto& [key, counts] : sequence::fold(frame, kernel)) {
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      model::Row row = frame.columns_of(key);
      row.emplace_back("condition", i + 1);
      row.emplace_back("events", sequence::to_text(conditions[i]));
      row.emplace_back(subjects, counts.met(0));
      row.emplace_back("returned", counts.met(i));
      row.emplace_back("share", sequence::share(counts.met(i), counts.met(0)));
      answer.rows.push_back(std::move(row));
    }
  }
  answer.units = {{subjects, "count"}, {"returned", "count"}, {"share", "share"}};
  answer.methods = {std::string(sequence::kWilson)};
  answer.notes.push_back(
      "returned: met the first condition and this one, in whatever order, as ClickHouse's function retention has it");
  if (answer.rows.empty()) sequence::no_data(answer, "nobody met the first condition in this period");
  return answer;
}

}  // namespace throughline::measure
