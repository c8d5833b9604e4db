// Adoption and stickiness: who is new, and how much of a month people are there.
#include <algorithm>

#include "reference/figures.h"
#include "reference/story.h"

namespace throughline::reference {
namespace {

bool is_such(const model::MetricDefinition& metric, const Told& told) {
  return metric.event.empty() || is_one_of(metric.event, told);
}

}  // namespace

Figures adopted(const World& world, const model::Question& question, const model::MetricDefinition& metric) {
  std::map<std::string, std::map<std::string, bool>> new_ones;  // by group and subject
  if (question.by.empty()) new_ones[""];
  for (const Story& story : stories(world, question.counting)) {
    bool is_first = true;
    for (const Told& told : story.events) {
      if (!is_such(metric, told)) continue;
      const bool is_new = is_first;
      is_first = false;
      if (!counts(world, question, told)) continue;
      for (const std::string& group : groups(world, question, told, told)) {
        bool& known = new_ones[group][story.subject];
        known = known || is_new;
      }
    }
  }
  Figures result;
  for (const auto& [group, subjects_of] : new_ones) {
    const auto all = subjects_of.size();
    const auto fresh =
        static_cast<std::size_t>(std::ranges::count_if(subjects_of, [](const auto& each) { return each.second; }));
    Figure& figure = result[group];
    figure = {.n = all,
              .value = {},
              .extras = {counted(subjects(question), all), counted("new", fresh), counted("known", all - fresh)}};
    if (all > 0) figure.value = static_cast<double>(fresh) / static_cast<double>(all);
  }
  return result;
}

namespace {

struct Month {
  Instant begin, end;
  std::vector<Instant> units;  // its days, or its whole weeks
};

std::vector<Month> whole_months(const World& world, const model::Question& question, Interval unit) {
  const Zone& zone = question.zone;
  Instant first = data_begin(world), end = data_last(world) + Duration(1);
  if (question.from) first = std::max(first, *question.from);
  if (question.to) end = std::min(end, *question.to);
  std::vector<Month> months;
  if (first >= end) return months;
  const Instant first_day = zone.floor(first, Interval::Day);
  for (Instant at = zone.floor(first, Interval::Month); at < end;) {
    Month month{at, interval_end(zone, at, Interval::Month), {}};
    at = month.end;
    if (month.begin < first_day || month.end > end) continue;
    for (Instant each = zone.floor(month.begin, unit); each < month.end; each = interval_end(zone, each, unit)) {
      if (each >= month.begin && interval_end(zone, each, unit) <= month.end) month.units.push_back(each);
    }
    months.push_back(std::move(month));
  }
  return months;
}

}  // namespace

Figures stuck(const World& world, const model::Question& question, const model::MetricDefinition& metric) {
  const Interval unit = metric.variant == "wau_mau" ? Interval::Week : Interval::Day;
  struct Shares {
    std::vector<double> all;
    std::size_t active = 0;
  };
  std::map<std::string, Shares> shares;
  if (question.by.empty()) shares[""];
  for (const Story& story : stories(world, question.counting)) {
    for (const Month& month : whole_months(world, question, unit)) {
      const Told* first = nullptr;
      std::set<Instant> active;
      for (const Told& told : story.events) {
        if (!is_such(metric, told) || told.event.time < month.begin || told.event.time >= month.end) continue;
        if (first == nullptr) first = &told;
        const Instant begin = question.zone.floor(told.event.time, unit);
        if (std::ranges::find(month.units, begin) != month.units.end()) active.insert(begin);
      }
      if (first == nullptr || !counts(world, question, *first)) continue;
      for (const std::string& group : groups(world, question, *first, *first)) {
        ++shares[group].active;
        if (!month.units.empty())
          shares[group].all.push_back(static_cast<double>(active.size()) / static_cast<double>(month.units.size()));
      }
    }
  }
  Figures result;
  for (const auto& [group, of] : shares) {
    double sum = 0;
    for (const double share : of.all) sum += share;
    Figure& figure = result[group];
    figure = {.n = of.all.size(), .value = {}, .extras = {counted("active_in_months", of.active)}};
    if (!of.all.empty()) figure.value = sum / static_cast<double>(of.all.size());
  }
  return result;
}

}  // namespace throughline::reference
