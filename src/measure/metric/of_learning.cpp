// Lostness and learnability of a task as figures.
#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/task/task.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "sequence/state_bytes.h"
#include "stats/lostness.h"

namespace throughline::measure {

using model::Estimate;

namespace {

constexpr auto kLostSteps = static_cast<std::int64_t>(stats::kLost / kLostnessStep);

Result<TaskKernel> kernel_of(const Asked& asked) {
  TRY(task, asked.catalogue.task(asked.metric.task));
  return TaskKernel::compile(*task, asked.snapshot, asked.frame.columns(), asked.frame.data_end());
}

// How long the later attempt took, as so many times the first: both of one subject, both successes.
struct Learned {
  std::size_t anchor = 0, entry = 0;  // of the later attempt
  std::int64_t log_ratio = 0;         // in steps of kNanoLog
};

struct LearnedCounts {
  void add(const sequence::Timeline&, const Learned& unit) { logs.push_back(unit.log_ratio); }
  void merge(const LearnedCounts& other) { logs.insert(logs.end(), other.logs.begin(), other.logs.end()); }
  std::string save() const {
    std::vector<std::int64_t> sorted = logs;
    std::ranges::sort(sorted);
    sequence::Writer writer;
    writer.ascending(sorted);
    return writer.bytes();
  }
  static Result<LearnedCounts> load(std::string_view bytes) {
    sequence::Reader reader(bytes);
    LearnedCounts counts{reader.ascending()};
    CHECKED(reader.status());
    return counts;
  }
  std::vector<std::int64_t> logs;
};

class LearnedKernel {
 public:
  using Unit = Learned;
  using State = LearnedCounts;
  static constexpr bool kBeginsWithFirst = TaskKernel::kBeginsWithFirst;

  LearnedKernel(TaskKernel task, std::int64_t later) : task_(std::move(task)), later_(later) {}
  State empty() const { return {}; }
  std::span<const sequence::Match> matchers() const { return task_.matchers(); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, sequence::Marks marks, const Emit& emit) const {
    std::optional<std::int64_t> first;
    task_.units(timeline, marks, [&](const Attempt& attempt) {
      if (attempt.outcome != AttemptOutcome::Success || attempt.elapsed <= 0) return;
      const std::int64_t log = stats::nano_log(static_cast<double>(attempt.elapsed));
      if (attempt.number == 1) first = log;
      if (attempt.number == later_ && first) emit(Learned{attempt.anchor, attempt.anchor, log - *first});
    });
  }

 private:
  TaskKernel task_;
  std::int64_t later_;
};

Estimate ratio_of(const LearnedCounts& counts) {
  stats::Moments moments;
  for (const std::int64_t log : counts.logs) moments.add(log);
  Estimate estimate = only_n(moments.count);
  const auto mean = stats::geometric_mean(stats::summarise(moments, stats::kNanoLog));
  if (!mean) return estimate;
  estimate.value = mean->value;
  if (!mean->interval) return estimate;
  estimate.low = mean->interval->low;
  estimate.high = mean->interval->high;
  return estimate;
}

std::string ordinal(int number) {
  const int tens = number % 100, ones = number % 10;
  const char* ending = tens >= 11 && tens <= 13 ? "th" : ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
  return fmt::format("{}{}", number, ending);
}

}  // namespace

Result<Figures> lostness_figures(const Asked& asked) {
  TRY(task, asked.catalogue.task(asked.metric.task));
  TRY(kernel, kernel_of(asked));
  auto states = sequence::fold(asked.frame, kernel);
  add_empty_whole(states, asked.frame);
  Figures result;
  result.unit = "score";
  result.counted = "successful attempts";
  result.nothing = task->fewest_views > 0
                       ? fmt::format("no successful attempt of this period saw the {} screens that the task needs",
                                     task->fewest_views)
                       : fmt::format("the task \"{}\" does not say its views and fewest_views", task->name);
  result.formula = "mean lostness of successful attempts (Smith 1996: 0 is straight through, from 0.5 on lost)";
  result.methods = {result.formula + "; " + in_words(asked.metric.method())};
  result.units = {{"lost", "share"}};
  for (const auto& [key, counts] : states) {
    const std::vector<std::int64_t> steps = counts.sorted_lostness();
    stats::Moments moments;
    for (const std::int64_t each : steps) moments.add(each);
    const auto lost = steps.end() - std::ranges::lower_bound(steps, kLostSteps);
    result.groups.push_back({.key = key,
                             .value = sequence::mean(stats::summarise(moments, kLostnessStep)),
                             .extras = {{"success", counts.success},
                                        {"lost", sequence::share(lost, static_cast<std::int64_t>(steps.size()))},
                                        {std::string(sequence::plural(asked.counting)), counts.subjects}}});
    const std::int64_t without = counts.success - static_cast<std::int64_t>(steps.size());
    if (without > 0 && task->fewest_views > 0 && !asked.frame.is_split())
      result.notes.push_back(fmt::format("left out: {} successes that saw fewer than {} different screens",
                                         sequence::with_separators(without), task->fewest_views));
  }
  return result;
}

Result<Figures> learnability_figures(const Asked& asked) {
  TRY(kernel, kernel_of(asked));
  auto states = sequence::fold(asked.frame, LearnedKernel(std::move(kernel), asked.metric.attempt));
  add_empty_whole(states, asked.frame);
  const std::string later = ordinal(asked.metric.attempt);
  Figures result;
  result.unit = "ratio";
  result.counted = sequence::plural(asked.counting);
  result.nothing = fmt::format("nobody succeeded at both the 1st and the {} attempt in this period", later);
  result.formula =
      fmt::format("geometric mean over {} of the time of the {} attempt over that of the 1st, where both are successes",
                  result.counted, later);
  result.methods = {result.formula + "; " + in_words(asked.metric.method())};
  result.notes = {
      fmt::format("who comes back for a {} attempt is not everybody; those who gave up either are not in it", later)};
  for (const auto& [key, counts] : states) {
    result.groups.push_back({.key = key,
                             .value = ratio_of(counts),
                             .extras = {{result.counted, static_cast<std::int64_t>(counts.logs.size())}}});
  }
  return result;
}

Result<Subjects> learnability_behind(const Asked& asked, const Behind& behind) {
  if (!behind.outcome.empty() && behind.outcome != "measured")
    return unknown_outcome(asked, behind.outcome, {"measured"});
  TRY(kernel, kernel_of(asked));
  return sequence::behind(asked.frame, LearnedKernel(std::move(kernel), asked.metric.attempt), behind.group,
                          behind.limit, [](const Learned&) { return true; });
}

}  // namespace throughline::measure
