// retention_semantics: does retention of ours count as ClickHouse's function retention() does? Random small streams,
// asked of both: the rules "clickhouse" (conditions), and the cohorts of the default rules, recurring, on calendar days,
// each of which is retention(start on the day, return on the next, …) there. Every difference is printed.
//
//     retention_semantics [STREAMS [SEED]]        10000 streams, seed 1
//
// Ends with 0 when nothing differs, 1 when something does, 77 when ClickHouse cannot be opened.
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <random>

#include "clickhouse.h"
#include "measure/ask.h"
#include "sequence/from_events.h"

namespace {

using namespace throughline;
using bench::ClickHouse;

constexpr std::string_view kNames[] = {"a", "b", "c", "d", "e"};
constexpr int kDays = 12;
constexpr std::size_t kStreamsAtOnce = 500;  // people of one world
constexpr Instant kBegin{std::chrono::sys_days(std::chrono::year(2025) / 3 / 1)};

struct Event {
  std::size_t person, name;
  std::int64_t second;  // since kBegin
};

// Few days and names, so that things meet; many events at midnights, where days begin.
std::vector<Event> random_world(std::mt19937& random) {
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  std::vector<Event> events;
  for (std::size_t person = 0; person < kStreamsAtOnce; ++person) {
    for (std::size_t left = 1 + below(12); left > 0; --left) {
      const std::size_t second = below(3) == 0 ? 0 : below(3) == 0 ? 86'399 : below(86'400);
      events.push_back({person, below(std::size(kNames)), static_cast<std::int64_t>(below(kDays) * 86'400 + second)});
    }
  }
  return events;
}

std::vector<model::Event> as_model(const std::vector<Event>& events) {
  std::vector<model::Event> all;
  for (const Event& event : events) {
    all.push_back({.time = kBegin + std::chrono::seconds(event.second),
                   .name = std::string(kNames[event.name]),
                   .identities = {{model::IdentityKind::UserId, fmt::format("person {}", event.person)}}});
  }
  // One beyond all days, so that all are over.
  all.push_back({.time = kBegin + std::chrono::days(kDays),
                 .name = "end",
                 .identities = {{model::IdentityKind::UserId, "last"}}});
  return all;
}

Status insert(ClickHouse& clickhouse, const std::vector<Event>& events) {
  CHECKED(clickhouse.run("CREATE OR REPLACE TABLE e (person UInt32, name String, day UInt8) ENGINE = Memory"));
  std::string rows;
  for (const Event& event : events)
    rows += fmt::format("{}\t{}\t{}\n", event.person, kNames[event.name], event.second / 86'400);
  return clickhouse.insert("e", "TabSeparated", rows);
}

// The sums over people of retention(conditions), one per condition.
Result<std::vector<std::int64_t>> theirs(ClickHouse& clickhouse, const std::vector<std::string>& conditions) {
  TRY(rows, clickhouse.rows(
                fmt::format("SELECT arrayJoin(sumForEach(r)) FROM (SELECT retention({}) AS r FROM e GROUP BY person)",
                            fmt::join(conditions, ", "))));
  std::vector<std::int64_t> sums;
  for (const auto& row : rows) sums.push_back(std::stoll(row.at(0)));
  return sums;
}

std::int64_t number(const model::Row& row, std::string_view column) {
  const auto found = std::ranges::find(row, column, [](const auto& cell) -> std::string_view { return cell.first; });
  return std::get<std::int64_t>(found->second.value);
}

std::string text(const model::Row& row, std::string_view column) {
  const auto found = std::ranges::find(row, column, [](const auto& cell) -> std::string_view { return cell.first; });
  return std::get<std::string>(found->second.value);
}

// How many of these numbers differ; each difference is told.
int differences(std::string_view what, const std::vector<std::int64_t>& ours, const std::vector<std::int64_t>& others) {
  if (ours == others) return 0;
  fmt::print("{}: ours {}, ClickHouse {}\n", what, fmt::join(ours, " "), fmt::join(others, " "));
  return 1;
}

Result<int> compare_conditions(ClickHouse& clickhouse, sequence::Snapshot& snapshot, std::mt19937& random) {
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  model::RetentionQuestion asked;
  asked.rules = "clickhouse";
  std::vector<std::string> conditions;
  for (std::size_t left = 2 + below(5); left > 0; --left) {
    const std::string one(kNames[below(std::size(kNames))]), other(kNames[below(std::size(kNames))]);
    asked.conditions.push_back({{.event = one}, {.event = other}});
    conditions.push_back(fmt::format("name IN ('{}', '{}')", one, other));
  }
  model::Question question;
  question.ask = asked;
  TRY(answer, measure::ask(question, {}, snapshot));
  std::vector<std::int64_t> ours;
  for (const model::Row& row : answer.rows) ours.push_back(number(row, "returned"));
  TRY(sums, theirs(clickhouse, conditions));
  if (ours.empty()) ours.resize(sums.size(), 0);  // nobody met the first condition
  return differences(fmt::format("{}", fmt::join(conditions, ", ")), ours, sums);
}

Result<int> compare_cohorts(ClickHouse& clickhouse, sequence::Snapshot& snapshot, std::mt19937& random) {
  const auto name = [&] { return std::string(kNames[std::uniform_int_distribution<std::size_t>(0, 4)(random)]); };
  const std::string start = name(), back = name();
  model::RetentionQuestion asked{.start = {{.event = start}},
                                 .returns = {{.event = back}},
                                 .periods = 5,
                                 .interval = Interval::Day,
                                 .mode = model::RetentionQuestion::Mode::Recurring};
  model::Question question;
  question.ask = asked;
  TRY(answer, measure::ask(question, {}, snapshot));
  int wrong = 0;
  for (int day = 0; day + asked.periods < kDays; ++day) {
    std::vector<std::string> conditions{fmt::format("name = '{}' AND day = {}", start, day)};
    for (int period = 1; period <= asked.periods; ++period)
      conditions.push_back(fmt::format("name = '{}' AND day = {}", back, day + period));
    TRY(sums, theirs(clickhouse, conditions));
    const std::string cohort = fmt::format("2025-03-{:02}", day + 1);
    std::vector<std::int64_t> ours;
    for (const model::Row& row : answer.rows) {
      if (text(row, "cohort") == cohort) ours.push_back(number(row, "returned"));
    }
    if (ours.empty()) ours.resize(sums.size(), 0);  // nobody started on this day
    wrong += differences(fmt::format("{} to {}, cohort {}", start, back, cohort), ours, sums);
  }
  return wrong;
}

Result<int> compare(ClickHouse& clickhouse, std::mt19937& random) {
  const std::vector<Event> events = random_world(random);
  CHECKED(insert(clickhouse, events));
  TRY(snapshot, sequence::Snapshot::build(sequence::from_events(as_model(events))));
  int wrong = 0;
  for (int questions = 0; questions < 4; ++questions) {
    TRY(conditions, compare_conditions(clickhouse, *snapshot, random));
    TRY(cohorts, compare_cohorts(clickhouse, *snapshot, random));
    wrong += conditions + cohorts;
  }
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t streams = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
  std::mt19937 random(argc > 2 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : 1);
  auto clickhouse = ClickHouse::open();
  if (!clickhouse) {
    fmt::print("skipped: {}", to_text(clickhouse.error()));
    return 77;
  }
  int wrong = 0;
  std::size_t compared = 0;
  for (; compared < streams; compared += kStreamsAtOnce) {
    const Result<int> found = compare(*clickhouse, random);
    if (!found) {
      fmt::print("{}", to_text(found.error()));
      return 2;
    }
    wrong += *found;
  }
  fmt::print("{} streams, 4 x 8 questions each to both: {} differ\n", compared, wrong);
  return wrong == 0 ? 0 : 1;
}
