// What holds of the states of every kernel: merged in any grouping they give the same bytes, and bytes give them back.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "laws/merging.h"
#include "laws/random_definitions.h"
#include "measure/churn/churn.h"
#include "measure/funnel/bulk.h"
#include "measure/journey/passage.h"
#include "measure/metric/numbers.h"
#include "measure/metric/usability_people.h"
#include "measure/retention/bulk.h"
#include "measure/score/score.h"
#include "measure/score/verbatim.h"
#include "measure/task/learning.h"
#include "measure/task/task.h"
#include "measure/trend/trend.h"

namespace throughline::laws {
namespace {

using model::Question;
using sequence::Frame;

RC_GTEST_PROP(Merging, ChangesNoFunnel, ()) {
  const Question question = random_funnel();
  const auto& asked = std::get<Question::Funnel>(question.ask);
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::FunnelKernel::compile(asked, snapshot, frame).value();
  });
}

RC_GTEST_PROP(Merging, ChangesNoTrend, ()) {
  const Question question = random_trend();
  const auto& events = std::get<Question::Trend>(question.ask).events;
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::TrendKernel(
        sequence::Match::compile(events.empty() ? model::AnyOf(1) : events, snapshot, frame.columns(), "trend")
            .value());
  });
}

RC_GTEST_PROP(Merging, ChangesNoRetention, ()) {
  const Question question = random_retention();
  const auto& asked = std::get<Question::Retention>(question.ask);
  grouping_changes_nothing(random_world(), question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    const auto match = [&](const model::AnyOf& events) {
      return sequence::Match::compile(events, snapshot, frame.columns(), "retention").value();
    };
    return measure::RetentionKernel(match(asked.start), match(asked.returns.empty() ? asked.start : asked.returns),
                                    frame, asked);
  });
}

const model::MetricDefinition& asked_metric(const reference::World& world) {
  return **world.catalogue.metric("m");
}

RC_GTEST_PROP(Merging, ChangesNoTask, ()) {
  const reference::World world = random_metric_world(Sort::Task);
  grouping_changes_nothing(world, random_metric(world), [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::TaskKernel::compile(**world.catalogue.task("t"), snapshot, frame.columns(), frame.data_end())
        .value();
  });
}

RC_GTEST_PROP(Merging, ChangesNoAttemptsByNumber, ()) {
  const reference::World world = random_metric_world(Sort::Task);
  const Question question = random_task(world);
  grouping_changes_nothing(world, question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    auto task =
        measure::TaskKernel::compile(**world.catalogue.task("t"), snapshot, frame.columns(), frame.data_end()).value();
    return measure::LearningKernel(std::move(task),
                                   static_cast<std::size_t>(std::get<Question::Task>(question.ask).numbers));
  });
}

RC_GTEST_PROP(Merging, ChangesNobodyOfAUsabilityScore, ()) {
  const reference::World world = random_metric_world(Sort::Usability);
  const Question question = random_metric(world);
  grouping_changes_nothing(world, question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    const measure::Asked asked{asked_metric(world), world.catalogue, snapshot, frame, question.counting};
    return measure::TriedKernel::compile(asked, **world.catalogue.task("t")).value();
  });
  grouping_changes_nothing(world, question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::ScoredKernel(
        measure::ResponseReader::compile(asked_metric(world), snapshot, frame.columns()).value());
  });
}

RC_GTEST_PROP(Merging, ChangesNoLastScore, ()) {
  const reference::World world = random_metric_world(Sort::Score);
  grouping_changes_nothing(world, random_metric(world), [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::LastScoreKernel(
        measure::ResponseReader::compile(asked_metric(world), snapshot, frame.columns()).value());
  });
}

RC_GTEST_PROP(Merging, ChangesNoScoreOfMany, ()) {
  const reference::World world = random_metric_world(Sort::EveryScore);
  grouping_changes_nothing(world, random_metric(world), [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::EveryScoreKernel(
        measure::ResponseReader::compile(asked_metric(world), snapshot, frame.columns()).value());
  });
}

RC_GTEST_PROP(Merging, ChangesNoVerbatims, ()) {
  const reference::World world = random_metric_world(Sort::Score);
  grouping_changes_nothing(world, random_metric(world), [&](sequence::Snapshot& snapshot, const Frame& frame) {
    const auto texts = snapshot.event_property(frame.columns(), "why");
    return measure::VerbatimKernel(
        measure::ResponseReader::compile(asked_metric(world), snapshot, frame.columns()).value(), **texts, 3);
  });
}

RC_GTEST_PROP(Merging, ChangesNoPercentile, ()) {
  const reference::World world = random_metric_world(Sort::Percentile);
  const model::MetricDefinition& metric = asked_metric(world);
  grouping_changes_nothing(world, random_metric(world), [&](sequence::Snapshot& snapshot, const Frame& frame) {
    return measure::NumberKernel(sequence::Match::compile_lenient(metric.event, snapshot, frame.columns()).value(),
                                 **snapshot.event_property(frame.columns(), metric.value));
  });
}

RC_GTEST_PROP(Merging, ChangesNoJourney, ()) {
  const reference::World world = random_journey_world();
  const model::JourneyDefinition& journey = **world.catalogue.journey("j");
  Question question = random_journey(world);
  question.counting = {};
  if (journey.of != "person") question.counting = {model::SubjectKind::Object, journey.of};
  grouping_changes_nothing(world, question, [&](sequence::Snapshot& snapshot, const Frame& frame) {
    auto kernel = measure::JourneyKernel::compile(journey, world.catalogue, snapshot, frame).value();
    for (const auto& [key, tally] : sequence::fold(frame, kernel, 2)) {
      for (const measure::StageTally& stage : tally.stages) {
        RC_ASSERT(stage.stay.passages == stage.went_on + stage.left + stage.still_here + stage.finished);
      }
    }
    return kernel;
  });
}

// Churn is not folded: it splits the subjects itself.
RC_GTEST_PROP(Merging, ChangesNoChurn, ()) {
  const reference::World world = random_metric_world(Sort::Churn);
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(world.events, world.changes));
  const Frame frame = *Frame::make(random_metric(world), world.catalogue, *snapshot);
  const auto kernel = measure::ChurnKernel::compile(asked_metric(world), *snapshot, frame).value();
  const auto one = kernel.count(frame, 1);
  RC_ASSERT(kernel.count(frame, 3) == one);
  RC_ASSERT(kernel.count(frame, 9) == one);
  for (const auto& [key, counts] : one) RC_ASSERT(measure::ChurnCounts::load(counts.save()).value() == counts);
}

}  // namespace
}  // namespace throughline::laws
