// Task success, time, errors and give-up as figures.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/task/task.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "stats/poisson.h"

namespace throughline::measure {

using model::Estimate;
using model::MetricDefinition;
using model::MetricKind;
using sequence::GroupKey;

namespace {

// From this many times on the median; below it the geometric mean, which errs less (Sauro & Lewis 2010).
constexpr std::size_t kMedianFrom = 25;
struct Timed {
  Estimate value;
  bool is_median = false;
  std::size_t without_time = 0;  // successes at the very instant of their start: no time that a logarithm could take
};

Timed time_of(const AttemptCounts& counts, const MetricDefinition& metric) {
  const std::vector<std::int64_t> times = metric.active_time ? counts.sorted_active() : counts.sorted_elapsed();
  const std::vector<std::int64_t> timed(std::ranges::upper_bound(times, 0), times.end());
  Timed result;
  result.is_median = timed.size() >= kMedianFrom;
  result.without_time = times.size() - timed.size();
  result.value = result.is_median ? sequence::median_seconds(timed) : sequence::geometric_mean_seconds(timed);
  return result;
}

Figure figure(GroupKey key, const AttemptCounts& counts, const MetricDefinition& metric,
              const model::TaskDefinition& task, const std::string& subjects, bool is_whole, Figures& whole) {
  Figure result{.key = key, .value = {}, .extras = {}};
  switch (metric.kind) {
    case MetricKind::TaskSuccess:
      result.value = share_of(metric.method(), counts.success, counts.finished());
      break;
    case MetricKind::TaskGiveUp:
      result.value = share_of(metric.method(), counts.gave_up, counts.finished());
      break;
    case MetricKind::TaskErrors:
      result.value.n = counts.attempts();
      if (const auto rate = stats::poisson_rate(counts.errors, static_cast<double>(counts.attempts()))) {
        result.value.value = rate->value;
        result.value.low = rate->interval.low;
        result.value.high = rate->interval.high;
      }
      break;
    default: {
      const Timed timed = time_of(counts, metric);
      result.value = timed.value;
      result.extras.emplace_back("middle", timed.is_median ? "median" : "geometric mean");
      if (is_whole && timed.without_time > 0) {
        whole.notes.push_back(fmt::format("left out: {} successful attempts whose {} time is 0", timed.without_time,
                                          metric.active_time ? "active" : "elapsed"));
      }
    }
  }
  result.extras.emplace_back("attempts", counts.attempts());
  result.extras.emplace_back("success", counts.success);
  result.extras.emplace_back("gave_up", counts.gave_up);
  result.extras.emplace_back("open", counts.open);
  if (metric.kind == MetricKind::TaskErrors || !task.error.empty()) result.extras.emplace_back("errors", counts.errors);
  result.extras.emplace_back(subjects, counts.subjects);
  return result;
}

void describe_time(const MetricDefinition& metric, Figures& figures) {
  bool any_median = false, any_geometric = false;
  for (const Figure& group : figures.groups) {
    const bool is_median = group.value.n >= static_cast<std::int64_t>(kMedianFrom);
    any_median = any_median || is_median;
    any_geometric = any_geometric || !is_median;
  }
  const std::string_view time = metric.active_time ? "active time (gaps over 30 s removed)" : "elapsed time";
  if (any_median) {
    figures.methods.push_back(
        fmt::format("median {} of successful attempts; interval from order statistics, at least 95 %", time));
  }
  if (any_geometric) {
    figures.methods.push_back(
        fmt::format("fewer than {} successful attempts: geometric mean of the {}; t interval on logarithms, 95 %",
                    kMedianFrom, time));
  }
}

void describe(const MetricDefinition& metric, const model::TaskDefinition& task, Figures& figures) {
  switch (metric.kind) {
    case MetricKind::TaskSuccess:
      figures.unit = "share";
      figures.counted = "finished attempts";
      figures.formula = "successes over finished attempts, as observed";
      break;
    case MetricKind::TaskGiveUp:
      figures.unit = "share";
      figures.counted = "finished attempts";
      figures.formula = "given-up over finished attempts, as observed";
      break;
    case MetricKind::TaskErrors:
      figures.unit = "per_attempt";
      figures.counted = "attempts";
      figures.formula = "errors over attempts, open ones included";
      break;
    default:
      figures.unit = "seconds";
      figures.counted = "successful attempts";
      figures.formula = fmt::format("median of the {} time of successful attempts; geometric mean of fewer than {}",
                                    metric.active_time ? "active" : "elapsed", kMedianFrom);
  }
  if (metric.kind != MetricKind::TaskTime) figures.methods = {figures.formula + "; " + in_words(metric.method())};
  figures.nothing = fmt::format("there are no {} in this period", figures.counted);
  figures.notes.push_back(fmt::format(
      "an attempt not finished within {} is given up; one that the data's end cuts off is open and in no share",
      to_text(task.within)));
}

Result<TaskKernel> kernel_of(const Asked& asked) {
  TRY(task, asked.catalogue.task(asked.metric.task));
  return TaskKernel::compile(*task, asked.snapshot, asked.frame.columns(), asked.frame.data_end());
}

}  // namespace

Result<std::vector<Figures>> task_figures(const Asked& asked, std::span<const MetricDefinition> metrics) {
  TRY(task, asked.catalogue.task(asked.metric.task));
  TRY(kernel, kernel_of(asked));
  auto states = sequence::fold(asked.frame, kernel);
  add_empty_whole(states, asked.frame);
  const std::string subjects(sequence::plural(asked.counting));
  std::vector<Figures> results;
  for (const MetricDefinition& metric : metrics) {
    Figures& result = results.emplace_back();
    describe(metric, *task, result);
    for (const auto& [key, counts] : states) {
      result.groups.push_back(figure(key, counts, metric, *task, subjects, !asked.frame.is_split(), result));
    }
    if (metric.kind == MetricKind::TaskTime) describe_time(metric, result);
  }
  return results;
}

Result<Figures> task_figures(const Asked& asked) {
  TRY(results, task_figures(asked, {&asked.metric, 1}));
  return std::move(results.front());
}

Result<Subjects> task_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"success", "gave_up", "open", "error"};
  const std::string& outcome = behind.outcome;
  if (!outcome.empty() && std::ranges::find(known, outcome) == known.end())
    return unknown_outcome(asked, outcome, known);
  TRY(kernel, kernel_of(asked));
  return sequence::behind(asked.frame, kernel, behind.group, behind.limit, [&](const Attempt& attempt) {
    if (outcome.empty()) return true;
    if (outcome == "error") return attempt.errors > 0;
    if (outcome == "success") return attempt.outcome == AttemptOutcome::Success;
    return attempt.outcome == (outcome == "gave_up" ? AttemptOutcome::GaveUp : AttemptOutcome::Open);
  });
}

}  // namespace throughline::measure
