// Passages of orders through five stages: per stage how many entered, went on to a later one, left (silent for 30
// days), are still there, finished. What a passage is stands in src/measure/journey/passage.h. An order's events are
// found by the order, whoever's they are.
#include <fmt/format.h>

#include "../question.h"
#include "../throughline_engine.h"

namespace throughline::bench {
namespace {

constexpr std::int64_t kWithin = 30 * kDay;

// Time and stage in one number sort quicker than a pair. `run` counts the silences before each event. As quick as
// ORDER BY object, ts in a subquery with groupArray above it.
constexpr const char* kClickHouse = R"(
SELECT stage, count(), countIf(went_on), countIf(NOT went_on AND NOT last AND NOT here),
       countIf(NOT went_on AND NOT last AND here), countIf(last) FROM (
  SELECT stage, indexOf(stages, stage) AS entered, run[entered] AS own, stage = {3} AS last,
         arrayExists((s, r, i) -> i > entered AND r = own AND s > stage, stages, run, arrayEnumerate(stages))
           AS went_on,
         own = run[-1] AND times[-1] + {0} > {4} AS here
  FROM (
    SELECT arraySort(groupArray(ts * 8 + name - {1})) AS events, arrayMap(e -> bitShiftRight(e, 3), events) AS times,
           arrayMap(e -> bitAnd(e, 7), events) AS stages,
           arrayCumSum(arrayMap(gap -> gap > {0}, arrayDifference(times))) AS run
    FROM event WHERE object > 0 AND name >= {1} AND name < {1} + {2} GROUP BY object)
  ARRAY JOIN range({2}) AS stage WHERE entered > 0)
GROUP BY stage ORDER BY stage)";

constexpr const char* kDuckDb = R"(
WITH gaps AS (SELECT object, ts, name - {1} AS stage, ts - lag(ts) OVER (PARTITION BY object ORDER BY ts) AS gap
              FROM event WHERE object > 0 AND name >= {1} AND name < {1} + {2}),
runs AS MATERIALIZED (
  SELECT object, ts, stage, count(*) FILTER (gap > {0}) OVER (PARTITION BY object ORDER BY ts) AS run FROM gaps),
ends AS (SELECT object, max(ts) AS until, max(run) AS last_run FROM runs GROUP BY object),
entries AS (SELECT object, stage, min(ts) AS since, min_by(run, ts) AS own FROM runs GROUP BY object, stage),
visits AS (
  SELECT e.stage, e.stage = {3} AS is_last, e.own = ends.last_run AND ends.until + {0} > {4} AS here,
         EXISTS (SELECT 1 FROM runs r WHERE r.object = e.object AND r.run = e.own AND r.ts > e.since
                                        AND r.stage > e.stage) AS went_on
  FROM entries e JOIN ends USING (object))
SELECT concat_ws(',', stage, count(*), count(*) FILTER (went_on),
                 count(*) FILTER (NOT went_on AND NOT is_last AND NOT here),
                 count(*) FILTER (NOT went_on AND NOT is_last AND here), count(*) FILTER (is_last))
FROM visits GROUP BY stage ORDER BY stage)";

struct Stages {
  enum Column { kEntered, kWentOn, kLeft, kHere, kFinished, kColumns };
  std::array<std::array<std::int64_t, kColumns>, kStages> count{};
  Stages& operator+=(const Stages& other) {
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      for (std::size_t column = 0; column < kColumns; ++column) count[stage][column] += other.count[stage][column];
    }
    return *this;
  }
};

std::string to_rows(const Stages& stages) {
  std::string rows;
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const auto& [entered, went_on, left, here, finished] = stages.count[stage];
    if (entered > 0) add_row(rows, stage, entered, went_on, left, here, finished);
  }
  return rows;
}

void visit(const NaiveColumns& columns, std::uint64_t begin, std::uint64_t end, std::uint8_t stage, std::int64_t last,
           Stages& stages) {
  const auto stage_of = [&](std::uint64_t row) { return columns.object_name[row] - kFirstStage; };
  std::uint64_t row = begin;
  while (row < end && stage_of(row) != stage) ++row;
  if (row == end) return;
  auto& count = stages.count[stage];
  ++count[Stages::kEntered];
  if (stage + 1 == kStages) {
    ++count[Stages::kFinished];
    return;
  }
  for (++row; row < end && columns.object_time[row] - columns.object_time[row - 1] <= kWithin; ++row) {
    if (stage_of(row) <= stage) continue;
    ++count[Stages::kWentOn];
    return;
  }
  const bool is_here = row == end && columns.object_time[row - 1] + kWithin > last;
  ++count[is_here ? Stages::kHere : Stages::kLeft];
}

std::string naive(const NaiveColumns& columns, unsigned threads, std::int64_t last) {
  const auto work = [&](Stages& stages, std::size_t object) {
    for (std::uint8_t stage = 0; stage < kStages; ++stage)
      visit(columns, columns.object_offsets[object], columns.object_offsets[object + 1], stage, last, stages);
  };
  return to_rows(fold_slices<Stages>(columns.object_offsets.size() - 1, threads, work));
}

Result<std::string> throughline(ThroughlineEngine& engine) {
  TRY(answer, engine.ask({.ask = model::Question::Journey{"order"}}));
  if (answer.rows.size() != kStages) return fail("bench.unexpected-answer", "the journey has not its five stages");
  Stages stages;
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const model::Row& row = answer.rows[stage];
    TRY(entered, integer(row, "passages"));
    stages.count[stage][Stages::kEntered] = entered;
    TRY(outcomes, nested(row, "outcomes"));  // went_on, left, still_here, finished
    for (std::size_t outcome = 0; outcome < outcomes->size() && outcome < 4; ++outcome) {
      TRY(passages, integer((*outcomes)[outcome], "passages"));
      stages.count[stage][Stages::kWentOn + outcome] = passages;
    }
  }
  return to_rows(stages);
}

}  // namespace

Question passages(const Facts& facts) {
  const std::int64_t last = facts.last;
  const auto sql = [&](const char* form) {
    return fmt::format(fmt::runtime(form), kWithin, kFirstStage, kStages, kStages - 1, last);
  };
  return {.name = "passages",
          .asks = "orders through five stages: entered, went on, left, still there, finished",
          .clickhouse = sql(kClickHouse),
          .duckdb = sql(kDuckDb),
          .naive = [last](const NaiveColumns& columns, unsigned threads) { return naive(columns, threads, last); },
          .throughline = throughline,
          .throughline_absent = {},
          .needs_more_than_segments = true,
          .bytes = facts.with_object * (kCodeBytes + kTimeBytes)};
}

}  // namespace throughline::bench
