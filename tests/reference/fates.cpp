// Shares of events, the time to what follows, rates and counts per person: each event looked at anew.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

using model::MetricDefinition;

std::string trait_of(const Told& told, const std::string& name) {
  if (name == "channel") return told.event.channel;
  if (name == "touchpoint") return told.event.touchpoint;
  const model::Value* value = model::find(told.event.properties, name);
  return value == nullptr ? "" : model::to_text(*value);
}

bool is_counted(const MetricDefinition& metric, const Told& told) {
  return metric.event.empty() || is_one_of(metric.event, told);
}

bool are_alike(const MetricDefinition& metric, const Told& a, const Told& b) {
  return std::ranges::all_of(metric.same, [&](const std::string& name) {
    return !trait_of(a, name).empty() && trait_of(a, name) == trait_of(b, name);
  });
}

// 0 so, 1 not so, 2 open, 3 not known.
struct Fate {
  int outcome = 1;
  Duration time{};
};

// Minute by minute: is somebody there?
Duration worked(const model::Schedule& schedule, Instant from, Instant to) {
  Duration sum{};
  while (from < to) {
    const Instant end = std::min<Instant>(to, std::chrono::floor<std::chrono::minutes>(from) + std::chrono::minutes(1));
    const LocalTime local = schedule.zone.to_local(from);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto minute = std::chrono::floor<std::chrono::minutes>(local - day).count();
    bool is_there = false;
    for (const auto& hours : schedule.week[std::chrono::weekday(day).iso_encoding() - 1])
      is_there = is_there || (hours.from <= minute && minute < hours.to);
    for (const std::chrono::year_month_day& holiday : schedule.holidays)
      is_there = is_there && std::chrono::year_month_day(day) != holiday;
    if (is_there) sum += end - from;
    from = end;
  }
  return sum;
}

Fate fate_of(const World& world, const MetricDefinition& metric, const Story& story, std::size_t place) {
  const Told& told = story.events[place];
  if (!metric.that.empty()) return {is_one_of(metric.that, told) ? 0 : 1, {}};
  if (!are_alike(metric, told, told)) return {3, {}};
  if (metric.within && told.event.time + *metric.within > data_last(world)) return {2, {}};
  const model::AnyOf& followers = metric.until.empty() ? metric.followed_by : metric.until;
  Fate fate{metric.is_not_followed ? 0 : 1, {}};
  for (std::size_t i = place + 1; i < story.events.size(); ++i) {
    const Told& later = story.events[i];
    if (!are_alike(metric, told, later)) continue;
    if (is_one_of(followers, later)) {
      const Duration time = later.event.time - told.event.time;
      if (metric.within && time > *metric.within) break;
      fate = {metric.is_not_followed ? 1 : 0,
              metric.schedule ? worked(*metric.schedule, told.event.time, later.event.time) : time};
      break;
    }
    if (metric.before_next && is_counted(metric, later)) break;
  }
  return fate;
}

// By group, each subject's fates.
using Fates = std::map<std::string, std::vector<std::vector<Fate>>>;

Fates fates(const World& world, const model::Question& question, const MetricDefinition& metric) {
  Fates all;
  if (question.by.empty()) all[""];
  for (const Story& story : stories(world, question.counting)) {
    std::map<std::string, std::vector<Fate>> own;
    for (std::size_t i = 0; i < story.events.size(); ++i) {
      const Told& told = story.events[i];
      if (!is_counted(metric, told) || !counts(world, question, told)) continue;
      for (const std::string& group : groups(world, question, told, told))
        own[group].push_back(fate_of(world, metric, story, i));
    }
    for (auto& [group, of_one] : own) all[group].push_back(std::move(of_one));
  }
  return all;
}

std::optional<double> part(std::size_t of, std::size_t whole) {
  return whole == 0 ? std::nullopt : std::optional(static_cast<double>(of) / static_cast<double>(whole));
}

std::optional<double> middle(std::vector<double> seconds, const MetricDefinition& metric) {
  if (metric.variant == "geometric_mean") std::erase(seconds, 0);
  if (seconds.empty()) return std::nullopt;
  std::ranges::sort(seconds);
  double sum = 0;
  const bool is_geometric = metric.variant == "geometric_mean";
  for (const double each : seconds) sum += is_geometric ? std::log(each) : each;
  const double mean = sum / static_cast<double>(seconds.size());
  if (is_geometric) return std::exp(mean);
  if (metric.variant == "mean") return mean;
  const double place =
      (metric.variant == "percentile" ? metric.percentile / 100 : 0.5) * static_cast<double>(seconds.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(place));
  const std::size_t above = std::min(below + 1, seconds.size() - 1);
  return seconds[below] + (place - std::floor(place)) * (seconds[above] - seconds[below]);
}

}  // namespace

Figures shares(const World& world, const model::Question& question, const MetricDefinition& metric) {
  Figures result;
  for (const auto& [group, subjects_] : fates(world, question, metric)) {
    std::array<std::size_t, 4> of{};
    for (const std::vector<Fate>& own : subjects_) {
      if (metric.each_subject) {
        ++of.at(static_cast<std::size_t>(std::ranges::min(own, {}, &Fate::outcome).outcome));
      } else {
        for (const Fate& fate : own) ++of.at(static_cast<std::size_t>(fate.outcome));
      }
    }
    result[group] = {of[0] + of[1],
                     part(of[0], of[0] + of[1]),
                     {counted(metric.each_subject ? subjects(question) : "events", of[0] + of[1]),
                      counted("yes", of[0]), counted("no", of[1])}};
    if (metric.within) result[group].extras.push_back(counted("open", of[2]));
  }
  return result;
}

Figures times_between(const World& world, const model::Question& question, const MetricDefinition& metric) {
  Figures result;
  for (const auto& [group, subjects_] : fates(world, question, metric)) {
    std::vector<double> seconds;
    std::size_t never = 0, open = 0;
    for (const std::vector<Fate>& own : subjects_) {
      for (const Fate& fate : own) {
        if (fate.outcome == 0) seconds.push_back(static_cast<double>(fate.time.count()) / 1e6);
        never += fate.outcome == 1 ? 1 : 0;
        open += fate.outcome == 2 ? 1 : 0;
      }
    }
    const std::size_t zeros =
        metric.variant == "geometric_mean" ? static_cast<std::size_t>(std::ranges::count(seconds, 0)) : 0;
    result[group] = {seconds.size() - zeros,
                     middle(seconds, metric),
                     {counted("times", seconds.size()), counted("never", never), counted("open", open)}};
  }
  return result;
}

namespace {

// What an event that asks came to: answered, never, open, or without a value of `same`; how long it waited, and
// whether what was hoped for came after the answer, or, without one, at all.
struct Waited {
  enum Outcome { Answered, Never, Open, Unknown } outcome = Never;
  Duration wait{};
  bool is_converted = false;
};

Waited waited(const World& world, const MetricDefinition& metric, const Story& story, std::size_t place) {
  const Told& told = story.events[place];
  const Instant asked = told.event.time;
  Waited result{.outcome = Waited::Unknown};
  if (!are_alike(metric, told, told)) return result;
  result.outcome = Waited::Open;
  const Duration settled = metric.within.value_or(Duration(0)) + metric.converts_within.value_or(Duration(0));
  if (settled > Duration(0) && asked + settled > data_last(world)) return result;
  const auto next = [&](const model::AnyOf& events, std::size_t after) {
    std::size_t i = after + 1;
    while (i < story.events.size() && !(is_one_of(events, story.events[i]) && are_alike(metric, told, story.events[i])))
      ++i;
    return i;
  };
  const auto comes = [&](std::size_t i, Instant from, std::optional<Duration> within) {
    return i < story.events.size() && (!within || story.events[i].event.time - from <= *within);
  };
  const std::size_t answer = next(metric.until, place);
  if (comes(answer, asked, metric.within)) {
    const Instant answered = story.events[answer].event.time;
    result.outcome = Waited::Answered;
    result.wait = metric.schedule ? worked(*metric.schedule, asked, answered) : answered - asked;
    result.is_converted = comes(next(metric.followed_by, answer), answered, metric.converts_within);
    return result;
  }
  const bool has_both = metric.within && metric.converts_within;
  result.outcome = Waited::Never;
  result.is_converted = comes(next(metric.followed_by, place), asked, has_both ? std::optional(settled) : std::nullopt);
  return result;
}

std::map<std::string, std::vector<Waited>> all_waited(const World& world, const model::Question& question,
                                                      const MetricDefinition& metric) {
  std::map<std::string, std::vector<Waited>> all;
  if (question.by.empty()) all[""];
  for (const Story& story : stories(world, question.counting)) {
    for (std::size_t i = 0; i < story.events.size(); ++i) {
      const Told& told = story.events[i];
      if (!is_one_of(metric.event, told) || !counts(world, question, told)) continue;
      for (const std::string& group : groups(world, question, told, told))
        all[group].push_back(waited(world, metric, story, i));
    }
  }
  return all;
}

std::size_t how_many(const std::vector<Waited>& all, const auto& holds) {
  return static_cast<std::size_t>(std::ranges::count_if(all, holds));
}

}  // namespace

Figures conversions_by_wait(const World& world, const model::Question& question, const MetricDefinition& metric) {
  Figures result;
  for (const auto& [group, all] : all_waited(world, question, metric)) {
    std::array<std::size_t, 4> with{};
    std::size_t converted = 0;
    for (const Waited& one : all) {
      ++with.at(one.outcome);
      converted += one.outcome == Waited::Answered && one.is_converted ? 1 : 0;
    }
    const std::size_t answered = with[Waited::Answered];
    result[group] = {
        answered,
        part(converted, answered),
        {counted("answered", answered), counted("converted", converted), counted("not_converted", answered - converted),
         counted("never", with[Waited::Never]), counted("open", with[Waited::Open])}};
  }
  return result;
}

Lines waits(const World& world, const model::Question& question, const MetricDefinition& metric) {
  Lines lines;
  for (const auto& [group, all] : all_waited(world, question, metric)) {
    const auto add = [&, &group = group, &all = all](const std::string& outcome, const auto& holds) {
      const std::size_t n = how_many(all, holds);
      const std::size_t converted = how_many(all, [&](const Waited& one) { return holds(one) && one.is_converted; });
      std::vector<std::string> cells{outcome, std::to_string(n)};
      if (outcome != "open") cells.insert(cells.end(), {std::to_string(converted), share(converted, n)});
      if (!question.by.empty()) cells.insert(cells.begin(), group);
      lines.push_back(joined(cells));
    };
    for (std::size_t i = 0; i <= metric.brackets.size(); ++i) {
      add("wait:" + std::to_string(i + 1), [&](const Waited& one) {
        return one.outcome == Waited::Answered && (i == 0 || one.wait >= metric.brackets[i - 1]) &&
               (i == metric.brackets.size() || one.wait < metric.brackets[i]);
      });
    }
    add("never", [](const Waited& one) { return one.outcome == Waited::Never; });
    add("open", [](const Waited& one) { return one.outcome == Waited::Open; });
  }
  return lines;
}

Figures rates(const World& world, const model::Question& question, const MetricDefinition& metric) {
  const bool is_rate = metric.kind == model::MetricKind::Rate;
  const model::AnyOf& base = is_rate ? metric.per : metric.among;
  struct Sum {
    std::size_t people = 0, events = 0, chances = 0, none = 0;
  };
  std::map<std::string, Sum> sums;
  if (question.by.empty()) sums[""];
  for (const Story& story : stories(world, question.counting)) {
    struct Own {
      std::size_t events = 0, chances = 0;
      std::set<std::string> values;
    };
    std::map<std::string, Own> own;
    for (const Told& told : story.events) {
      if (!counts(world, question, told)) continue;
      const bool is_event = is_one_of(metric.event, told), is_chance = base.empty() || is_one_of(base, told);
      if (!is_event && !is_chance) continue;
      for (const std::string& group : groups(world, question, told, told)) {
        Own& one = own[group];
        one.events += is_event ? 1 : 0;
        one.chances += is_chance ? 1 : 0;
        const std::string value = metric.distinct.empty() ? "" : trait_of(told, metric.distinct);
        if (is_event && !value.empty()) one.values.insert(value);
      }
    }
    for (const auto& [group, one] : own) {
      Sum& sum = sums[group];
      if (one.chances == 0) continue;
      const std::size_t events = metric.distinct.empty() ? one.events : one.values.size();
      ++sum.people;
      sum.events += events;
      sum.chances += is_rate && !base.empty() ? one.chances : 1;
      sum.none += events == 0 ? 1 : 0;
    }
  }
  Figures result;
  for (const auto& [group, sum] : sums) {
    if (!is_rate && sum.people == 0 && !question.by.empty()) continue;
    Figure& figure =
        result[group] = {sum.chances, part(sum.events, sum.chances), {counted(subjects(question), sum.people)}};
    figure.extras.push_back(counted(metric.distinct.empty() ? "events" : "different", sum.events));
    if (!is_rate) figure.extras.push_back(counted("none", sum.none));
    if (is_rate && !base.empty()) figure.extras.push_back(counted("chances", sum.chances));
  }
  return result;
}

}  // namespace throughline::reference
