// What holds of every metric and every journey.
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>

#include "laws/agreement.h"
#include "laws/answer_text.h"
#include "laws/asking.h"
#include "laws/random_definitions.h"
#include "reference/ask.h"
#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::laws {
namespace {

using model::Answer;
using model::Question;
using reference::World;

void agrees(const World& world, const Question& question) {
  const Answer answer = ask(world, question);
  const auto judged = reference::judge(world, question);
  RC_ASSERT(judged.has_value());
  RC_TAG(judged->status);
  RC_ASSERT(answer.status == judged->status);
  const std::vector<std::string> got = in_columns(answer.rows, judged->columns), expected = sorted(judged->lines);
  if (!are_same(got, expected)) RC_ASSERT(got == expected);  // shows both
}

void metric_agrees(Sort sort) {
  const World world = random_metric_world(sort);
  agrees(world, random_metric(world));
}

RC_GTEST_PROP(Reference, AgreesOnScores, ()) {
  metric_agrees(Sort::Score);
}
RC_GTEST_PROP(Reference, AgreesOnEveryScore, ()) {
  metric_agrees(Sort::EveryScore);
}
RC_GTEST_PROP(Reference, AgreesOnTasks, ()) {
  metric_agrees(Sort::Task);
}
RC_GTEST_PROP(Reference, AgreesOnChurn, ()) {
  metric_agrees(Sort::Churn);
}
RC_GTEST_PROP(Reference, AgreesOnRetentionAsMetric, ()) {
  metric_agrees(Sort::Retention);
}
RC_GTEST_PROP(Reference, AgreesOnConversion, ()) {
  metric_agrees(Sort::Conversion);
}
RC_GTEST_PROP(Reference, AgreesOnPercentiles, ()) {
  metric_agrees(Sort::Percentile);
}
RC_GTEST_PROP(Reference, AgreesOnShares, ()) {
  metric_agrees(Sort::Share);
}
RC_GTEST_PROP(Reference, AgreesOnMeans, ()) {
  metric_agrees(Sort::Mean);
}
RC_GTEST_PROP(Reference, AgreesOnRatesAndCounts, ()) {
  metric_agrees(Sort::Count);
}
RC_GTEST_PROP(Reference, AgreesOnTimesBetween, ()) {
  metric_agrees(Sort::Time);
}
RC_GTEST_PROP(Reference, AgreesOnUsabilityScores, ()) {
  metric_agrees(Sort::Usability);
}
RC_GTEST_PROP(Reference, AgreesOnConversionByWait, ()) {
  const World world = random_metric_world(Sort::Wait);
  const Question question = random_metric(world);
  agrees(world, question);
  const model::MetricDefinition& metric = **world.catalogue.metric("m");
  const Answer answer = ask(world, question);
  constexpr std::size_t kMostGroups = 50;
  if (metric.minimum_n > 0 || answer.rows.size() > kMostGroups) return;  // brackets are not listed
  std::vector<std::string> got;
  for (const model::Row& row : std::get<model::Rows>(find_cell(answer.more, "by_wait")->value)) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < question.by.size(); ++i)
      cells.push_back(std::visit(CellText{false}, row[i].second.value));
    for (const char* name : {"outcome", "events", "converted", "share"})
      if (const model::Cell* found = find_cell(row, name)) cells.push_back(std::visit(CellText{false}, found->value));
    got.push_back(reference::joined(cells));
  }
  got = sorted(std::move(got));
  const std::vector<std::string> expected =
      sorted(reference::waits(world, reference::without_excluded(question, metric), metric));
  if (!are_same(got, expected)) RC_ASSERT(got == expected);  // shows both
}
RC_GTEST_PROP(Reference, AgreesOnEfficiencyLostnessAndLearning, ()) {
  metric_agrees(Sort::Efficiency);
}
RC_GTEST_PROP(Reference, AgreesOnStickinessAndAdoption, ()) {
  metric_agrees(Sort::Use);
}
RC_GTEST_PROP(Reference, AgreesOnAttemptsAndTheirNumbers, ()) {
  const World world = random_metric_world(Sort::Task);
  const Question question = random_task(world);
  agrees(world, question);
  const Answer answer = ask(world, question);
  std::vector<std::string> got;
  for (const model::Row& row : std::get<model::Rows>(find_cell(answer.more, "by_attempt")->value))
    got.push_back(CellText{false}(row));
  got = sorted(std::move(got));
  const std::vector<std::string> expected = sorted(reference::task_attempts(world, question, true));
  if (!are_same(got, expected)) RC_ASSERT(got == expected);  // shows both
}
RC_GTEST_PROP(Reference, AgreesOnJourneys, ()) {
  const World world = random_journey_world();
  const Question question = random_journey(world);
  agrees(world, question);
  const Answer answer = ask(world, question);
  std::vector<std::string> got;
  for (const model::Row& row : std::get<model::Rows>(find_cell(answer.more, "conformance")->value))
    got.push_back(CellText{false}(row));
  RC_ASSERT(sorted(got) == sorted(reference::journey(world, question, true)));
}

// The frictions of one row of a journey, as the reference writes them.
void add_frictions(const model::Row& row, std::vector<std::string> head, std::vector<std::string>& lines) {
  for (const model::Row& friction : std::get<model::Rows>(find_cell(row, "frictions")->value)) {
    std::vector<std::string> cells = head;
    for (const char* name : {"friction", "passages", "share", "events"})
      cells.push_back(std::visit(CellText{false}, find_cell(friction, name)->value));
    const model::Cell* status = find_cell(friction, "status");
    cells.push_back(status == nullptr ? "-" : std::visit(CellText{false}, status->value));
    lines.push_back(reference::joined(cells));
  }
}

RC_GTEST_PROP(Reference, AgreesOnFrictionsInsideJourneys, ()) {
  const World world = random_troubled_journey_world();
  const Question question = random_journey(world);
  agrees(world, question);
  std::vector<std::string> got;
  for (const model::Row& row : ask(world, question).rows) {
    std::vector<std::string> head;
    for (std::size_t i = 0; i <= question.by.size(); ++i)
      head.push_back(std::visit(CellText{false}, row[i].second.value));
    for (const model::Row& step : std::get<model::Rows>(find_cell(row, "steps")->value)) {
      std::vector<std::string> of_step = head;
      of_step.push_back(std::get<std::string>(find_cell(step, "step")->value));
      add_frictions(step, of_step, got);
    }
    head.emplace_back("-");
    add_frictions(row, head, got);
  }
  got = sorted(std::move(got));
  const std::vector<std::string> expected = sorted(reference::journey_frictions(world, question));
  if (!are_same(got, expected)) RC_ASSERT(got == expected);  // shows both
}

RC_GTEST_PROP(Reference, AgreesOnReasonsForChurn, ()) {
  const World world = random_metric_world(Sort::Churn);
  Question question = random_metric(world);
  question.counting = {};
  const Answer answer = ask(world, question);
  const model::Cell* reasons = find_cell(answer.more, "reasons");
  std::vector<std::string> got;
  if (reasons != nullptr) {
    for (const model::Row& row : std::get<model::Rows>(reasons->value)) {
      std::vector<std::string> cells;
      for (const auto& [name, cell] : row) cells.push_back(std::visit(CellText{false}, cell.value));
      got.push_back(reference::joined(cells));
    }
  }
  RC_ASSERT(sorted(got) == sorted(reference::churn_reasons(world, question, **world.catalogue.metric("m"))));
}

void arrival_changes_nothing(const World& world, const Question& question) {
  World shuffled = world;
  std::ranges::shuffle(shuffled.events, std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
  std::ranges::reverse(shuffled.changes);
  RC_ASSERT(whole_text(ask(world, question)) == whole_text(ask(shuffled, question)));
}

void metric_changes_nothing(Sort sort) {
  const World world = random_metric_world(sort);
  arrival_changes_nothing(world, random_metric(world));
}

RC_GTEST_PROP(ArrivalOrder, ChangesNoScore, ()) {
  metric_changes_nothing(Sort::Score);
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoTask, ()) {
  metric_changes_nothing(Sort::Task);
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoChurn, ()) {
  metric_changes_nothing(Sort::Churn);
}
RC_GTEST_PROP(ArrivalOrder, ChangesNoJourney, ()) {
  const World world = random_journey_world();
  arrival_changes_nothing(world, random_journey(world));
}

// Channels, properties and calendar intervals share out attempts and, where every answer counts, answers.
void sums_to_the_whole(Sort sort, std::string_view column) {
  const World world = random_metric_world(sort);
  Question question = random_metric(world);
  if (model::find(question.by, model::By::Kind::Segments) != nullptr) question.by = {};
  const Answer answer = ask(world, question);
  std::int64_t sum = 0;
  for (const model::Row& row : answer.rows) sum += whole_number(row, column);
  const auto whole =
      std::ranges::find(answer.counts, column, [](const auto& count) -> std::string_view { return count.first; });
  RC_ASSERT(whole != answer.counts.end());
  RC_ASSERT(sum == whole->second);
}

RC_GTEST_PROP(Groups, OfAttemptsSumToTheWhole, ()) {
  sums_to_the_whole(Sort::Task, "attempts");
}
RC_GTEST_PROP(Groups, OfAnswersSumToTheWhole, ()) {
  sums_to_the_whole(Sort::EveryScore, "answers");
}

RC_GTEST_PROP(Groups, OfATaskSumToTheWhole, ()) {
  const World world = random_metric_world(Sort::Task);
  Question question = random_task(world);
  if (model::find(question.by, model::By::Kind::Segments) != nullptr) question.by = {};
  const Answer answer = ask(world, question);
  std::int64_t groups = 0, numbers = 0;
  for (const model::Row& row : answer.rows) groups += whole_number(row, "attempts");
  for (const model::Row& row : std::get<model::Rows>(find_cell(answer.more, "by_attempt")->value))
    numbers += whole_number(row, "attempts");
  RC_ASSERT(groups == answer.counts[0].second);
  RC_ASSERT(numbers == answer.counts[0].second);
}

// The distribution of times has each success of which the middle is told, once.
RC_GTEST_PROP(Groups, OfTimesSumToTheSuccessesThatTookTime, ()) {
  const World world = random_metric_world(Sort::Task);
  Question question = random_task(world);
  question.by = {};
  const Answer answer = ask(world, question);
  std::int64_t elapsed = 0, active = 0;
  for (const model::Row& row : std::get<model::Rows>(find_cell(answer.more, "times")->value))
    (std::get<std::string>(find_cell(row, "time")->value) == "elapsed" ? elapsed : active) +=
        whole_number(row, "successes");
  const auto told = [&](std::string_view column) {
    return std::get<model::Estimate>(find_cell(answer.rows.at(0), column)->value).n;
  };
  RC_ASSERT(elapsed == told("elapsed_median"));
  RC_ASSERT(active == told("active_median"));
}

// Whoever is behind a number is counted in it, no more and no fewer.
RC_GTEST_PROP(Behind, StandsEverybodyWhoTried, ()) {
  const World world = random_metric_world(Sort::Task);
  Question question = random_metric(world);
  question.by = {};
  const std::int64_t tried = whole_number(ask(world, question).rows.at(0), reference::subjects(question));
  question.behind = Question::Behind{};
  RC_ASSERT(static_cast<std::int64_t>(ask(world, question).rows.size()) == tried);
}

// Each deviation of a journey has somebody behind it, and no more than its passages.
RC_GTEST_PROP(Behind, StandsWhoDeviated, ()) {
  const World world = random_journey_world();
  Question question = random_journey(world);
  question.by = {};
  question.behind.reset();
  const Answer answer = ask(world, question);
  for (const model::Row& conformance : std::get<model::Rows>(find_cell(answer.more, "conformance")->value)) {
    for (const model::Row& deviation : std::get<model::Rows>(find_cell(conformance, "deviations")->value)) {
      const auto text = [&](std::string_view column) {
        const auto* found = std::get_if<std::string>(&find_cell(deviation, column)->value);
        return found == nullptr ? std::string() : *found;
      };
      const std::string move = text("from").empty() ? text("to") : text("from") + " > " + text("to");
      question.behind = Question::Behind{.outcome = text("deviation") + ":" + move};
      const auto behind = static_cast<std::int64_t>(ask(world, question).rows.size());
      RC_ASSERT(behind >= 1);
      RC_ASSERT(behind <= whole_number(deviation, "passages"));
    }
  }
}

}  // namespace
}  // namespace throughline::laws
