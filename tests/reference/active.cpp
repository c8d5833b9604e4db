// Lifecycle and stickiness: who is active in which calendar interval.
#include <algorithm>
#include <map>
#include <set>

#include "reference/story.h"

namespace throughline::reference {
namespace {

struct Span {
  Instant begin, end;
};

// The whole intervals that the period touches, as far as the data reach.
std::vector<Span> intervals(const World& world, const model::Question& question, Interval interval) {
  const Zone& zone = question.zone;
  const Instant after_last = data_last(world) + Duration(1);
  Instant begin = zone.floor(question.from.value_or(data_begin(world)), interval);
  begin = std::max(begin, zone.floor(data_begin(world), interval));
  const Instant end = std::min(question.to.value_or(after_last), after_last);
  std::vector<Span> spans;
  while (begin < end) {
    const Instant next = interval_end(zone, begin, interval);
    spans.push_back({begin, next});
    begin = next;
  }
  return spans;
}

// The first such event in the span; null without one.
const Told* first_in(const Story& story, const model::AnyOf& events, Span span) {
  for (const Told& told : story.events) {
    if (span.begin <= told.event.time && told.event.time < span.end && (events.empty() || is_one_of(events, told)))
      return &told;
  }
  return nullptr;
}

bool is_in_segment(const World& world, const model::Question& question, const Told& told) {
  model::Question whenever = question;
  whenever.from = whenever.to = std::nullopt;
  return counts(world, whenever, told);
}

std::vector<std::string> head(const model::Question& question, const std::string& group) {
  if (question.by.empty()) return {};
  return {group};
}

}  // namespace

Lines lifecycle(const World& world, const model::Question& question) {
  const auto& asked = std::get<model::Question::Lifecycle>(question.ask);
  const std::vector<Span> listed = intervals(world, question, asked.interval);
  const Span always{data_begin(world), data_last(world) + Duration(1)};
  enum { kNew, kReturning, kResurrecting, kDormant };
  std::map<std::string, std::map<std::pair<std::size_t, int>, int>> counted;
  if (question.by.empty()) counted[""];
  for (const Story& story : stories(world, question.counting)) {
    const Told* ever = first_in(story, asked.events, always);
    for (std::size_t i = 0; i < listed.size(); ++i) {
      const Instant before = question.zone.floor(listed[i].begin - Duration(1), asked.interval);
      const Told* now = first_in(story, asked.events, listed[i]);
      const Told* then = first_in(story, asked.events, {before, listed[i].begin});
      const Told* anchor = now != nullptr ? now : then;
      if (anchor == nullptr || !is_in_segment(world, question, *anchor)) continue;
      const int state = now == nullptr ? kDormant : now == ever ? kNew : then != nullptr ? kReturning : kResurrecting;
      for (const std::string& group : groups(world, question, *anchor, *anchor)) ++counted[group][{i, state}];
    }
  }
  Lines lines;
  for (auto& [group, counts] : counted) {
    for (std::size_t i = 0; i < listed.size(); ++i) {
      const bool is_over = listed[i].end <= data_last(world) + Duration(1);
      const auto count = [&](int state) { return counts[{i, state}]; };
      std::vector<std::string> cells = head(question, group);
      cells.insert(cells.end(),
                   {question.zone.label(listed[i].begin, asked.interval),
                    std::to_string(count(kNew) + count(kReturning) + count(kResurrecting)), std::to_string(count(kNew)),
                    std::to_string(count(kReturning)), std::to_string(count(kResurrecting)),
                    is_over ? std::to_string(count(kDormant)) : "-", is_over ? "ok" : "open"});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

Lines stickiness(const World& world, const model::Question& question) {
  const auto& asked = std::get<model::Question::Stickiness>(question.ask);
  const std::vector<Span> listed = intervals(world, question, asked.interval);
  if (listed.empty()) return {};
  std::map<std::string, std::map<std::size_t, std::size_t>> counted;  // by group, by active intervals
  for (const Story& story : stories(world, question.counting)) {
    const Told* anchor = first_in(story, asked.events, {listed.front().begin, listed.back().end});
    if (anchor == nullptr || !is_in_segment(world, question, *anchor)) continue;
    std::size_t active = 0;
    for (const Span& span : listed) {
      int times = 0;
      for (const Told& told : story.events) {
        const bool is_in = span.begin <= told.event.time && told.event.time < span.end;
        if (is_in && (asked.events.empty() || is_one_of(asked.events, told))) ++times;
      }
      if (times >= asked.at_least) ++active;
    }
    for (const std::string& group : groups(world, question, *anchor, *anchor)) {
      if (active > 0) ++counted[group][active];
    }
  }
  Lines lines;
  for (auto& [group, by_active] : counted) {
    const auto at_least = [&](std::size_t k) {
      std::size_t sum = 0;
      for (const auto& [active, people] : by_active) sum += active >= k ? people : 0;
      return sum;
    };
    for (std::size_t k = 1; k <= listed.size(); ++k) {
      std::vector<std::string> cells = head(question, group);
      cells.insert(cells.end(), {std::to_string(k), std::to_string(by_active[k]), share(by_active[k], at_least(1)),
                                 std::to_string(at_least(k)), share(at_least(k), at_least(1))});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

Lines active_ratios(const World& world, const model::Question& question) {
  const auto& asked = std::get<model::Question::Stickiness>(question.ask);
  const Zone& zone = question.zone;
  const std::vector<Span> listed = intervals(world, question, asked.interval);
  if (listed.empty()) return {};
  const Instant end =
      std::min(question.to ? listed.back().end : data_last(world) + Duration(1), data_last(world) + Duration(1));
  const Instant first_day =
      zone.floor(std::max(question.from ? listed.front().begin : data_begin(world), data_begin(world)), Interval::Day);
  struct Sum {
    std::size_t people = 0, days = 0, weeks = 0, days_in_weeks = 0;
  };
  struct Month {
    std::string label;
    std::vector<Span> days, weeks;
    std::map<std::string, Sum> sums;
  };
  std::vector<Month> months;
  std::set<std::string> known;
  if (question.by.empty()) known.insert("");
  for (Instant begin = zone.floor(first_day, Interval::Month); begin < end;
       begin = zone.advance(begin, Interval::Month, 1)) {
    const Instant next = zone.advance(begin, Interval::Month, 1);
    if (begin < first_day || next > end) continue;
    Month& month = months.emplace_back(Month{zone.label(begin, Interval::Month), {}, {}, {}});
    for (Instant day = begin; day < next; day = zone.advance(day, Interval::Day, 1)) {
      month.days.push_back({day, zone.advance(day, Interval::Day, 1)});
      const Instant after = zone.advance(day, Interval::Week, 1);
      if (zone.floor(day, Interval::Week) == day && after <= next) month.weeks.push_back({day, after});
    }
    for (const Story& story : stories(world, question.counting)) {
      const Told* anchor = first_in(story, asked.events, {begin, next});
      if (anchor == nullptr || !is_in_segment(world, question, *anchor)) continue;
      const auto is_active = [&](Span span) { return first_in(story, asked.events, span) != nullptr; };
      for (const std::string& group : groups(world, question, *anchor, *anchor)) {
        known.insert(group);
        Sum& sum = month.sums[group];
        ++sum.people;
        for (const Span& day : month.days) {
          if (!is_active(day)) continue;
          ++sum.days;
          for (const Span& week : month.weeks)
            sum.days_in_weeks += week.begin <= day.begin && day.begin < week.end ? 1 : 0;
        }
        for (const Span& week : month.weeks) sum.weeks += is_active(week) ? 1 : 0;
      }
    }
  }
  Lines lines;
  for (Month& month : months) {
    for (const std::string& group : known) {
      const Sum& sum = month.sums[group];
      const std::size_t days = month.days.size(), weeks = month.weeks.size();
      std::vector<std::string> cells = head(question, group);
      cells.insert(cells.end(), {month.label, std::to_string(sum.people), share(sum.days, days),
                                 share(sum.weeks, weeks), share(sum.days, days * sum.people),
                                 share(sum.weeks, weeks * sum.people), share(sum.days_in_weeks, 7 * sum.weeks)});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

}  // namespace throughline::reference
