// Efficiency of a task as figures: goals reached per minute, and the share of time that led to one.
#include <algorithm>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/metric/person_totals.h"
#include "measure/task/task.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "stats/poisson.h"

namespace throughline::measure {

using model::Estimate;

namespace {

constexpr double kMinute = 60e6;              // microseconds
constexpr double kStep = 1e-9;                // of goals per minute, as whole numbers
constexpr std::int64_t kMillisecond = 1'000;  // of the times that are added up: their squares fit

Result<TaskKernel> kernel_of(const Asked& asked) {
  TRY(task, asked.catalogue.task(asked.metric.task));
  return TaskKernel::compile(*task, asked.snapshot, asked.frame.columns(), asked.frame.data_end());
}

// Of each subject, the time of its successes and that of all its finished attempts.
class TimeKernel {
 public:
  using Unit = PersonUnit;
  using State = PersonTotals;
  static constexpr bool kBeginsWithFirst = TaskKernel::kBeginsWithFirst;

  explicit TimeKernel(TaskKernel task) : task_(std::move(task)) {}
  State empty() const { return PersonTotals(); }
  std::span<const sequence::Match> matchers() const { return task_.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, sequence::Marks marks, const Emit& emit) const {
    task_.units(timeline, marks, [&](const Attempt& attempt) {
      if (attempt.outcome == AttemptOutcome::Open) return;
      const std::int64_t time = attempt.elapsed / kMillisecond;
      emit(PersonUnit{attempt.anchor, attempt.entry, attempt.outcome == AttemptOutcome::Success ? time : 0, time});
    });
  }

 private:
  TaskKernel task_;
};

// Each success counts 1 over its minutes, whatever was given up 0.
Figure per_minute(sequence::GroupKey key, const AttemptCounts& counts, const std::string& people) {
  const std::vector<std::int64_t> times = counts.sorted_elapsed();
  stats::Moments rates;
  for (const std::int64_t time : times)
    if (time > 0) rates.add(static_cast<std::int64_t>(kMinute / static_cast<double>(time) / kStep + 0.5));
  rates.add(0, counts.gave_up);
  Figure figure{.key = key,
                .value = sequence::mean(stats::summarise(rates, kStep)),
                .extras = {{"attempts", counts.attempts()},
                           {"success", counts.success},
                           {"gave_up", counts.gave_up},
                           {"open", counts.open},
                           {people, counts.subjects}}};
  if (figure.value.low) figure.value.low = std::max(0.0, *figure.value.low);
  return figure;
}

Result<Figures> goals_per_minute(const Asked& asked) {
  TRY(kernel, kernel_of(asked));
  auto states = sequence::fold(asked.frame, kernel);
  add_empty_whole(states, asked.frame);
  Figures result;
  result.unit = "per_minute";
  result.counted = "finished attempts";
  result.formula =
      "mean over finished attempts of 1 over the minutes of a success, 0 of one given up (time-based efficiency)";
  result.methods = {result.formula + "; " + in_words(asked.metric.method()) + ", cut at 0"};
  for (const auto& [key, counts] : states) {
    result.groups.push_back(per_minute(key, counts, std::string(sequence::plural(asked.counting))));
    const std::vector<std::int64_t> times = counts.sorted_elapsed();
    const auto timeless = std::ranges::upper_bound(times, 0) - times.begin();
    if (timeless > 0 && !asked.frame.is_split())
      result.notes.push_back(fmt::format("left out: {} successful attempts whose time is 0", timeless));
  }
  return result;
}

Figure share_of_time(sequence::GroupKey key, const PersonTotals& totals, const std::string& people) {
  stats::RatioMoments moments;
  for (const auto& [pair, count] : totals.subjects())
    for (std::int64_t i = 0; i < count; ++i) moments.add(pair.first, pair.second);
  Figure figure{.key = key, .value = only_n(moments.people), .extras = {{people, moments.people}}};
  const auto seconds = [](std::int64_t milliseconds) { return static_cast<double>(milliseconds) / 1e3; };
  figure.extras.emplace_back("seconds_of_successes", seconds(moments.events));
  figure.extras.emplace_back("seconds", seconds(moments.opportunities));
  if (moments.opportunities == 0) return figure;
  figure.value.value = static_cast<double>(moments.events) / static_cast<double>(moments.opportunities);
  if (const auto found = stats::error_rate(moments)) {
    figure.value.low = found->interval.low;
    figure.value.high = std::min(1.0, found->interval.high);
  }
  return figure;
}

Result<Figures> overall_relative(const Asked& asked) {
  TRY(kernel, kernel_of(asked));
  auto states = sequence::fold(asked.frame, TimeKernel(std::move(kernel)));
  add_empty_whole(states, asked.frame);
  Figures result;
  result.unit = "share";
  result.counted = sequence::plural(asked.counting);
  result.formula = "time of successes over that of all finished attempts (overall relative efficiency)";
  result.methods = {result.formula + "; " + in_words(asked.metric.method())};
  result.units = {{"seconds_of_successes", "seconds"}, {"seconds", "seconds"}};
  for (const auto& [key, totals] : states) result.groups.push_back(share_of_time(key, totals, result.counted));
  return result;
}

}  // namespace

Result<Figures> efficiency_figures(const Asked& asked) {
  TRY(task, asked.catalogue.task(asked.metric.task));
  TRY(result, asked.metric.variant == "overall_relative" ? overall_relative(asked) : goals_per_minute(asked));
  result.nothing = "there are no finished attempts in this period";
  result.notes.push_back(
      fmt::format("an attempt not finished within {} is given up; an open one is in no figure", to_text(task->within)));
  return std::move(result);
}

}  // namespace throughline::measure
