#include <algorithm>
#include <map>

#include "reference/story.h"

namespace throughline::reference {
namespace {

using Asked = model::RetentionQuestion;

// Where the cohorts' intervals begin, more of them than can be asked for.
std::vector<Instant> grid(const World& world, const model::Question& question, const Asked& asked) {
  Instant first = std::max(question.from.value_or(data_begin(world)), data_begin(world));
  if (asked.every > 1 && question.from) first = *question.from;
  std::vector<Instant> starts{question.zone.floor(first, asked.interval)};
  for (int beyond = 0; beyond<400; beyond += starts.back()> data_last(world) ? 1 : 0) {
    Instant next = starts.back();
    for (int i = 0; i < asked.every; ++i) next = interval_end(question.zone, next, asked.interval);
    starts.push_back(next);
  }
  return starts;
}

int index_of(const std::vector<Instant>& starts, Instant time) {
  return static_cast<int>(std::ranges::upper_bound(starts, time) - starts.begin()) - 1;
}

Duration rolling_length(const Asked& asked) {
  using namespace std::chrono;
  const std::map<Interval, Duration> lengths{{Interval::Hour, hours(1)},          {Interval::Day, hours(24)},
                                             {Interval::Week, hours(7 * 24)},     {Interval::Month, hours(30 * 24)},
                                             {Interval::Quarter, hours(90 * 24)}, {Interval::Year, hours(365 * 24)}};
  return lengths.at(asked.interval) * asked.every;
}

std::vector<Asked::Bracket> brackets(const Asked& asked) {
  std::vector<Asked::Bracket> all = asked.brackets;
  for (int period = 1; asked.brackets.empty() && period <= asked.periods; ++period) all.push_back({period, period});
  return all;
}

struct Member {
  const Story* story;
  std::size_t start;  // the position of the start event
};

struct Judge {
  const World& world;
  const model::Question& question;
  const Asked& asked;
  std::vector<Instant> starts;

  int period(Instant start, Instant back) const {
    if (asked.basis == Asked::Basis::Rolling) return static_cast<int>((back - start) / rolling_length(asked));
    return index_of(starts, back) - index_of(starts, start);
  }

  bool lies_in_window(int period, const Asked::Bracket& bracket) const {
    switch (asked.measure) {
      case Asked::Measure::On:
        return bracket.first <= period && period <= bracket.last;
      case Asked::Measure::OnOrAfter:
        return bracket.first <= period;
      case Asked::Measure::OnOrBefore:
        return period <= bracket.last;
      case Asked::Measure::Cumulative:
        return bracket.first <= period && period <= brackets(asked).back().last;
    }
    return false;
  }

  bool has_returned(const Member& member, const Asked::Bracket& bracket) const {
    int times = 0;
    for (std::size_t i = member.start + 1; i < member.story->events.size(); ++i) {
      const Told& told = member.story->events[i];
      const model::Event& event = told.event;
      if (!is_one_of(asked.returns.empty() ? asked.start : asked.returns, told)) continue;
      if (lies_in_window(period(member.story->events[member.start].event.time, event.time), bracket)) ++times;
    }
    return times >= asked.at_least;
  }

  bool is_over(int cohort, const Asked::Bracket& bracket) const {
    const int last = asked.measure == Asked::Measure::Cumulative ? brackets(asked).back().last : bracket.last;
    const Instant end = data_last(world) + Duration(1);
    if (asked.basis == Asked::Basis::Calendar) return starts[static_cast<std::size_t>(cohort + last + 1)] <= end;
    Instant latest = std::min(starts[static_cast<std::size_t>(cohort + 1)], end);
    if (question.to) latest = std::min(latest, *question.to);
    return latest - Duration(1) + (last + 1) * rolling_length(asked) <= end;
  }

  // The positions of the events with which the subject joins a cohort.
  std::vector<std::size_t> joins(const Story& story) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < story.events.size(); ++i) {
      const Instant time = story.events[i].event.time;
      if (!is_one_of(asked.start, story.events[i])) continue;
      const bool is_in = (!question.from || time >= *question.from) && (!question.to || time < *question.to);
      const auto is_known = [&](std::size_t j) {
        return index_of(starts, story.events[j].event.time) == index_of(starts, time);
      };
      if (is_in && std::ranges::none_of(found, is_known)) found.push_back(i);
      if (asked.mode == Asked::Mode::FirstTime) break;  // only the first start event ever
    }
    return found;
  }
};

std::string name_of(const model::AnyOf& events) {
  std::string name;
  for (const model::EventMatcher& matcher : events) {
    name += (name.empty() ? "" : " or ") + matcher.event;
    if (!matcher.channel.empty()) name += " (" + matcher.channel + ")";
  }
  return name;
}

// ClickHouse's function: for each condition, who meets it and the first.
Lines by_conditions(const World& world, const model::Question& question, const Asked& asked) {
  struct Counts {
    std::vector<std::size_t> met;
  };
  std::map<std::string, Counts> all;
  for (const Story& story : stories(world, question.counting)) {
    std::vector<bool> met(asked.conditions.size(), false);
    const Told* anchor = nullptr;
    for (const Told& told : story.events) {
      const Instant time = told.event.time;
      if ((question.from && time < *question.from) || (question.to && time >= *question.to)) continue;
      for (std::size_t i = 0; i < met.size(); ++i) met[i] = met[i] || is_one_of(asked.conditions[i], told);
      if (anchor == nullptr && met[0]) anchor = &told;
    }
    if (anchor == nullptr || !counts(world, question, *anchor)) continue;
    for (const std::string& group : groups(world, question, *anchor, *anchor)) {
      all[group].met.resize(met.size(), 0);
      for (std::size_t i = 0; i < met.size(); ++i) all[group].met[i] += met[i] ? 1 : 0;
    }
  }
  Lines lines;
  for (const auto& [group, counts] : all) {
    for (std::size_t i = 0; i < counts.met.size(); ++i) {
      std::vector<std::string> cells;
      if (!question.by.empty()) cells.push_back(group);
      cells.insert(cells.end(), {std::to_string(i + 1), name_of(asked.conditions[i]), std::to_string(counts.met[0]),
                                 std::to_string(counts.met[i]), share(counts.met[i], counts.met[0])});
      lines.push_back(joined(cells));
    }
  }
  return lines;
}

}  // namespace

Lines retention(const World& world, const model::Question& question) {
  const auto& asked = std::get<model::Question::Retention>(question.ask);
  if (asked.rules == "clickhouse") return by_conditions(world, question, asked);
  if (question.from && *question.from > data_last(world)) return {};
  const Judge judge{world, question, asked, grid(world, question, asked)};
  const std::vector<Story> all = stories(world, question.counting);
  std::map<std::string, std::map<int, std::vector<Member>>> cohorts;  // by group
  for (const Story& story : all) {
    for (const std::size_t start : judge.joins(story)) {
      const Told& told = story.events[start];
      if (!counts(world, question, told)) continue;
      for (const std::string& group : groups(world, question, told, told))
        cohorts[group][index_of(judge.starts, told.event.time)].push_back({&story, start});
    }
  }
  Lines lines;
  for (const auto& [group, by_cohort] : cohorts) {
    for (const auto& [cohort, members] : by_cohort) {
      std::vector<Asked::Bracket> rows{{0, 0}};
      for (const Asked::Bracket& bracket : brackets(asked)) rows.push_back(bracket);
      for (const Asked::Bracket& row : rows) {
        const bool is_own = row.first == 0, is_over = is_own || judge.is_over(cohort, row);
        std::size_t returned = 0;
        for (const Member& member : members) returned += is_own || judge.has_returned(member, row) ? 1 : 0;
        std::vector<std::string> cells;
        if (!question.by.empty()) cells.push_back(group);
        cells.insert(cells.end(), {question.zone.label(judge.starts[static_cast<std::size_t>(cohort)], asked.interval),
                                   std::to_string(members.size()), std::to_string(row.first)});
        if (!asked.brackets.empty()) cells.push_back(std::to_string(row.last));
        cells.insert(cells.end(), {is_over ? std::to_string(returned) : "-",
                                   is_over ? share(returned, members.size()) : "-", is_over ? "ok" : "censored"});
        lines.push_back(joined(cells));
      }
    }
  }
  return lines;
}

}  // namespace throughline::reference
