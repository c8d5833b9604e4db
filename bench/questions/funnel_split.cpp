// The funnel with two property filters on every step, split by a property of 100 values at the first step.
#include <fmt/format.h>
#include <map>

#include "../question.h"
#include "../throughline_engine.h"

namespace throughline::bench {
namespace {

constexpr std::int64_t kWithin = 7 * kDay;
constexpr std::uint8_t kPlatformsWanted = 2, kCountriesWanted = 3;  // the codes below

// That a person's plan never changes is given to SQL: any(plan) is the plan at the first step. Without it SQL would
// have to run one funnel per plan and person.
constexpr const char* kClickHouse = R"(
SELECT plan, countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4) FROM (
  SELECT any(plan) AS plan, windowFunnel({0})(ts, name = {1}, name = {2}, name = {3}, name = {4}) AS level
  FROM event WHERE name IN ({1}, {2}, {3}, {4}) AND platform IN (0, 1) AND country IN (0, 1, 2) GROUP BY person)
WHERE level >= 1 GROUP BY plan ORDER BY plan)";

constexpr const char* kDuckDb = R"(
WITH one AS (SELECT person, ts, name, plan, max(CASE WHEN name = {1} THEN ts END) OVER w AS t1 FROM event
             WHERE name IN ({1}, {2}, {3}, {4}) AND platform IN (0, 1) AND country IN (0, 1, 2)
             WINDOW w AS (PARTITION BY person ORDER BY ts)),
two AS (SELECT *, max(CASE WHEN name = {2} AND t1 >= ts - {0} THEN t1 END) OVER w AS t2 FROM one
        WINDOW w AS (PARTITION BY person ORDER BY ts)),
three AS (SELECT *, max(CASE WHEN name = {3} AND t2 >= ts - {0} THEN t2 END) OVER w AS t3 FROM two
          WINDOW w AS (PARTITION BY person ORDER BY ts)),
people AS (SELECT any_value(plan) AS plan,
                  CASE WHEN bool_or(name = {4} AND t3 >= ts - {0}) THEN 4 WHEN count(t3) > 0 THEN 3
                       WHEN count(t2) > 0 THEN 2 WHEN count(t1) > 0 THEN 1 ELSE 0 END AS level
           FROM three GROUP BY person)
SELECT concat_ws(',', plan, count(*) FILTER (level >= 1), count(*) FILTER (level >= 2), count(*) FILTER (level >= 3),
                 count(*) FILTER (level >= 4)) FROM people WHERE level >= 1 GROUP BY plan ORDER BY plan)";

using Reached = std::array<std::int64_t, kFunnel.size()>;
struct Plans {
  std::array<Reached, kPlans> by_plan{};
  Plans& operator+=(const Plans& other) {
    for (std::size_t plan = 0; plan < kPlans; ++plan) {
      for (std::size_t step = 0; step < kFunnel.size(); ++step) by_plan[plan][step] += other.by_plan[plan][step];
    }
    return *this;
  }
};

std::string to_rows(const Plans& plans) {
  std::string rows;
  for (std::size_t plan = 0; plan < kPlans; ++plan) {
    const Reached& reached = plans.by_plan[plan];
    if (reached[0] > 0) add_row(rows, plan, reached[0], reached[1], reached[2], reached[3]);
  }
  return rows;
}

std::string naive(const NaiveColumns& columns, unsigned threads) {
  const auto work = [&](Plans& plans, std::size_t person) {
    std::array<std::int64_t, kFunnel.size()> entry;
    entry.fill(-1);
    for (std::uint64_t row = columns.offsets[person]; row < columns.offsets[person + 1]; ++row) {
      const std::size_t step = columns.name[row];  // as in funnel.cpp
      if (step >= kFunnel.size()) continue;
      if (columns.platform[row] >= kPlatformsWanted || columns.country[row] >= kCountriesWanted) continue;
      if (step == 0) {
        entry[0] = columns.time[row];
      } else if (entry[step - 1] >= 0 && columns.time[row] - entry[step - 1] <= kWithin) {
        entry[step] = entry[step - 1];
      }
    }
    if (entry[0] < 0) return;
    Reached& reached = plans.by_plan[columns.plan[columns.offsets[person]]];
    for (std::size_t step = 0; step < kFunnel.size(); ++step) reached[step] += entry[step] >= 0 ? 1 : 0;
  };
  return to_rows(fold_slices<Plans>(columns.offsets.size() - 1, threads, work));
}

Result<std::string> throughline(ThroughlineEngine& engine) {
  model::Question::Funnel asked{.steps = {}, .within = std::chrono::milliseconds(kWithin)};
  const std::vector<std::string> platforms{value_text("platform", 0), value_text("platform", 1)};
  const std::vector<std::string> countries{value_text("country", 0), value_text("country", 1),
                                           value_text("country", 2)};
  for (const std::uint8_t step : kFunnel) {
    model::AnyOf events = events_named(step);
    events[0].where = {
        model::Filter::All{{model::property_is("platform", platforms), model::property_is("country", countries)}}};
    asked.steps.push_back(std::move(events));
  }
  model::Question question{.ask = asked};
  question.by = {{.kind = model::By::Kind::Property, .property = "plan"}};
  TRY(answer, engine.ask(question));
  // A row per plan and step.
  Plans plans;
  std::map<std::size_t, std::size_t> steps_seen;
  for (const model::Row& row : answer.rows) {
    TRY(plan, code_of(row, "plan"));
    TRY(people, integer(row, "people"));
    const std::size_t step = steps_seen[plan]++;
    if (plan >= kPlans || step >= kFunnel.size())
      return fail("bench.unexpected-answer", "the split funnel has other rows than asked for");
    plans.by_plan[plan][step] = people;
  }
  return to_rows(plans);
}

}  // namespace

Question funnel_split(const Facts& facts) {
  const auto sql = [](const char* form) {
    return fmt::format(fmt::runtime(form), kWithin, kFunnel[0], kFunnel[1], kFunnel[2], kFunnel[3]);
  };
  std::uint64_t of_steps = 0;
  for (const std::uint8_t step : kFunnel) of_steps += facts.by_name[step];
  return {.name = "funnel_split",
          .asks = "the funnel with two property filters on each step, split by a property of 100 values",
          .clickhouse = sql(kClickHouse),
          .duckdb = sql(kDuckDb),
          .naive = naive,
          .throughline = throughline,
          .throughline_absent = {},
          .needs_more_than_segments = true,
          .bytes = facts.events * kCodeBytes + of_steps * (2 * kCodeBytes + kTimeBytes) + facts.people * kCodeBytes};
}

}  // namespace throughline::bench
