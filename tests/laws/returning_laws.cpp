// What holds of retention, lifecycle, stickiness and activation.
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <rapidcheck/gtest.h>

#include "laws/answer_text.h"
#include "laws/asking.h"
#include "laws/merging.h"
#include "laws/random_world.h"
#include "measure/activation/activation.h"
#include "measure/lifecycle/lifecycle.h"
#include "measure/retention/conditions.h"
#include "measure/stickiness/active_intervals.h"
#include "sequence/answers.h"
#include "sequence/whole_intervals.h"

namespace throughline::laws {
namespace {

using model::Answer;
using model::Question;
using sequence::Frame;
using Asked = model::RetentionQuestion;

void agrees(reference::Lines (*judge)(const reference::World&, const Question&), const Question& question) {
  const reference::World world = random_world();
  RC_TAG(question.by.empty() ? "whole" : "split");
  RC_ASSERT(sorted(lines(ask(world, question))) == sorted(judge(world, question)));
}

RC_GTEST_PROP(Reference, AgreesOnConditions, ()) {
  agrees(reference::retention, random_conditions());
}
RC_GTEST_PROP(Reference, AgreesOnLifecycles, ()) {
  agrees(reference::lifecycle, random_lifecycle());
}
RC_GTEST_PROP(Reference, AgreesOnStickiness, ()) {
  agrees(reference::stickiness, random_stickiness());
}
RC_GTEST_PROP(Reference, AgreesOnActivation, ()) {
  agrees(reference::activation, random_activation());
}

model::Rows rows_in(const Answer& answer, std::string_view name) {
  const model::Cell* found = find_cell(answer.more, name);
  return found == nullptr ? model::Rows() : std::get<model::Rows>(found->value);
}

RC_GTEST_PROP(Reference, AgreesOnActiveRatios, ()) {
  const Question question = random_stickiness();
  const reference::World world = random_world();
  const Answer answer = ask(world, question);
  if (answer.status != "ok") return;
  std::vector<std::string> ours;
  for (const model::Row& row : rows_in(answer, "ratios")) ours.push_back(CellText{false}(row));
  RC_ASSERT(sorted(ours) == sorted(reference::active_ratios(world, question)));
}

RC_GTEST_PROP(ArrivalOrder, ChangesNothingOfComingBack, ()) {
  const Question question =
      (*rc::gen::element(random_conditions, random_lifecycle, random_stickiness, random_activation))();
  const reference::World world = random_world();
  reference::World shuffled = world;
  std::ranges::shuffle(shuffled.events, std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
  std::ranges::reverse(shuffled.changes);
  RC_ASSERT(whole_text(ask(world, question)) == whole_text(ask(shuffled, question)));
}

// Who came back in a period has come back on or after it, and by its end.
RC_GTEST_PROP(Retention, OnIsLeastOfItsMeasures, ()) {
  Question question = random_retention();
  const reference::World world = random_world();
  const auto returned = [&](Asked::Measure measure) {
    std::get<Asked>(question.ask).measure = measure;
    std::vector<std::int64_t> counts;
    for (const model::Row& row : ask(world, question).rows) {
      const auto* count = std::get_if<std::int64_t>(&cell(row, "returned").value);
      counts.push_back(count == nullptr ? -1 : *count);
    }
    return counts;
  };
  const auto on = returned(Asked::Measure::On), cumulative = returned(Asked::Measure::Cumulative);
  for (const auto& wider : {returned(Asked::Measure::OnOrAfter), returned(Asked::Measure::OnOrBefore)}) {
    RC_ASSERT(wider.size() == on.size());
    for (std::size_t i = 0; i < on.size(); ++i) RC_ASSERT(on[i] <= wider[i]);
  }
  for (std::size_t i = 0; i < on.size(); ++i) RC_ASSERT(cumulative[i] == -1 || on[i] <= cumulative[i]);
}

// First-time members are members of a recurring cohort, too: the one of their start.
RC_GTEST_PROP(Retention, NoFirstTimeCohortIsLargerThanTheRecurringOne, ()) {
  Question question = random_retention();
  const reference::World world = random_world();
  const auto members = [&](Asked::Mode mode) {
    std::get<Asked>(question.ask).mode = mode;
    std::int64_t sum = 0;
    for (const model::Row& row : ask(world, question).rows) {
      if (whole_number(row, "period") == 0) sum += whole_number(row, sequence::plural(question.counting));
    }
    return sum;
  };
  if (question.by.empty() && question.segment.empty())
    RC_ASSERT(members(Asked::Mode::FirstTime) <= members(Asked::Mode::Recurring));
}

RC_GTEST_PROP(Lifecycle, StatesAddUp, ()) {
  Question question = random_lifecycle();
  question.by = {};
  if (question.counting.kind != model::SubjectKind::Person) question.segment.clear();  // else anchors may be others'
  const Answer answer = ask(random_world(), question);
  for (std::size_t i = 0; i < answer.rows.size(); ++i) {
    const auto of = [&](std::string_view state) { return whole_number(answer.rows[i], state); };
    RC_ASSERT(of("new") + of("returning") + of("resurrecting") == of("active"));
    const auto* dormant = std::get_if<std::int64_t>(&cell(answer.rows[i], "dormant").value);
    if (i > 0 && dormant != nullptr)
      RC_ASSERT(of("returning") + *dormant == whole_number(answer.rows[i - 1], "active"));
  }
}

RC_GTEST_PROP(Stickiness, ExactNumbersSumToAll, ()) {
  Question question = random_stickiness();
  question.by = {};
  const Answer answer = ask(random_world(), question);
  const std::string people(sequence::plural(question.counting));
  std::int64_t sum = 0;
  for (const model::Row& row : answer.rows) sum += whole_number(row, people);
  if (!answer.rows.empty()) RC_ASSERT(sum == whole_number(answer.rows[0], people + "_or_more"));
  RC_ASSERT(answer.counts[0].second == sum);
}

RC_GTEST_PROP(Merging, ChangesNoConditions, ()) {
  const Question question = random_conditions();
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    std::vector<sequence::Match> conditions;
    for (const model::AnyOf& events : std::get<Asked>(question.ask).conditions)
      conditions.push_back(sequence::Match::compile(events, snapshot, frame.columns(), "retention").value());
    return measure::ConditionKernel(std::move(conditions), frame);
  });
}

sequence::Match match_of(const model::AnyOf& events, sequence::Snapshot& snapshot, const Frame& frame) {
  return sequence::Match::compile(events.empty() ? model::AnyOf(1) : events, snapshot, frame.columns(), "law").value();
}

RC_GTEST_PROP(Merging, ChangesNoLifecycle, ()) {
  const Question question = random_lifecycle();
  const auto& asked = std::get<Question::Lifecycle>(question.ask);
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::LifecycleKernel(match_of(asked.events, snapshot, frame), frame, asked.interval,
                                    sequence::whole_intervals(question, frame, asked.interval));
  });
}

RC_GTEST_PROP(Merging, ChangesNoStickiness, ()) {
  const Question question = random_stickiness();
  const auto& asked = std::get<Question::Stickiness>(question.ask);
  const reference::World world = random_world();
  grouping_changes_nothing(world, question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::ActiveKernel(match_of(asked.events, snapshot, frame),
                                 sequence::whole_intervals(question, frame, asked.interval), asked.at_least);
  });
  grouping_changes_nothing(world, question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::MonthlyKernel(match_of(asked.events, snapshot, frame), measure::Months::of(frame));
  });
}

RC_GTEST_PROP(Merging, ChangesNoActivation, ()) {
  const Question question = random_activation();
  const auto& asked = std::get<Question::Activation>(question.ask);
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::ActivationKernel(match_of(asked.start, snapshot, frame), match_of(asked.returns, snapshot, frame),
                                     asked, frame, snapshot.names().size());
  });
}

}  // namespace
}  // namespace throughline::laws
