// Attempts at a task: started, succeeded, given up, open at the data's end, errors on the way, and the median time of
// the successful ones (doubled, in milliseconds, so that the middle of two is whole). What an attempt is stands in
// src/measure/task/task.h: each start begins one; the next start, success or giving up within the hour ends it; an
// error within the hour counts where nothing has ended the attempt.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "../question.h"
#include "../throughline_engine.h"

namespace throughline::bench {
namespace {

constexpr std::int64_t kWithin = 3'600'000;

// Each person's events of the task as arrays; `k…` are those that begin or end attempts, `n…` the one after each.
// arrayFill carries the last of them on over the errors.
constexpr const char* kClickHouse = R"(
SELECT sum(attempts), sum(succeeded), sum(attempts) - sum(succeeded) - sum(opened) AS given_up, sum(opened),
       sum(errors), quantileExactLowArray(0.5)(times) + quantileExactHighArray(0.5)(times) FROM (
  SELECT groupArray(ts) AS t, groupArray(name) AS n,
         arrayFilter((x, y) -> y != {3}, t, n) AS kt, arrayFilter(y -> y != {3}, n) AS kn,
         arrayPopFront(arrayPushBack(kt, 9223372036854775807)) AS nt, arrayPopFront(arrayPushBack(kn, 0)) AS nn,
         countEqual(kn, {1}) AS attempts,
         arrayFilter(x -> x > 0, arrayMap((a, b, c, d) -> b = {1} AND d = {2} AND c - a <= {0} ? c - a : 0,
                                          kt, kn, nt, nn)) AS times,
         length(times) AS succeeded,
         arrayCount((a, b, c) -> b = {1} AND c - a > {0} AND a + {0} > {5}, kt, kn, nt) AS opened,
         arrayCount((x, y, a, b) -> y = {3} AND b = {1} AND x - a <= {0}, t, n,
                    arrayFill((x, y) -> y != {3}, t, n), arrayFill(y -> y != {3}, n)) AS errors
  FROM event WHERE name IN ({1}, {2}, {3}, {4}) GROUP BY person) SETTINGS optimize_aggregation_in_order = 1)";

constexpr const char* kDuckDb = R"(
WITH of_task AS MATERIALIZED (SELECT person, ts, name FROM event WHERE name IN ({1}, {2}, {3}, {4})),
ends AS (SELECT name, ts, lead(name) OVER w AS next, lead(ts) OVER w - ts AS gap FROM of_task WHERE name <> {3}
         WINDOW w AS (PARTITION BY person ORDER BY ts)),
attempts AS (SELECT count(*) AS attempts, count(*) FILTER (next = {2} AND gap <= {0}) AS succeeded,
                    count(*) FILTER ((gap IS NULL OR gap > {0}) AND ts + {0} > {5}) AS opened,
                    (2 * median(gap) FILTER (next = {2} AND gap <= {0}))::BIGINT AS middle
             FROM ends WHERE name = {1}),
slips AS (SELECT name, ts, last_value(CASE WHEN name <> {3} THEN name END IGNORE NULLS) OVER w AS before,
                 last_value(CASE WHEN name <> {3} THEN ts END IGNORE NULLS) OVER w AS since FROM of_task
          WINDOW w AS (PARTITION BY person ORDER BY ts))
SELECT concat_ws(',', attempts, succeeded, attempts - succeeded - opened, opened,
                 (SELECT count(*) FROM slips WHERE name = {3} AND before = {1} AND ts - since <= {0}), middle)
FROM attempts)";

struct Attempts {
  std::int64_t all = 0, open = 0, errors = 0;
  std::vector<std::int64_t> times;  // of successful ones
  Attempts& operator+=(const Attempts& other) {
    all += other.all;
    open += other.open;
    errors += other.errors;
    times.insert(times.end(), other.times.begin(), other.times.end());
    return *this;
  }
};

std::int64_t twice_median(std::vector<std::int64_t>& times) {
  if (times.empty()) return 0;
  const auto low = times.begin() + static_cast<std::ptrdiff_t>((times.size() - 1) / 2);
  std::ranges::nth_element(times, low);
  return *low + (times.size() % 2 == 1 ? *low : *std::min_element(low + 1, times.end()));
}

std::string naive(const NaiveColumns& columns, unsigned threads, std::int64_t last) {
  const auto work = [&](Attempts& attempts, std::size_t person) {
    constexpr std::int64_t kNone = -1;
    std::int64_t start = kNone;
    for (std::uint64_t row = columns.offsets[person]; row < columns.offsets[person + 1]; ++row) {
      const std::uint8_t name = columns.name[row];
      if (name < kTaskStart || name > kTaskGiveUp) continue;
      const std::int64_t time = columns.time[row];
      if (start != kNone && time - start > kWithin) start = kNone;
      if (name == kTaskStart) {
        ++attempts.all;
        start = time;
      } else if (start != kNone) {
        if (name == kTaskError) ++attempts.errors;
        if (name == kTaskSuccess) attempts.times.push_back(time - start);
        if (name != kTaskError) start = kNone;
      }
    }
    if (start != kNone && start + kWithin > last) ++attempts.open;
  };
  Attempts attempts = fold_slices<Attempts>(columns.offsets.size() - 1, threads, work);
  const auto succeeded = static_cast<std::int64_t>(attempts.times.size());
  std::string rows;
  add_row(rows, attempts.all, succeeded, attempts.all - succeeded - attempts.open, attempts.open, attempts.errors,
          twice_median(attempts.times));
  return rows;
}

// Two metrics, as a page that shows both asks for them.
Result<std::string> throughline(ThroughlineEngine& engine) {
  TRY(time, engine.ask({.ask = model::Question::Metric{"search_time"}}));
  if (time.rows.size() != 1) return fail("bench.unexpected-answer", "a metric of the task has not one row");
  const model::Row& row = time.rows[0];
  TRY(attempts, integer(row, "attempts"));
  TRY(succeeded, integer(row, "success"));
  TRY(given_up, integer(row, "gave_up"));
  TRY(open, integer(row, "open"));
  TRY(of_errors, integer(row, "errors"));
  TRY(median, estimate(row, "value"));
  std::string rows;
  add_row(rows, attempts, succeeded, given_up, open, of_errors, std::llround(median * 2000));
  return rows;
}

}  // namespace

Question tasks(const Facts& facts) {
  const std::int64_t last = facts.last;
  const auto sql = [&](const char* form) {
    return fmt::format(fmt::runtime(form), kWithin, kTaskStart, kTaskSuccess, kTaskError, kTaskGiveUp, last);
  };
  std::uint64_t of_task = 0;
  for (std::uint8_t name = kTaskStart; name <= kTaskGiveUp; ++name) of_task += facts.by_name[name];
  return {.name = "tasks",
          .asks = "attempts at a task: success, given up, open, errors, median time",
          .clickhouse = sql(kClickHouse),
          .duckdb = sql(kDuckDb),
          .naive = [last](const NaiveColumns& columns, unsigned threads) { return naive(columns, threads, last); },
          .throughline = throughline,
          .throughline_absent = {},
          .bytes = facts.events * kCodeBytes + of_task * kTimeBytes};
}

}  // namespace throughline::bench
