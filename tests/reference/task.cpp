#include <algorithm>
#include <cmath>

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
};

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
  }
  for (std::size_t i = start + 1; i < end && attempt.is_success == true; ++i) {
    const Duration gap = events[i].event.time - events[i - 1].event.time;
    if (gap <= std::chrono::seconds(30)) attempt.active += gap;
  }
  return attempt;
}

struct Tried {
  std::set<std::string> subjects;
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

Figure figure_of(const Tried& tried, const model::MetricDefinition& metric, const std::string& counted_name) {
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
  if (metric.kind == MetricKind::TaskErrors) figure.extras.push_back(counted("errors", errors));
  figure.extras.push_back(counted(counted_name, tried.subjects.size()));
  return figure;
}

}  // namespace

Figures task(const World& world, const model::Question& question, const model::MetricDefinition& metric) {
  const TaskDefinition& definition = **world.catalogue.task(metric.task);
  std::map<std::string, Tried> tried;
  for (const Story& story : stories(world, question.counting)) {
    for (std::size_t i = 0; i < story.events.size();) {
      if (!is_one_of(definition.start, story.events[i])) {
        ++i;
        continue;
      }
      const Attempt attempt = attempt_from(world, definition, story.events, i);
      const Told& start = story.events[attempt.start];
      if (counts(world, question, start)) {
        for (const std::string& group : groups(world, question, start, start)) {
          tried[group].subjects.insert(story.subject);
          tried[group].attempts.push_back(attempt);
        }
      }
      i = attempt.next;
    }
  }
  if (question.by.kind == model::By::Kind::Nothing) tried[""];
  Figures result;
  for (const auto& [group, all] : tried) result[group] = figure_of(all, metric, subjects(question));
  return result;
}

}  // namespace throughline::reference
