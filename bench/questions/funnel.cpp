// Four steps in order within 7 days: how many people reach each step.
#include <fmt/format.h>

#include "../question.h"
#include "../throughline_engine.h"

namespace throughline::bench {
namespace {

constexpr std::int64_t kWithin = 7 * kDay;
static_assert(kFunnel == std::array<std::uint8_t, 4>{0, 1, 2, 3}, "the naive fold takes a step's code for its place");

// windowFunnel keeps, step by step, the latest first step that led there: with no two events at one instant that is
// the furthest walk from any first step, which is what all others count. Grouping by hash was quicker here than in the
// table's order (optimize_aggregation_in_order).
constexpr const char* kClickHouse = R"(
SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4) FROM (
  SELECT windowFunnel({0})(ts, name = {1}, name = {2}, name = {3}, name = {4}) AS level
  FROM event WHERE name IN ({1}, {2}, {3}, {4}) GROUP BY person))";

// Window functions: each event carries the latest first step that leads to it.
constexpr const char* kDuckDb = R"(
WITH one AS (SELECT person, ts, name, max(CASE WHEN name = {1} THEN ts END) OVER w AS t1 FROM event
             WHERE name IN ({1}, {2}, {3}, {4}) WINDOW w AS (PARTITION BY person ORDER BY ts)),
two AS (SELECT *, max(CASE WHEN name = {2} AND t1 >= ts - {0} THEN t1 END) OVER w AS t2 FROM one
        WINDOW w AS (PARTITION BY person ORDER BY ts)),
three AS (SELECT *, max(CASE WHEN name = {3} AND t2 >= ts - {0} THEN t2 END) OVER w AS t3 FROM two
          WINDOW w AS (PARTITION BY person ORDER BY ts)),
people AS (SELECT CASE WHEN bool_or(name = {4} AND t3 >= ts - {0}) THEN 4 WHEN count(t3) > 0 THEN 3
                       WHEN count(t2) > 0 THEN 2 WHEN count(t1) > 0 THEN 1 ELSE 0 END AS level
           FROM three GROUP BY person)
SELECT concat_ws(',', count(*) FILTER (level >= 1), count(*) FILTER (level >= 2), count(*) FILTER (level >= 3),
                 count(*) FILTER (level >= 4)) FROM people)";

struct Levels {
  std::array<std::int64_t, kFunnel.size()> reached{};
  Levels& operator+=(const Levels& other) {
    for (std::size_t step = 0; step < reached.size(); ++step) reached[step] += other.reached[step];
    return *this;
  }
};

std::string naive(const NaiveColumns& columns, unsigned threads) {
  const auto work = [&](Levels& levels, std::size_t person) {
    std::array<std::int64_t, kFunnel.size()> entry;
    entry.fill(-1);
    for (std::uint64_t row = columns.offsets[person]; row < columns.offsets[person + 1]; ++row) {
      const std::size_t step = columns.name[row];
      if (step >= kFunnel.size()) continue;
      if (step == 0) {
        entry[0] = columns.time[row];
      } else if (entry[step - 1] >= 0 && columns.time[row] - entry[step - 1] <= kWithin) {
        entry[step] = entry[step - 1];
      }
    }
    for (std::size_t step = 0; step < kFunnel.size(); ++step) levels.reached[step] += entry[step] >= 0 ? 1 : 0;
  };
  const auto levels = fold_slices<Levels>(columns.offsets.size() - 1, threads, work).reached;
  std::string rows;
  add_row(rows, levels[0], levels[1], levels[2], levels[3]);
  return rows;
}

Result<std::string> throughline(ThroughlineEngine& engine) {
  model::Question::Funnel asked{.steps = {}, .within = std::chrono::milliseconds(kWithin)};
  for (const std::uint8_t step : kFunnel) asked.steps.push_back(events_named(step));
  TRY(answer, engine.ask({.ask = asked}));
  std::vector<std::int64_t> reached;
  for (const model::Row& row : answer.rows) {
    TRY(people, integer(row, "people"));
    reached.push_back(people);
  }
  if (reached.size() != kFunnel.size()) return fail("bench.unexpected-answer", "the funnel has not four steps");
  std::string rows;
  add_row(rows, reached[0], reached[1], reached[2], reached[3]);
  return rows;
}

}  // namespace

Question funnel(const Facts& facts) {
  const auto sql = [](const char* form) {
    return fmt::format(fmt::runtime(form), kWithin, kFunnel[0], kFunnel[1], kFunnel[2], kFunnel[3]);
  };
  std::uint64_t of_steps = 0;
  for (const std::uint8_t step : kFunnel) of_steps += facts.by_name[step];
  return {.name = "funnel",
          .asks = "who reaches each of 4 steps in order within 7 days of the first",
          .clickhouse = sql(kClickHouse),
          .duckdb = sql(kDuckDb),
          .naive = naive,
          .throughline = throughline,
          .throughline_absent = {},
          .bytes = facts.events * kCodeBytes + of_steps * kTimeBytes};
}

}  // namespace throughline::bench
