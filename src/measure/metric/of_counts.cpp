// Rates of events, and how often or how variously each person does something, as figures.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "measure/metric/figures.h"
#include "measure/metric/intervals.h"
#include "measure/metric/person_totals.h"
#include "sequence/answers.h"
#include "sequence/fold.h"
#include "stats/poisson.h"

namespace throughline::measure {

using model::Estimate;
using model::MetricDefinition;
using model::MetricKind;

namespace {

using PeopleBy = std::map<PersonTotals::Pair, std::int64_t>;  // {events, chances}: how many people

// What is counted, and of what: events of the second sort, or anything at all.
class TotalsKernel {
 public:
  using Unit = PersonUnit;
  using State = PersonTotals;

  static Result<TotalsKernel> compile(const Asked& asked) {
    const MetricDefinition& metric = asked.metric;
    const model::AnyOf& base = metric.kind == MetricKind::Rate ? metric.per : metric.among;
    TotalsKernel kernel;
    TRY(counted, sequence::Match::compile_lenient(metric.event, asked.snapshot, asked.frame.columns()));
    TRY(others, sequence::Match::compile_lenient(base.empty() ? model::AnyOf{model::EventMatcher{}} : base,
                                                 asked.snapshot, asked.frame.columns()));
    kernel.matchers_ = {std::move(counted), std::move(others)};
    if (metric.distinct.empty()) return kernel;
    TRY(values, asked.snapshot.event_property(asked.frame.columns(), metric.distinct));
    kernel.values_ = values;
    return kernel;
  }

  State empty() const { return PersonTotals(values_ != nullptr); }
  std::span<const sequence::Match> matchers() const { return matchers_; }
  template <class Emit>
  void units(const sequence::Timeline& timeline, std::span<const sequence::Hit> hits, const Emit& emit) const {
    for (const sequence::Hit& hit : hits) {
      PersonUnit unit{hit.position, hit.position, hit.matched & 1U, (hit.matched >> 1U) & 1U};
      if (unit.first > 0 && values_) unit.value = values_->codes[timeline.row(hit.position)];
      emit(unit);
    }
  }

 private:
  std::vector<sequence::Match> matchers_;
  const sequence::PropertyColumn* values_ = nullptr;
};

struct Totals {
  std::int64_t people = 0, events = 0, chances = 0;
};

stats::RatioMoments ratio_of(const PeopleBy& subjects, bool per_person) {
  stats::RatioMoments moments;
  for (const auto& [pair, people] : subjects) {
    stats::RatioMoments one;
    one.add(pair.first, per_person ? 1 : pair.second);
    for (std::int64_t left = people, step = 1; left > 0; left /= 2, step *= 2) {
      if (left % 2 == 1) moments.merge(one);
      const stats::RatioMoments same = one;
      one.merge(same);
    }
  }
  return moments;
}

// How much more people differ than chance alone makes them: 1 where events are independent. Pearson's, over people.
std::optional<double> dispersion(const PeopleBy& subjects, bool per_person, const stats::RatioMoments& moments) {
  if (moments.events == 0 || moments.people < 2) return std::nullopt;
  const double rate = static_cast<double>(moments.events) / static_cast<double>(moments.opportunities);
  double sum = 0;
  for (const auto& [pair, people] : subjects) {
    const double expected = rate * static_cast<double>(per_person ? 1 : pair.second);
    if (expected <= 0) continue;
    const double apart = static_cast<double>(pair.first) - expected;
    sum += static_cast<double>(people) * apart * apart / expected;
  }
  return sum / static_cast<double>(moments.people - 1);
}

Estimate rate_of(const stats::RatioMoments& moments, model::IntervalMethod method) {
  Estimate estimate = only_n(moments.opportunities);
  const auto put = [&](double value, const stats::Interval& interval) {
    estimate.value = value;
    estimate.low = interval.low;
    estimate.high = interval.high;
  };
  if (method == model::IntervalMethod::Clustered) {
    if (const auto found = stats::error_rate(moments)) {
      put(found->value, found->interval);
      return estimate;
    }
    if (moments.opportunities > 0)
      estimate.value = static_cast<double>(moments.events) / static_cast<double>(moments.opportunities);
    return estimate;
  }
  if (const auto found = stats::poisson_rate(moments.events, static_cast<double>(moments.opportunities)))
    put(found->value, found->interval);
  return estimate;
}

// Those who had no chance are not asked about.
PeopleBy with_chances(const PersonTotals& totals) {
  PeopleBy subjects = totals.subjects();
  std::erase_if(subjects, [](const auto& each) { return each.first.second == 0; });
  return subjects;
}

std::int64_t events_without_chance(const PersonTotals& totals) {
  std::int64_t events = 0;
  for (const auto& [pair, people] : totals.subjects()) events += pair.second == 0 ? pair.first * people : 0;
  return events;
}

// How many people did it how often: 0, 1, … 20, and more.
model::Rows how_often(const PeopleBy& subjects, std::string_view counted) {
  constexpr std::int64_t kMost = 20;
  std::map<std::int64_t, std::int64_t> by_count;
  std::int64_t all = 0;
  for (const auto& [pair, people] : subjects) {
    by_count[std::min(pair.first, kMost + 1)] += people;
    all += people;
  }
  model::Rows rows;
  if (by_count.empty()) return rows;
  for (std::int64_t count = 0; count <= by_count.rbegin()->first; ++count) {
    const auto found = by_count.find(count);
    const std::int64_t people = found == by_count.end() ? 0 : found->second;
    rows.push_back({{"times", count},
                    {"or_more", count > kMost},
                    {std::string(counted), people},
                    {"share", share_of(model::IntervalMethod::Wilson, people, all)}});
  }
  return rows;
}

void add_distributions(const std::map<sequence::GroupKey, PersonTotals>& totals, const Asked& asked,
                       std::string_view counted, Figures& result) {
  constexpr std::size_t kMostGroups = 50;
  if (totals.size() > kMostGroups) return;
  model::Rows rows;
  for (const auto& [key, of] : totals) {
    for (const model::Row& row : how_often(with_chances(of), counted)) {
      model::Row& whole = rows.emplace_back(asked.frame.columns_of(key));
      whole.insert(whole.end(), row.begin(), row.end());
    }
  }
  result.more.emplace_back("distribution", std::move(rows));
}

void note_dispersion(std::optional<double> found, const MetricDefinition& metric, Figures& result) {
  constexpr double kTooMuch = 1.5;
  if (metric.method() != model::IntervalMethod::Garwood || !found || *found < kTooMuch) return;
  result.notes.push_back(
      fmt::format("people differ: dispersion {:.1f}, where independent events give 1; the interval is too narrow, "
                  "interval_method: clustered allows for it",
                  *found));
}

}  // namespace

Result<Figures> rate_figures(const Asked& asked) {
  const MetricDefinition& metric = asked.metric;
  const bool per_person = metric.per.empty();
  const std::string people(sequence::plural(asked.counting));
  TRY(kernel, TotalsKernel::compile(asked));
  Figures result;
  result.unit = "per_one";
  result.counted = per_person ? people : "chances";
  result.nothing = per_person ? "nobody did anything in this period"
                              : fmt::format("no {} happened in this period", sequence::to_text(metric.per));
  result.formula = fmt::format("{} over {}", sequence::to_text(metric.event),
                               per_person ? people + " with any event" : sequence::to_text(metric.per));
  result.methods = {result.formula + "; " + in_words(metric.method())};
  auto totals = sequence::fold(asked.frame, kernel);
  if (totals.empty() && !asked.frame.is_split()) totals.emplace(0, kernel.empty());
  for (const auto& [key, of] : totals) {
    const PeopleBy subjects = with_chances(of);
    const stats::RatioMoments moments = ratio_of(subjects, per_person);
    const auto differ = dispersion(subjects, per_person, moments);
    result.groups.push_back({.key = key, .value = rate_of(moments, metric.method()), .extras = {}});
    model::Row& extras = result.groups.back().extras;
    extras = {{"events", moments.events}, {people, moments.people}};
    if (!per_person) extras.emplace_back("chances", moments.opportunities);
    extras.emplace_back("dispersion", differ ? model::Cell(*differ) : model::Cell());
    if (asked.frame.is_split()) continue;
    note_dispersion(differ, metric, result);
    if (const std::int64_t others = events_without_chance(of); others > 0)
      result.notes.push_back(fmt::format("left out: {} of {} without any {}", sequence::with_separators(others), people,
                                         sequence::to_text(metric.per)));
  }
  add_distributions(totals, asked, people, result);
  return result;
}

Result<Figures> count_figures(const Asked& asked) {
  const MetricDefinition& metric = asked.metric;
  const std::string people(sequence::plural(asked.counting));
  TRY(kernel, TotalsKernel::compile(asked));
  Figures result;
  result.unit = "per_one";
  result.counted = people;
  result.nothing = "nobody did what is counted in this period";
  const std::string what = sequence::to_text(metric.event);
  result.formula = fmt::format(
      "mean over {} with {} of {}", people, metric.among.empty() ? "any event" : sequence::to_text(metric.among),
      metric.distinct.empty() ? "how often they did " + what
                              : fmt::format("how many different {} of {}", metric.distinct, what));
  result.methods = {result.formula + "; " + in_words(metric.method()) + ", cut at 0"};
  auto totals = sequence::fold(asked.frame, kernel);
  if (totals.empty() && !asked.frame.is_split()) totals.emplace(0, kernel.empty());
  for (const auto& [key, of] : totals) {
    stats::Moments moments;
    std::int64_t none = 0;
    for (const auto& [pair, count] : with_chances(of)) {
      moments.add(pair.first, count);
      none += pair.first == 0 ? count : 0;
    }
    if (moments.count == 0 && asked.frame.is_split()) continue;
    Estimate mean = sequence::mean(stats::summarise(moments));
    if (mean.low) mean.low = std::max(0.0, *mean.low);
    result.groups.push_back(
        {.key = key,
         .value = mean,
         .extras = {{people, moments.count}, {"events", static_cast<std::int64_t>(moments.sum)}, {"none", none}}});
    if (!metric.distinct.empty()) result.groups.back().extras[1].first = "different";
  }
  add_distributions(totals, asked, people, result);
  return result;
}

namespace {

Result<Subjects> totals_behind(const Asked& asked, const Behind& behind) {
  const std::vector<std::string> known{"did"};
  if (!behind.outcome.empty() && behind.outcome != "did") return unknown_outcome(asked, behind.outcome, known);
  TRY(kernel, TotalsKernel::compile(asked));
  return sequence::behind(asked.frame, kernel, behind.group, behind.limit, [&](const PersonUnit& unit) {
    return behind.outcome.empty() ? unit.second > 0 : unit.first > 0;
  });
}

}  // namespace

Result<Subjects> rate_behind(const Asked& asked, const Behind& behind) {
  return totals_behind(asked, behind);
}

Result<Subjects> count_behind(const Asked& asked, const Behind& behind) {
  return totals_behind(asked, behind);
}

}  // namespace throughline::measure
