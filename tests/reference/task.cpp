#include <algorithm>
#include <cmath>
#include <span>

#include "reference/answers.h"
#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::MetricKind;
using model::TaskDefinition;

struct Attempt {
  std::size_t start = 0;
  std::size_t next = 0;            // where the search for the next attempt begins
  std::optional<bool> is_success;  // nothing: still open
  Duration elapsed{}, active{};
  std::size_t errors = 0;
  std::optional<double> lostness;  // of a success
};

// Smith 1996, from the screens seen between start and end.
std::optional<double> lostness_of(const TaskDefinition& task, std::span<const Told> seen) {
  std::set<std::string> screens;
  double views = 0;
  for (const Told& told : seen) {
    if (!is_one_of(task.views, told)) continue;
    views += 1;
    screens.insert(told.event.touchpoint.empty() ? "event " + told.event.name : "at " + told.event.touchpoint);
  }
  const auto distinct = static_cast<double>(screens.size()), fewest = static_cast<double>(task.fewest_views);
  if (fewest == 0 || distinct < fewest) return std::nullopt;
  return std::sqrt(std::pow(distinct / views - 1, 2) + std::pow(fewest / distinct - 1, 2));
}

// The first event after the start, in time, that ends the attempt; else the first that is too late for it.
Attempt attempt_from(const World& world, const TaskDefinition& task, const std::vector<Told>& events,
                     std::size_t start) {
  Attempt attempt{.start = start};
  const Instant begin = events[start].event.time;
  std::size_t end = start + 1;
  bool is_ended = false;
  while (end < events.size() && events[end].event.time <= begin + task.within && !is_ended) {
    const Told& told = events[end];
    const model::Event& event = told.event;
    const bool succeeds = is_one_of(task.success, told), gives_up = is_one_of(task.give_up, told),
               errs = is_one_of(task.error, told);
    const bool restarts = is_one_of(task.start, told) && !succeeds && !gives_up && !errs && !task.restart_continues;
    is_ended = succeeds || gives_up || restarts;
    if (is_ended) attempt.is_success = succeeds;
    if (!is_ended && errs) ++attempt.errors;
    end += is_ended && restarts ? 0 : 1;  // a restart begins the next attempt
    if (is_ended) attempt.elapsed = event.time - begin;
    if (is_ended) attempt.next = end;
  }
  if (!is_ended) {
    attempt.next = end;
    if (begin + task.within <= data_last(world)) attempt.is_success = false;
    attempt.elapsed = task.within;
  }
  for (std::size_t i = start + 1; i < end && attempt.is_success == true; ++i) {
    const Duration gap = events[i].event.time - events[i - 1].event.time;
    if (gap <= std::chrono::seconds(30)) attempt.active += gap;
  }
  if (attempt.is_success == true) attempt.lostness = lostness_of(task, std::span(events).subspan(start, end - start));
  return attempt;
}

struct Tried {
  std::set<std::string> subjects, finishers;
  std::vector<Attempt> attempts;
  std::size_t with(std::optional<bool> outcome) const {
    return static_cast<std::size_t>(std::ranges::count(attempts, outcome, &Attempt::is_success));
  }
};

std::optional<double> middle(std::vector<double> seconds) {
  if (seconds.empty()) return std::nullopt;
  std::ranges::sort(seconds);
  const std::size_t n = seconds.size();
  if (n >= 25) return (seconds[(n - 1) / 2] + seconds[n / 2]) / 2;
  double sum = 0;
  for (const double time : seconds) sum += std::log(time);
  return std::exp(sum / static_cast<double>(n));
}

Figure figure_of(const Tried& tried, const model::MetricDefinition& metric, const TaskDefinition& task,
                 const std::string& counted_name) {
  const std::size_t success = tried.with(true), gave_up = tried.with(false), attempts = tried.attempts.size();
  std::size_t errors = 0;
  std::vector<double> seconds;
  for (const Attempt& attempt : tried.attempts) {
    errors += attempt.errors;
    const Duration time = metric.active_time ? attempt.active : attempt.elapsed;
    if (attempt.is_success == true && time > Duration(0)) seconds.push_back(static_cast<double>(time.count()) / 1e6);
  }
  const auto part = [](std::size_t of, std::size_t whole) {
    return whole == 0 ? std::nullopt : std::optional(static_cast<double>(of) / static_cast<double>(whole));
  };
  Figure figure;
  switch (metric.kind) {
    case MetricKind::TaskSuccess:
      figure = {success + gave_up, part(success, success + gave_up), {}};
      break;
    case MetricKind::TaskGiveUp:
      figure = {success + gave_up, part(gave_up, success + gave_up), {}};
      break;
    case MetricKind::TaskErrors:
      figure = {attempts, part(errors, attempts), {}};
      break;
    default:
      figure = {seconds.size(), middle(seconds), {}};
  }
  figure.extras = {counted("attempts", attempts), counted("success", success), counted("gave_up", gave_up),
                   counted("open", tried.with(std::nullopt))};
  if (metric.kind == MetricKind::TaskErrors || !task.error.empty()) figure.extras.push_back(counted("errors", errors));
  figure.extras.push_back(counted(counted_name, tried.subjects.size()));
  return figure;
}

// take(group, subject, number of the attempt, attempt) for each that counts.
template <class Take>
void each_attempt(const World& world, const model::Question& question, const TaskDefinition& definition,
                  const Take& take) {
  for (const Story& story : stories(world, question.counting)) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < story.events.size();) {
      if (!is_one_of(definition.start, story.events[i])) {
        ++i;
        continue;
      }
      const Attempt attempt = attempt_from(world, definition, story.events, i);
      const Told& start = story.events[attempt.start];
      ++number;
      if (counts(world, question, start)) {
        for (const std::string& group : groups(world, question, start, start))
          take(group, story.subject, number, attempt);
      }
      i = attempt.next;
    }
  }
}

double seconds_of(const Attempt& attempt) {
  return std::floor(static_cast<double>(attempt.elapsed.count()) / 1e3) / 1e3;  // whole milliseconds
}

// The time of successes over that of all that is finished.
Figure relative_efficiency(const Tried& tried, const std::string& counted_name) {
  double of_successes = 0, all = 0;
  for (const Attempt& attempt : tried.attempts) {
    if (!attempt.is_success) continue;
    all += seconds_of(attempt);
    of_successes += *attempt.is_success ? seconds_of(attempt) : 0;
  }
  Figure figure{.n = tried.finishers.size(), .value = {}, .extras = {counted(counted_name, tried.finishers.size())}};
  if (all > 0) figure.value = of_successes / all;
  return figure;
}

Figure goals_per_minute(const Tried& tried, const std::string& counted_name) {
  double sum = 0;
  std::size_t n = 0;
  for (const Attempt& attempt : tried.attempts) {
    if (!attempt.is_success || (*attempt.is_success && attempt.elapsed <= Duration(0))) continue;
    ++n;
    if (*attempt.is_success) sum += 60e6 / static_cast<double>(attempt.elapsed.count());
  }
  Figure figure{.n = n, .value = {}, .extras = {}};
  if (n > 0) figure.value = sum / static_cast<double>(n);
  figure.extras = {counted("attempts", tried.attempts.size()), counted("success", tried.with(true)),
                   counted("gave_up", tried.with(false)), counted("open", tried.with(std::nullopt)),
                   counted(counted_name, tried.subjects.size())};
  return figure;
}

Figure lostness_figure(const Tried& tried, const std::string& counted_name) {
  double sum = 0;
  std::size_t n = 0;
  for (const Attempt& attempt : tried.attempts) {
    if (!attempt.lostness) continue;
    ++n;
    sum += *attempt.lostness;
  }
  Figure figure{.n = n, .value = {}, .extras = {}};
  if (n > 0) figure.value = sum / static_cast<double>(n);
  figure.extras = {counted("success", tried.with(true)), counted(counted_name, tried.subjects.size())};
  return figure;
}

// The part of a normal distribution with the mean and spread of these that is at most `limit`.
std::optional<double> part_up_to(const std::vector<double>& values, double limit) {
  if (values.size() < 2 || std::ranges::min(values) == std::ranges::max(values)) return std::nullopt;
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double z = (limit - mean) / std::sqrt(squares / static_cast<double>(values.size() - 1));
  return std::erfc(-z / std::sqrt(2.0)) / 2;
}

double log_of(Duration time) {
  return std::round(std::log(static_cast<double>(time.count())) * 1e9) / 1e9;
}

// The mean of what an attempt's completion, time and errors, and the scores given, come to; nothing where any has none.
Figure usability_figure(const Tried& tried, const std::vector<double>& scores, const model::MetricDefinition& metric,
                        const std::string& counted_name) {
  std::size_t errors = 0;
  std::vector<double> logs, negative;
  for (const Attempt& attempt : tried.attempts) {
    if (!attempt.is_success) continue;
    errors += attempt.errors;
    const Duration time = metric.active_time ? attempt.active : attempt.elapsed;
    if (*attempt.is_success && time > Duration(0)) logs.push_back(log_of(time));
  }
  for (const double score : scores) negative.push_back(-score);
  const std::size_t success = tried.with(true), finished = success + tried.with(false),
                    chances = finished * static_cast<std::size_t>(metric.opportunities);
  Figure figure{.n = tried.finishers.size(), .value = 0, .extras = {}};
  std::size_t components = 0;
  const auto add = [&](const std::string& name, std::optional<double> part, std::size_t n) {
    figure.extras.push_back({{Column::Kind::Number, name}, number(part), true, n});
    ++components;
    figure.value = part && figure.value ? std::optional(*figure.value + *part) : std::nullopt;
  };
  const auto share_of = [](std::size_t of, std::size_t whole) {
    return whole == 0 || of > whole ? std::nullopt
                                    : std::optional(static_cast<double>(of) / static_cast<double>(whole));
  };
  add("completion", share_of(success, finished), finished);
  add("within_time", part_up_to(logs, log_of(metric.time_limit)), logs.size());
  if (metric.opportunities > 0)
    add("without_error", errors > chances ? std::nullopt : share_of(chances - errors, chances), chances);
  if (!metric.survey.empty()) {
    const double low = metric.scale_low, limit = metric.score_limit.value_or(low + 0.75 * (metric.scale_high - low));
    add("satisfied", part_up_to(negative, -limit), scores.size());
  }
  if (figure.value) *figure.value /= static_cast<double>(components);
  for (const Extra& extra :
       {counted("attempts", tried.attempts.size()), counted("success", success), counted("gave_up", tried.with(false)),
        counted("open", tried.with(std::nullopt)), counted(counted_name, tried.finishers.size())})
    figure.extras.push_back(extra);
  if (metric.opportunities > 0) figure.extras.push_back(counted("errors", errors));
  if (!metric.survey.empty()) figure.extras.push_back(counted("rated", scores.size()));
  return figure;
}

Figure used_figure(const Tried& tried, const model::MetricDefinition& metric, const std::string& counted_name) {
  if (metric.kind == MetricKind::Lostness) return lostness_figure(tried, counted_name);
  return metric.variant == "overall_relative" ? relative_efficiency(tried, counted_name)
                                              : goals_per_minute(tried, counted_name);
}

// The first attempt may lie before the period: all of a subject's are looked at.
Figures learned(const World& world, const model::Question& question, const model::MetricDefinition& metric) {
  model::Question of_all = question;
  of_all.from.reset();
  of_all.to.reset();
  of_all.by = {};
  of_all.where = {};
  of_all.segment = "";
  of_all.people.reset();
  const TaskDefinition& definition = **world.catalogue.task(metric.task);
  std::map<std::string, double> first;
  each_attempt(world, of_all, definition, [&](const auto&, const auto& subject, std::size_t number, const auto& each) {
    if (number == 1 && each.is_success == true && each.elapsed > Duration(0))
      first[subject] = static_cast<double>(each.elapsed.count());
  });
  std::map<std::string, std::vector<double>> logs;
  if (question.by.empty()) logs[""];
  const auto later = static_cast<std::size_t>(metric.attempt);
  each_attempt(world, question, definition,
               [&](const auto& group, const auto& subject, std::size_t number, const auto& each) {
                 if (number != later || each.is_success != true || each.elapsed <= Duration(0)) return;
                 if (!first.contains(subject)) return;
                 logs[group].push_back(std::log(static_cast<double>(each.elapsed.count()) / first.at(subject)));
               });
  Figures result;
  for (const auto& [group, all] : logs) {
    double sum = 0;
    for (const double log : all) sum += log;
    Figure& figure = result[group];
    figure = {.n = all.size(), .value = {}, .extras = {counted(subjects(question), all.size())}};
    if (!all.empty()) figure.value = std::exp(sum / static_cast<double>(all.size()));
  }
  return result;
}

}  // namespace

Figures task(const World& world, const model::Question& question, const model::MetricDefinition& metric) {
  if (metric.kind == MetricKind::Learnability) return learned(world, question, metric);
  const TaskDefinition& definition = **world.catalogue.task(metric.task);
  std::map<std::string, Tried> tried;
  each_attempt(world, question, definition, [&](const auto& group, const auto& subject, std::size_t, const auto& each) {
    tried[group].subjects.insert(subject);
    tried[group].attempts.push_back(each);
    if (each.is_success) tried[group].finishers.insert(subject);
  });
  if (question.by.empty()) tried[""];
  if (metric.kind == MetricKind::UsabilityScore) {
    std::map<std::string, std::vector<double>> scores;
    for (const auto& [group, given] : metric.survey.empty() ? AnswersByGroup() : answers(world, question, metric)) {
      tried[group];
      for (const Given& one : given) scores[group].push_back(one.score);
    }
    Figures all;
    for (const auto& [group, own] : tried)
      all[group] = usability_figure(own, scores[group], metric, subjects(question));
    return all;
  }
  const bool is_of_use = metric.kind == MetricKind::TaskEfficiency || metric.kind == MetricKind::Lostness;
  Figures result;
  for (const auto& [group, all] : tried) {
    if (metric.variant == "overall_relative" && all.finishers.empty() && !question.by.empty()) continue;
    result[group] = is_of_use ? used_figure(all, metric, subjects(question))
                              : figure_of(all, metric, definition, subjects(question));
  }
  return result;
}

namespace {

// The median and the geometric mean of what takes time at all.
std::pair<std::string, std::string> times_of(const Tried& tried, Duration Attempt::* time) {
  std::vector<Duration> times;
  double logs = 0;
  for (const Attempt& attempt : tried.attempts) {
    if (attempt.is_success != true || attempt.*time <= Duration(0)) continue;
    times.push_back(attempt.*time);
    logs += std::log(static_cast<double>((attempt.*time).count()) / 1e6);
  }
  if (times.empty()) return {"-", "-"};
  return {median_seconds(times), number(std::exp(logs / static_cast<double>(times.size())))};
}

void add_cells(const Tried& tried, const TaskDefinition& task, std::vector<std::string>& cells) {
  const std::size_t success = tried.with(true), gave_up = tried.with(false);
  for (const std::size_t count :
       {tried.attempts.size(), tried.subjects.size(), success, gave_up, tried.with(std::nullopt)})
    cells.push_back(std::to_string(count));
  cells.push_back(share(success, success + gave_up));
  cells.push_back(share(gave_up, success + gave_up));
  for (Duration Attempt::* time : {&Attempt::elapsed, &Attempt::active}) {
    const auto [median, mean] = times_of(tried, time);
    cells.insert(cells.end(), {median, mean});
  }
  std::size_t errors = 0, lost = 0, measured = 0;
  double lostness = 0;
  for (const Attempt& attempt : tried.attempts) {
    errors += attempt.errors;
    if (!attempt.lostness) continue;
    ++measured;
    lostness += *attempt.lostness;
    lost += *attempt.lostness >= 0.5 - 1e-9 ? 1 : 0;
  }
  if (!task.error.empty()) {
    cells.push_back(std::to_string(errors));
    cells.push_back(share(errors, tried.attempts.size()));
  }
  if (task.fewest_views == 0) return;
  cells.push_back(measured == 0 ? "-" : number(lostness / static_cast<double>(measured)));
  cells.push_back(share(lost, measured));
}

}  // namespace

Lines task_attempts(const World& world, const model::Question& question, bool by_attempt) {
  const auto& asked = std::get<model::Question::Task>(question.ask);
  const TaskDefinition& definition = **world.catalogue.task(asked.name);
  const auto last = static_cast<std::size_t>(asked.numbers);
  std::map<std::pair<std::string, std::size_t>, Tried> tried;
  each_attempt(world, question, definition,
               [&](const auto& group, const auto& subject, std::size_t number, const auto& each) {
                 Tried& all = tried[{group, by_attempt ? std::min(number, last) : 0}];
                 all.subjects.insert(subject);
                 all.attempts.push_back(each);
               });
  if (question.by.empty() && !by_attempt) tried[{"", 0}];
  Lines lines;
  for (const auto& [key, all] : tried) {
    std::vector<std::string> cells;
    if (!question.by.empty()) cells.push_back(key.first);
    if (by_attempt) cells.insert(cells.end(), {std::to_string(key.second), key.second == last ? "true" : "false"});
    add_cells(all, definition, cells);
    lines.push_back(joined(cells));
  }
  return lines;
}

}  // namespace throughline::reference
