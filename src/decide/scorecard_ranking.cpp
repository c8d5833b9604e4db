#include <algorithm>
#include <set>

#include "decide/scorecard_parts.h"
#include "measure/journey/passage.h"
#include "measure/task/task.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "stats/proportion.h"

namespace throughline::decide {

using model::Estimate;
using model::Question;
using model::Row;
using model::Rows;
using model::StageDefinition;
using model::StepDefinition;

namespace {

constexpr std::size_t kMostWorks = 5;

// A friction of a step: whose passages took the step, and whose of them met it.
struct Reach {
  const model::JourneyDefinition* journey;
  const StageDefinition* stage;
  const StepDefinition* step;
  std::size_t friction;
  std::int64_t passages = 0, reached = 0;
  std::vector<bool> people_there, people_reached;
  std::map<sequence::Code, std::int64_t> channels;  // of passages reached
};

void add(Reach& reach, const measure::StageVisit& visit, std::size_t step) {
  const measure::Stay& stay = visit.steps[step];
  if (stay.is_empty()) return;
  const bool is_reached = visit.step_frictions[step][reach.friction] > 0;
  ++reach.passages;
  reach.reached += is_reached ? 1 : 0;
  for (const std::uint32_t person : visit.people) {
    reach.people_there[person] = true;
    if (is_reached) reach.people_reached[person] = true;
  }
  if (!is_reached) return;
  for (const sequence::Code channel : stay.channels) ++reach.channels[channel];
}

Result<std::vector<Reach>> reaches(const model::JourneyDefinition& journey, Question question,
                                   const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  if (journey.of != "person") question.counting = {model::SubjectKind::Object, journey.of};
  TRY(frame, sequence::Frame::make(question, catalogue, snapshot));
  TRY(kernel, measure::JourneyKernel::compile(journey, catalogue, snapshot, frame));
  std::vector<Reach> result;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> of_stage(
      journey.stages.size());  // step, place in result
  for (std::size_t stage = 0; stage < journey.stages.size(); ++stage) {
    const std::vector<StepDefinition>& steps = journey.stages[stage].steps;
    for (std::size_t step = 0; step < steps.size(); ++step) {
      for (std::size_t friction = 0; friction < steps[step].frictions.size(); ++friction) {
        of_stage[stage].emplace_back(step, result.size());
        Reach& reach =
            result.emplace_back(Reach{&journey, &journey.stages[stage], &steps[step], friction, 0, 0, {}, {}, {}});
        reach.people_there.resize(snapshot.people().size());
        reach.people_reached.resize(snapshot.people().size());
      }
    }
  }
  for (std::size_t subject = 0; subject < frame.columns().subjects() && !result.empty(); ++subject) {
    sequence::counted_units(frame, kernel, sequence::Timeline(frame.columns(), subject),
                            [&](sequence::GroupKey, const measure::Passage& passage) {
                              for (const measure::StageVisit& visit : passage.visits) {
                                for (const auto& [step, place] : of_stage[visit.stage]) add(result[place], visit, step);
                              }
                            });
  }
  return result;
}

// The first CX score of the stage or its steps, else of the journey, else the journey's churn; nothing without any.
Result<const model::MetricDefinition*> outcome_of(const Reach& reach, const model::Catalogue& catalogue) {
  std::vector<std::string> names = reach.stage->metrics;
  for (const StepDefinition& step : reach.stage->steps)
    names.insert(names.end(), step.metrics.begin(), step.metrics.end());
  names.insert(names.end(), reach.journey->metrics.begin(), reach.journey->metrics.end());
  const model::MetricDefinition* churn = nullptr;
  for (const std::string& name : names) {
    TRY(metric, catalogue.metric(name));
    if (metric->discipline != model::Discipline::CX || !PersonOutcome::can_read(*metric)) continue;
    if (metric->kind != model::MetricKind::Churn) return metric;
    if (churn == nullptr) churn = metric;
  }
  return churn;
}

Row place_of(std::string_view side, Ranks ranks, const model::JourneyDefinition& journey, const StageDefinition& stage,
             const StepDefinition& step) {
  return {{"side", std::string(side)}, {"rank_low", ranks.low}, {"rank_high", ranks.high},
          {"journey", journey.name},   {"stage", stage.name},   {"step", step.name}};
}

}  // namespace

Result<Rows> hurts(const Question& scope, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  std::vector<Reach> all;
  for (const std::string& name : catalogue.names(model::DefinitionKind::Journey)) {
    TRY(journey, catalogue.journey(name));
    TRY(found, reaches(*journey, scope, catalogue, snapshot));
    for (Reach& reach : found) {
      if (reach.passages > 0) all.push_back(std::move(reach));
    }
  }
  std::ranges::stable_sort(
      all, [](const Reach& a, const Reach& b) { return a.reached * b.passages > b.reached * a.passages; });
  std::vector<Estimate> shares;
  for (const Reach& reach : all) shares.push_back(sequence::share(reach.reached, reach.passages));
  const std::vector<Ranks> places = ranks(shares);
  std::map<const model::MetricDefinition*, PersonOutcome> outcomes;
  Rows rows;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Reach& reach = all[i];
    Row row = place_of("hurts", places[i], *reach.journey, *reach.stage, *reach.step);
    const auto commonest =
        std::ranges::max_element(reach.channels, {}, [](const auto& channel) { return channel.second; });
    row.emplace_back("channel", commonest == reach.channels.end()
                                    ? std::string()
                                    : std::string(snapshot.channels().text(commonest->first)));
    row.emplace_back("what", reach.step->frictions[reach.friction].name);
    row.emplace_back("reached", reach.reached);
    row.emplace_back("of", reach.passages);
    row.emplace_back("share", shares[i]);
    TRY(metric, outcome_of(reach, catalogue));
    if (metric == nullptr) {
      row.emplace_back("status", "no-outcome");
    } else {
      if (!outcomes.contains(metric)) {
        TRY(read, PersonOutcome::read(*metric, scope, catalogue, snapshot));
        outcomes.emplace(metric, std::move(read));
      }
      const auto comparison = outcomes.at(metric).compare(reach.people_reached, reach.people_there);
      row.emplace_back("outcome", metric->title.empty() ? metric->name : metric->title);
      row.emplace_back("difference", comparison.difference);
      row.emplace_back("status", comparison.status);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<Rows> works(const Question& scope, const model::Catalogue& catalogue, sequence::Snapshot& snapshot) {
  struct Worked {
    const model::JourneyDefinition* journey;
    const StageDefinition* stage;
    const StepDefinition* step;
    const model::TaskDefinition* task;
    stats::Trials trials;
    Estimate share;
  };
  std::vector<Worked> all;
  std::set<std::string> seen;
  TRY(frame, sequence::Frame::make(scope, catalogue, snapshot));
  for (const std::string& name : catalogue.names(model::DefinitionKind::Journey)) {
    TRY(journey, catalogue.journey(name));
    for (const StageDefinition& stage : journey->stages) {
      for (const StepDefinition& step : stage.steps) {
        for (const std::string& task_name : step.tasks) {
          if (!seen.insert(task_name).second) continue;
          TRY(task, catalogue.task(task_name));
          TRY(kernel, measure::TaskKernel::compile(*task, snapshot, frame.columns(), frame.data_end()));
          const auto states = sequence::fold(frame, kernel);
          if (states.empty() || states.begin()->second.finished() == 0) continue;
          const measure::AttemptCounts& counts = states.begin()->second;
          const stats::Trials trials{counts.success, counts.finished()};
          const stats::Interval interval = stats::adjusted_wald(trials);
          all.push_back({journey,
                         &stage,
                         &step,
                         task,
                         trials,
                         {stats::observed_share(trials), interval.low, interval.high, trials.n}});
        }
      }
    }
  }
  std::ranges::stable_sort(all, [](const Worked& a, const Worked& b) { return *a.share.value > *b.share.value; });
  std::vector<Estimate> shares;
  for (const Worked& each : all) shares.push_back(each.share);
  const std::vector<Ranks> places = ranks(shares);
  Rows rows;
  for (std::size_t i = 0; i < std::min(all.size(), kMostWorks); ++i) {
    const Worked& each = all[i];
    Row row = place_of("works", places[i], *each.journey, *each.stage, *each.step);
    row.emplace_back("what", each.task->title.empty() ? each.task->name : each.task->title);
    row.emplace_back("reached", each.trials.successes);
    row.emplace_back("of", each.trials.n);
    row.emplace_back("share", each.share);
    row.emplace_back("status", "ok");
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace throughline::decide
