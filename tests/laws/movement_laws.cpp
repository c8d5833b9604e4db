// What holds of why a metric moved, and of readings side by side.
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "laws/agreement.h"
#include "laws/answer_text.h"
#include "laws/asking.h"
#include "laws/random_definitions.h"
#include "reference/ask.h"

namespace throughline::laws {
namespace {

using model::Answer;
using model::Estimate;
using model::Question;
using model::Row;
using reference::World;

constexpr std::array kSorts{Sort::Score, Sort::EveryScore, Sort::Task, Sort::Churn,      Sort::Percentile, Sort::Share,
                            Sort::Mean,  Sort::Count,      Sort::Time, Sort::Efficiency, Sort::Use};

Sort some_sort() {
  return *rc::gen::elementOf(kSorts);
}

double rounding(double a, double b) {
  return 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
}

void agrees(const World& world, const Question& question) {
  const Answer answer = ask(world, question);
  const auto judged = reference::judge(world, question);
  RC_ASSERT(judged.has_value());
  RC_TAG(judged->status);
  RC_ASSERT(answer.status == judged->status);
  const std::vector<std::string> got = in_columns(answer.rows, judged->columns), expected = sorted(judged->lines);
  if (!are_same(got, expected)) RC_ASSERT(got == expected);  // shows both
}

double value_of(const Row& row, std::string_view column) {
  return *std::get<Estimate>(cell(row, column).value).value;
}

RC_GTEST_PROP(Movement, AgreesWithTheReference, ()) {
  const World world = random_metric_world(some_sort());
  agrees(world, random_movement(world));
}

// Every part has its difference, `reached` is their sum so far, and all of them are the whole difference.
RC_GTEST_PROP(Movement, HasPartsThatAddUp, ()) {
  const World world = random_metric_world(some_sort());
  const Question question = random_movement(world);
  const Answer answer = ask(world, question);
  RC_TAG(answer.status);
  if (answer.status != "ok") return;
  const auto& before = std::get<Row>(cell(answer.more, "before").value);
  const auto& noted = std::get<Question::Movement>(question.ask).before.value;
  const double from = noted ? *noted : value_of(before, "value");
  const double to = value_of(std::get<Row>(cell(answer.more, "after").value), "value");
  double sum = from;
  for (const Row& part : answer.rows) {
    if (std::get<std::string>(cell(part, "status").value) != "ok") continue;
    sum += value_of(part, "difference");
    RC_ASSERT(std::abs(sum - std::get<double>(cell(part, "reached").value)) <= rounding(from, to));
  }
  RC_ASSERT(std::abs(sum - to) <= rounding(from, to));
  const double difference = std::get<double>(cell(answer.more, "difference").value);
  RC_ASSERT(std::abs(sum - from - difference) <= rounding(from, to));
}

// Where nothing differs between the two readings, no part of the difference is anything, and each of them is told.
RC_GTEST_PROP(Movement, OfNothingIsNothing, ()) {
  const World world = random_metric_world(some_sort());
  Question question = random_movement(world);
  auto& before = std::get<Question::Movement>(question.ask).before;
  before = {};
  if (*rc::gen::arbitrary<bool>()) {
    before.has_period = question.from || question.to;
    before.from = question.from;
    before.to = question.to;
  }
  const Answer answer = ask(world, question);
  RC_TAG(answer.status);
  if (answer.status != "ok") return;
  for (const Row& part : answer.rows) {
    RC_ASSERT(std::get<std::string>(cell(part, "status").value) == "ok");
    RC_ASSERT(value_of(part, "difference") == 0);
  }
}

RC_GTEST_PROP(Comparison, AgreesWithTheReference, ()) {
  const World world = random_metric_world(some_sort());
  const Question question = random_comparison(world);
  const Answer answer = ask(world, question);
  const auto judged = reference::judge(world, question);
  RC_ASSERT(judged.has_value());
  RC_TAG(judged->status);
  RC_ASSERT(answer.status == judged->status);
  RC_ASSERT(answer.rows.size() == judged->lines.size());
  const std::vector<std::string> got = in_columns_as_they_are(answer.rows, judged->columns);
  for (std::size_t i = 0; i < got.size(); ++i) {
    const auto ours = reference::cells_of(got[i]), theirs = reference::cells_of(judged->lines[i]);
    RC_ASSERT(is_same(ours.at(0), theirs.at(0)));
    // What has no interval is held against nothing; the reference does not know intervals.
    if (ours.at(1) != "-") RC_ASSERT(is_same(ours.at(1), theirs.at(1)));
  }
}

// A reading is the metric asked by itself; whoever is behind both of two equal ones is behind either.
RC_GTEST_PROP(Comparison, HasTheMetricsOwnReadings, ()) {
  const World world = random_metric_world(some_sort());
  Question question = random_comparison(world);
  auto& readings = std::get<Question::Comparison>(question.ask).readings;
  readings[1] = readings[0];
  readings[1].title = "again";
  const Answer answer = ask(world, question);
  Question alone = question;
  alone.ask = Question::Metric{"m"};
  if (readings[0].has_period) {
    alone.from = readings[0].from;
    alone.to = readings[0].to;
  }
  if (readings[0].has_people) {
    alone.segment = readings[0].segment;
    alone.people = readings[0].people;
  }
  if (readings[0].where) alone.where = *readings[0].where;
  const Answer metric = ask(world, alone);
  const auto text = [](const Row& row) { return std::visit(CellText{true}, cell(row, "value").value); };
  RC_ASSERT(text(answer.rows[0]) == text(metric.rows[0]));
  RC_ASSERT(text(answer.rows[1]) == text(metric.rows[0]));
  alone.behind = Question::Behind{.group = {}, .outcome = {}, .limit = 10'000};
  RC_ASSERT(whole_number(answer.rows[1], "shared") == static_cast<std::int64_t>(ask(world, alone).rows.size()));
  if (const model::Cell* difference = find_cell(answer.rows[1], "difference"); difference != nullptr)
    RC_ASSERT(*std::get<Estimate>(difference->value).value == 0);
}

}  // namespace
}  // namespace throughline::laws
