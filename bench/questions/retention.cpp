// Weekly retention: by the week of a person's first "app opened", who has a "page viewed" in each week after it. Weeks
// that are not over when the data end have no figure.
#include <fmt/format.h>
#include <map>

#include "../question.h"
#include "../throughline_engine.h"

namespace throughline::bench {
namespace {

constexpr std::int64_t kWeek = 7 * kDay;
constexpr std::int64_t kWeeks = (kDays + 6) / 7;

// Which weeks a person came back in fits a 16-bit mask, so one grouping by person is enough; whoever started counts,
// and weeks before the first start are never looked at. Grouping by hash was quicker than in the table's order.
constexpr const char* kClickHouse = R"(
SELECT cohort, period, sum(people) FROM (
  SELECT cohort, weeks, count() AS people FROM (
    SELECT intDiv(minIf(ts, name = {2}) - {0}, {1}) AS cohort,
           groupBitOrIf(bitShiftLeft(toUInt16(1), intDiv(ts - {0}, {1})), name = {3}) AS weeks
    FROM event WHERE name IN ({2}, {3}) GROUP BY person HAVING countIf(name = {2}) > 0)
  GROUP BY cohort, weeks)
ARRAY JOIN range({4}) AS period
WHERE period = 0 OR (cohort + period < {5} AND bitTest(weeks, cohort + period))
GROUP BY cohort, period ORDER BY cohort, period)";

constexpr const char* kDuckDb = R"(
WITH people AS (
  SELECT (min(ts) FILTER (name = {2}) - {0}) // {1} AS cohort,
         coalesce(bit_or(1::UINTEGER << ((ts - {0}) // {1})::UINTEGER) FILTER (name = {3}), 0::UINTEGER) AS weeks
  FROM event WHERE name IN ({2}, {3}) GROUP BY person),
masks AS (SELECT cohort, weeks, count(*) AS people FROM people WHERE cohort IS NOT NULL GROUP BY cohort, weeks)
SELECT concat_ws(',', cohort, period, sum(people)::BIGINT) FROM masks, range({4}) AS periods(period)
WHERE period = 0 OR (cohort + period < {5} AND (weeks >> (cohort + period)::UINTEGER) & 1 = 1)
GROUP BY cohort, period ORDER BY cohort, period)";

struct Cells {
  std::array<std::array<std::int64_t, kWeeks>, kWeeks> people{};  // by cohort and period
  Cells& operator+=(const Cells& other) {
    for (std::size_t cohort = 0; cohort < kWeeks; ++cohort) {
      for (std::size_t period = 0; period < kWeeks; ++period) people[cohort][period] += other.people[cohort][period];
    }
    return *this;
  }
};

// Weeks that are over when the data end.
std::int64_t whole_weeks(std::int64_t last) {
  return (last - kBegin + 1) / kWeek;
}

std::string naive(const NaiveColumns& columns, unsigned threads, std::int64_t last) {
  const auto work = [&](Cells& cells, std::size_t person) {
    std::int64_t cohort = -1;
    std::uint32_t weeks = 0;
    for (std::uint64_t row = columns.offsets[person]; row < columns.offsets[person + 1]; ++row) {
      const std::uint8_t name = columns.name[row];
      if (name != kCohortStart && name != kCohortReturn) continue;
      const std::int64_t week = (columns.time[row] - kBegin) / kWeek;
      if (name == kCohortStart && cohort < 0) cohort = week;
      if (name == kCohortReturn) weeks |= 1u << week;
    }
    if (cohort < 0) return;
    auto& people = cells.people[static_cast<std::size_t>(cohort)];
    ++people[0];
    for (std::int64_t week = cohort + 1; week < whole_weeks(last); ++week)
      people[static_cast<std::size_t>(week - cohort)] += (weeks >> week) & 1;
  };
  const Cells cells = fold_slices<Cells>(columns.offsets.size() - 1, threads, work);
  std::string rows;
  for (std::size_t cohort = 0; cohort < kWeeks; ++cohort) {
    for (std::size_t period = 0; period < kWeeks; ++period) {
      if (cells.people[cohort][period] > 0) add_row(rows, cohort, period, cells.people[cohort][period]);
    }
  }
  return rows;
}

Result<std::string> throughline(ThroughlineEngine& engine) {
  const model::Question::Retention asked{.start = events_named(kCohortStart),
                                         .returns = events_named(kCohortReturn),
                                         .periods = static_cast<int>(kWeeks) - 1,
                                         .interval = Interval::Week};
  TRY(answer, engine.ask({.ask = asked}));
  std::map<std::string, std::int64_t> week_of;
  for (std::int64_t week = 0; week < kWeeks; ++week)
    week_of[Zone::utc().label(from_micros((kBegin + week * kWeek) * 1000), Interval::Week)] = week;
  std::string rows;
  for (const model::Row& row : answer.rows) {
    TRY(status, text(row, "status"));
    if (status != "ok") continue;
    TRY(cohort, text(row, "cohort"));
    TRY(period, integer(row, "period"));
    TRY(returned, integer(row, "returned"));
    if (returned > 0) add_row(rows, week_of.at(cohort), period, returned);
  }
  return rows;
}

}  // namespace

Question retention(const Facts& facts) {
  const std::int64_t last = facts.last;
  const auto sql = [&](const char* form) {
    return fmt::format(fmt::runtime(form), kBegin, kWeek, kCohortStart, kCohortReturn, kWeeks, whole_weeks(last));
  };
  return {
      .name = "retention",
      .asks = "weekly cohorts by first start, and who returns in each later week",
      .clickhouse = sql(kClickHouse),
      .duckdb = sql(kDuckDb),
      .naive = [last](const NaiveColumns& columns, unsigned threads) { return naive(columns, threads, last); },
      .throughline = throughline,
      .throughline_absent = {},
      .bytes = facts.events * kCodeBytes + (facts.by_name[kCohortStart] + facts.by_name[kCohortReturn]) * kTimeBytes};
}

}  // namespace throughline::bench
