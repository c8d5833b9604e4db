// Completion, time, errors and satisfaction of a task as one score, each beside it.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/metric/usability_people.h"
#include "sequence/answers.h"
#include "sequence/fold.h"

namespace throughline::measure {

using model::Estimate;
using model::MetricDefinition;
using stats::PersonPart;
using stats::ScoreComponent;

namespace {

constexpr double kPoint = 1.0 / static_cast<double>(kThousandths);

bool has_satisfaction(const MetricDefinition& metric) {
  return !metric.survey.empty();
}
double satisfied_from(const MetricDefinition& metric) {
  return metric.score_limit.value_or(stats::satisfied_from(metric.scale_low, metric.scale_high));
}

// One group's people, and what they bring to each component. Their order is that of what they bring, so that sums of
// it are the same to the last bit however the data came in.
struct Brought {
  std::vector<PersonPart> completion, time, errors, satisfaction;
  stats::Moments scores;  // thousandths
  TriedTimes all;         // of all people together
  std::int64_t finishers = 0;
};

class People {
 public:
  explicit People(std::int64_t opportunities) : opportunities_(opportunities) {}

  void add(const TriedTimes* tried, const std::int64_t* score) {
    const TriedTimes own = tried == nullptr ? TriedTimes() : *tried;
    const std::int64_t chances = own.finished() * opportunities_;
    const double points = score == nullptr ? 0 : static_cast<double>(*score) * kPoint;
    people_.push_back({static_cast<double>(own.finished()), static_cast<double>(own.success),
                       static_cast<double>(own.logs.count), static_cast<double>(own.logs.sum) * stats::kNanoLog,
                       static_cast<double>(own.logs.sum_of_squares) * stats::kNanoLog * stats::kNanoLog,
                       static_cast<double>(chances), static_cast<double>(chances - own.errors),
                       score == nullptr ? 0.0 : 1.0, points});
    brought_.all.merge(own);
    brought_.finishers += own.finished() > 0 ? 1 : 0;
    if (score != nullptr) brought_.scores.add(*score);
  }

  Brought brought() && {
    std::ranges::sort(people_);
    for (const auto& [finished, success, timed, log, squares, chances, right, rated, points] : people_) {
      brought_.completion.push_back({finished, success, 0});
      brought_.time.push_back({timed, log, squares});
      brought_.errors.push_back({chances, right, 0});
      brought_.satisfaction.push_back({rated, points, points * points});
    }
    return std::move(brought_);
  }

 private:
  std::int64_t opportunities_;
  std::vector<std::array<double, 9>> people_;
  Brought brought_;
};

Brought brought_by(const TriedPeople* tried, const ScoredPeople* scored, std::int64_t opportunities) {
  People people(opportunities);
  const auto attempts = tried == nullptr ? TriedPeople::Sorted() : tried->sorted();
  const auto scores = scored == nullptr ? ScoredPeople::Sorted() : scored->sorted();
  auto attempt = attempts.begin();
  auto score = scores.begin();
  while (attempt != attempts.end() || score != scores.end()) {
    const bool is_of_attempt = attempt != attempts.end() && (score == scores.end() || attempt->first <= score->first);
    const bool is_of_score = score != scores.end() && (attempt == attempts.end() || score->first <= attempt->first);
    people.add(is_of_attempt ? &attempt->second : nullptr, is_of_score ? &score->second : nullptr);
    if (is_of_attempt) ++attempt;
    if (is_of_score) ++score;
  }
  return std::move(people).brought();
}

Estimate estimate_of(const Result<ScoreComponent>& component, std::int64_t n) {
  Estimate estimate = only_n(n);
  if (!component) return estimate;
  estimate.value = component->value;
  estimate.low = component->interval.low;
  estimate.high = component->interval.high;
  return estimate;
}

// The components of one figure: each beside the value, and all of them in it.
class Components {
 public:
  explicit Components(Figure& figure) : figure_(figure) {}

  // `moved` is asked only where there is a component.
  template <class Moved>
  void add(const std::string& name, const Result<ScoreComponent>& found, std::int64_t n, const Moved& moved) {
    figure_.extras.emplace_back(name, estimate_of(found, n));
    if (found) {
      all_.push_back(*found);
      moved_.push_back(moved());
    } else if (figure_.unusable.empty()) {
      figure_.unusable = fmt::format("no score, because {} has none: {}", name, found.error().message);
    }
  }
  void finish() {
    if (!figure_.unusable.empty()) return;
    const stats::UsabilityScore score = stats::score_of_people(all_, moved_);
    figure_.value.value = score.value;
    if (!score.interval) return;
    figure_.value.low = score.interval->low;
    figure_.value.high = score.interval->high;
  }

 private:
  Figure& figure_;
  std::vector<ScoreComponent> all_;
  std::vector<std::vector<double>> moved_;
};

// More errors than there are chances for: the number of them is told too low.
Result<ScoreComponent> without_error(const TriedTimes& all, const MetricDefinition& metric) {
  const std::int64_t chances = all.finished() * metric.opportunities;
  if (all.errors > chances)
    return fail(Error{.code = "stats.out-of-range",
                      .message = fmt::format("{} errors in {} opportunities", all.errors, chances),
                      .help = "raise \"opportunities\""});
  return stats::share_component({chances - all.errors, chances});
}

Figure figure_of(sequence::GroupKey key, const Brought& brought, const MetricDefinition& metric,
                 const std::string& people) {
  const TriedTimes& all = brought.all;
  Figure figure{.key = key, .value = only_n(brought.finishers), .extras = {}};
  Components components(figure);
  components.add("completion", stats::share_component({all.success, all.finished()}), all.finished(),
                 [&] { return stats::moved_share(brought.completion); });
  const stats::Summary logs = stats::summarise(all.logs, stats::kNanoLog);
  components.add("within_time", stats::within_limit(logs, 0, stats::Side::AtMost), logs.n,
                 [&] { return stats::moved_within(brought.time, logs, 0, stats::Side::AtMost); });
  if (metric.opportunities > 0)
    components.add("without_error", without_error(all, metric), all.finished() * metric.opportunities,
                   [&] { return stats::moved_share(brought.errors); });
  if (has_satisfaction(metric)) {
    const stats::Summary scores = stats::summarise(brought.scores, kPoint);
    const double limit = satisfied_from(metric);
    components.add("satisfied", stats::within_limit(scores, limit, stats::Side::AtLeast), scores.n,
                   [&] { return stats::moved_within(brought.satisfaction, scores, limit, stats::Side::AtLeast); });
  }
  components.finish();
  figure.extras.emplace_back("attempts", all.finished() + all.open);
  figure.extras.emplace_back("success", all.success);
  figure.extras.emplace_back("gave_up", all.gave_up);
  figure.extras.emplace_back("open", all.open);
  if (metric.opportunities > 0) figure.extras.emplace_back("errors", all.errors);
  if (has_satisfaction(metric)) figure.extras.emplace_back("rated", brought.scores.count);
  figure.extras.emplace_back(people, brought.finishers);
  return figure;
}

void describe(const MetricDefinition& metric, const model::TaskDefinition& task, Figures& result) {
  std::string parts = "completion, time within the limit";
  result.units = {{"completion", "share"}, {"within_time", "share"}};
  result.methods = {
      "completion: successes over finished attempts; adjusted Wald interval, 95 %",
      fmt::format(
          "within_time: part of a normal distribution of the logarithms of {} times of successes that is at most "
          "{}; delta method, 95 %",
          metric.active_time ? "active" : "elapsed", to_text(metric.time_limit))};
  if (metric.opportunities > 0) {
    parts += ", opportunities without an error";
    result.units.emplace_back("without_error", "share");
    result.methods.push_back(
        fmt::format("without_error: opportunities of finished attempts ({} in each) without an "
                    "error; adjusted Wald interval, 95 %",
                    metric.opportunities));
  }
  if (has_satisfaction(metric)) {
    parts += ", satisfaction";
    result.units.emplace_back("satisfied", "share");
    result.methods.push_back(
        fmt::format("satisfied: part of a normal distribution of the scores that is at least {:g}; "
                    "delta method, 95 %",
                    satisfied_from(metric)));
  }
  result.unit = "share";
  result.nothing = "nobody finished an attempt in this period";
  result.formula = fmt::format("mean of {} (Single Usability Metric, Sauro & Kindlund 2005)", parts);
  result.methods.insert(result.methods.begin(), result.formula + "; " + in_words(metric.method()));
  result.notes = {
      fmt::format("an attempt not finished within {} is given up; an open one is in no figure", to_text(task.within))};
  if (has_satisfaction(metric))
    result.notes.emplace_back(
        "satisfied rests on everybody who gave a score in this period; of several the last counts");
}

}  // namespace

Result<Figures> usability_figures(const Asked& asked) {
  const MetricDefinition& metric = asked.metric;
  TRY(task, asked.catalogue.task(metric.task));
  TRY(tried_kernel, TriedKernel::compile(asked, *task));
  auto tried = sequence::fold(asked.frame, tried_kernel);
  std::map<sequence::GroupKey, ScoredPeople> scored;
  if (has_satisfaction(metric)) {
    TRY(reader, ResponseReader::compile(metric, asked.snapshot, asked.frame.columns()));
    scored = sequence::fold(asked.frame, ScoredKernel(std::move(reader)));
  }
  for (const auto& [key, ignored] : scored) tried.try_emplace(key);
  add_empty_whole(tried, asked.frame);
  Figures result;
  describe(metric, *task, result);
  result.counted = sequence::plural(asked.counting);
  for (const auto& [key, people] : tried) {
    const auto scores = scored.find(key);
    const Brought brought =
        brought_by(&people, scores == scored.end() ? nullptr : &scores->second, metric.opportunities);
    result.groups.push_back(figure_of(key, brought, metric, result.counted));
    if (brought.all.timeless > 0 && !asked.frame.is_split())
      result.notes.push_back(fmt::format("left out of within_time: {} successful attempts whose time is 0",
                                         sequence::with_separators(brought.all.timeless)));
  }
  return result;
}

}  // namespace throughline::measure
