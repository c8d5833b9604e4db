#include "measure/retention/retention.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Event;

Event event(std::string who, Instant time, std::string name) {
  return {.time = time, .name = std::move(name), .identities = {{model::IdentityKind::UserId, std::move(who)}}};
}

Instant utc(int year, int month, int day, int hour = 0) {
  using namespace std::chrono;
  return Instant(sys_days(std::chrono::year(year) / month / day)) + hours(hour);
}

model::Question question(std::string start, std::string returns, int periods, Interval interval = Interval::Month) {
  model::Question asked;
  asked.ask = model::Question::Retention{
      .start = {{.event = start}}, .returns = {{.event = returns}}, .periods = periods, .interval = interval};
  return asked;
}

// cohort -> returned by period; nothing where the period is censored.
using Matrix = std::map<std::string, std::vector<std::optional<std::int64_t>>>;

Matrix matrix(const model::Answer& answer) {
  Matrix cells;
  for (const model::Row& row : answer.rows) {
    const auto* returned = std::get_if<std::int64_t>(&row[3].second.value);
    cells[std::get<std::string>(row[0].second.value)].push_back(returned == nullptr ? std::nullopt
                                                                                    : std::optional(*returned));
    EXPECT_EQ(std::get<model::Estimate>(row[4].second.value).value.has_value(), returned != nullptr);
  }
  return cells;
}

Matrix matrix(const model::Question& asked, const std::vector<Event>& events) {
  return matrix(*retention(asked, {}, **sequence::Snapshot::build(sequence::from_events(events))));
}

const std::vector<Event> kExample{
    event("ana", utc(2025, 1, 20), "signed up"), event("ana", utc(2025, 2, 3), "opened"),
    event("ana", utc(2025, 3, 4), "opened"),     event("ben", utc(2025, 1, 31), "signed up"),
    event("ben", utc(2025, 1, 31), "opened"),    event("ben", utc(2025, 3, 9), "opened")};

TEST(Retention, APeriodThatIsNotOverHasNoFigure) {
  const model::Answer answer =
      *retention(question("signed up", "opened", 2), {}, **sequence::Snapshot::build(sequence::from_events(kExample)));
  EXPECT_EQ(matrix(answer), (Matrix{{"2025-01", {2, 1, std::nullopt}}}));
  EXPECT_EQ(std::get<std::string>(answer.rows[2].back().second.value), "censored");
  EXPECT_EQ(answer.notes.back(),
            "periods that were not over when the data ended (2025-03-09T00:00:00Z) have no figure");
}

TEST(Retention, APeriodThatIsOverCountsEverybody) {
  std::vector<Event> events = kExample;
  events.push_back(event("cy", utc(2025, 3, 31, 24) - std::chrono::microseconds(1), "opened"));
  EXPECT_EQ(matrix(question("signed up", "opened", 3), events), (Matrix{{"2025-01", {2, 1, 2, std::nullopt}}}));
}

TEST(Retention, TheFirstStartEverMustLieInThePeriod) {
  model::Question asked = question("opened", "opened", 1);
  asked.from = utc(2025, 2, 1);
  EXPECT_EQ(matrix(asked, kExample), (Matrix{{"2025-02", {1, std::nullopt}}}));
}

// Started 23:30 on 29 March in Berlin; returned 22:30 UTC on 30 March, which is already 31 March there: period 2.
TEST(Retention, DaysAreThoseOfTheZone) {
  model::Question asked = question("signed up", "opened", 2, Interval::Day);
  const std::vector<Event> events{event("ana", utc(2025, 3, 29, 22) + std::chrono::minutes(30), "signed up"),
                                  event("ana", utc(2025, 3, 30, 22) + std::chrono::minutes(30), "opened"),
                                  event("ben", utc(2025, 4, 3), "opened")};
  asked.zone = *Zone::find("Europe/Berlin");
  EXPECT_EQ(matrix(asked, events), (Matrix{{"2025-03-29", {1, 0, 1}}}));
  asked.zone = Zone::utc();
  EXPECT_EQ(matrix(asked, events), (Matrix{{"2025-03-29", {1, 1, 0}}}));
}

TEST(Retention, Errors) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(kExample));
  EXPECT_EQ(retention(question("signed up", "opend", 2), {}, *snapshot).error().place.name, "/returns");
  EXPECT_EQ(retention(question("signed up", "opened", 0), {}, *snapshot).error().code,
            "retention.periods-out-of-range");
  model::Question split = question("signed up", "opened", 2);
  split.by = {{.kind = model::By::Kind::Calendar}};
  EXPECT_EQ(retention(split, {}, *snapshot).error().code, "retention.split-by-calendar");
}

TEST(Retention, ThePeopleBehindACell) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(kExample));
  model::Question asked = question("signed up", "opened", 2);
  const auto count = [&](std::string group, std::string outcome) {
    asked.behind = {.group = group.empty() ? std::vector<std::string>() : std::vector{std::move(group)},
                    .outcome = std::move(outcome)};
    return retention(asked, {}, *snapshot)->rows.size();
  };
  EXPECT_EQ(count("2025-01", ""), 2u);
  EXPECT_EQ(count("2025-01", "returned:1"), 1u);
  EXPECT_EQ(count("", "lost:1"), 1u);
  EXPECT_EQ(count("", "returned:2"), 0u);  // not over: nobody is known to have returned or not
  asked.behind = {.group = {"2025-02"}, .outcome = ""};
  EXPECT_EQ(retention(asked, {}, *snapshot).error().code, "question.unknown-group");
}

std::vector<std::vector<std::string>> csv(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string>& row = rows.emplace_back();
    std::stringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

using Cells = std::map<std::string, std::vector<double>>;  // cohort -> share by period, -999 for none

// The library's convention: cohorts by the user's first event, stretches of so many units counted from that of the
// first event of all; the share of the cohort active in the k-th stretch after it; -999 both for nobody and for what
// it did not look at. Its rows stand behind the last column that has somebody.
Cells theirs(const std::filesystem::path& path) {
  Cells cells;
  for (const auto& row : csv(path)) {
    if (row[0] == "CohortPeriod") continue;
    for (std::size_t i = 2; i < row.size(); ++i) cells[row[1]].push_back(std::stod(row[i]));
  }
  return cells;
}

std::vector<Event> retentioneering_events(const std::filesystem::path& path) {
  std::vector<Event> events;
  for (const auto& row : csv(path)) {
    if (row[0] == "user_id") continue;
    using namespace std::chrono;
    const auto part = [&](std::size_t from, std::size_t length) { return std::stoi(row[3].substr(from, length)); };
    const Instant day(sys_days(year(part(0, 4)) / part(5, 2) / part(8, 2)));
    events.push_back(event(row[0], day + hours(part(11, 2)) + minutes(part(14, 2)) + seconds(part(17, 2)), row[1]));
  }
  events.push_back(event("bystander", utc(2023, 5, 1), "end"));  // so that all periods were observed to their end
  return events;
}

struct Published {
  const char* file;
  Interval interval;
  int every;
  Instant from;  // where their first cohort begins
};

TEST(Retention, AgreesWithRetentioneeringsEightMatrices) {
  const auto folder = std::filesystem::path(THROUGHLINE_SOURCE_DIR) / "../shared/data/retentioneering/tests/cohorts";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  const std::vector<Event> events = retentioneering_events(folder / "input_1.csv");
  const Instant tuesday = utc(2021, 12, 28), monday = utc(2021, 12, 27);
  const std::vector<Published> published{
      {"01_matrix_MM", Interval::Month, 1, tuesday},  {"02_matrix_M2M", Interval::Month, 2, tuesday},
      {"03_matrix_D30D", Interval::Day, 30, tuesday}, {"04_matrix_W4W", Interval::Week, 4, monday},
      {"05_matrix_D4W", Interval::Day, 28, tuesday},  {"06_matrix_W30D", Interval::Day, 30, monday},
      {"07_matrix_avg", Interval::Day, 21, tuesday},  {"08_matrix_cut", Interval::Day, 21, tuesday}};
  for (const Published& matrix_of : published) {
    model::Question asked = question("event", "event", 4, matrix_of.interval);
    std::get<model::Question::Retention>(asked.ask).every = matrix_of.every;
    asked.from = matrix_of.from;
    const Matrix ours = matrix(asked, events);
    Cells expected = theirs(folder / (std::string(matrix_of.file) + ".csv"));
    const auto average = expected.extract("Average");
    const bool is_cut = std::string_view(matrix_of.file) == "08_matrix_cut";  // they show less than they counted
    EXPECT_TRUE(is_cut || ours.size() == expected.size()) << matrix_of.file;
    std::vector<std::vector<double>> seen(5);  // by period, the shares that are not none
    for (const auto& [cohort, shares] : expected) {
      const auto& cells = ours.at(cohort);
      for (std::size_t period = 0; period < shares.size(); ++period) {
        const std::string place = std::string(matrix_of.file) + " " + cohort + " " + std::to_string(period);
        ASSERT_TRUE(cells[period]) << place;
        const double share = static_cast<double>(*cells[period]) / static_cast<double>(*cells[0]);
        EXPECT_NEAR(share, shares[period] == -999.0 ? 0 : shares[period], 5e-3) << place;  // printed with two digits
        if (share > 0) seen[period].push_back(share);
      }
    }
    // Their average is that of the percentages, cohorts with nobody left out; ours (more.pooled) weighs by people.
    for (std::size_t period = 0; !average.empty() && period < average.mapped().size(); ++period) {
      double sum = 0;
      for (const double share : seen[period]) sum += share;
      EXPECT_NEAR(sum / static_cast<double>(seen[period].size()), average.mapped()[period], 5e-3) << period;
    }
  }
}

// ---- measures, bases, brackets ---------------------------------------------------------------------------------

using Asked = model::RetentionQuestion;

model::Question days(Asked::Measure measure, std::vector<Asked::Bracket> brackets, int at_least = 1) {
  model::Question asked = question("start", "back", 3, Interval::Day);
  auto& retention = std::get<Asked>(asked.ask);
  retention.measure = measure;
  retention.brackets = std::move(brackets);
  retention.at_least = at_least;
  return asked;
}

std::vector<std::optional<std::int64_t>> returned(const model::Question& asked, const std::vector<Event>& events) {
  std::vector<std::optional<std::int64_t>> cells;
  const model::Answer answer = *retention(asked, {}, **sequence::Snapshot::build(sequence::from_events(events)));
  for (const model::Row& row : answer.rows) {
    for (const auto& [name, cell] : row) {
      if (name != "returned") continue;
      const auto* count = std::get_if<std::int64_t>(&cell.value);
      cells.push_back(count == nullptr ? std::nullopt : std::optional(*count));
    }
  }
  return cells;
}

// Starts on 1 May at noon; back the same evening, twice on day 2, once on day 9.
const std::vector<Event> kBack{event("ana", utc(2025, 5, 1, 12), "start"), event("ana", utc(2025, 5, 1, 20), "back"),
                               event("ana", utc(2025, 5, 3, 9), "back"),   event("ana", utc(2025, 5, 3, 10), "back"),
                               event("ana", utc(2025, 5, 10, 9), "back"),  event("zoe", utc(2025, 6, 1), "end")};
const std::vector<Asked::Bracket> kBrackets{{1, 1}, {2, 3}, {4, 7}, {8, 14}};
using Returned = std::vector<std::optional<std::int64_t>>;

TEST(Retention, AMeasureIsAWindow) {
  EXPECT_EQ(returned(days(Asked::Measure::On, kBrackets), kBack), (Returned{1, 0, 1, 0, 1}));
  EXPECT_EQ(returned(days(Asked::Measure::OnOrAfter, kBrackets), kBack), (Returned{1, 1, 1, 1, 1}));
  EXPECT_EQ(returned(days(Asked::Measure::OnOrBefore, kBrackets), kBack), (Returned{1, 1, 1, 1, 1}));
  EXPECT_EQ(returned(days(Asked::Measure::Cumulative, {{1, 1}, {2, 3}, {4, 7}}), kBack), (Returned{1, 1, 1, 0}));
}

TEST(Retention, SoManyReturnsAreOne) {
  EXPECT_EQ(returned(days(Asked::Measure::On, kBrackets, 2), kBack), (Returned{1, 0, 1, 0, 0}));
  EXPECT_EQ(returned(days(Asked::Measure::OnOrAfter, kBrackets, 2), kBack), (Returned{1, 1, 1, 0, 0}));
  EXPECT_EQ(returned(days(Asked::Measure::OnOrBefore, kBrackets, 2), kBack), (Returned{1, 0, 1, 1, 1}));
  EXPECT_EQ(returned(days(Asked::Measure::OnOrBefore, kBrackets, 4), kBack), (Returned{1, 0, 0, 0, 1}));
}

// 45 hours after the start: calendar day 2, but the second stretch of 24 hours, which is period 1.
TEST(Retention, RollingPeriodsRunFromTheOwnStart) {
  model::Question asked = days(Asked::Measure::On, {});
  EXPECT_EQ(returned(asked, kBack), (Returned{1, 0, 1, 0}));
  std::get<Asked>(asked.ask).basis = Asked::Basis::Rolling;
  EXPECT_EQ(returned(asked, kBack), (Returned{1, 1, 0, 0}));
}

TEST(Retention, RecurringMembersStandInEveryCohortTheyStartIn) {
  model::Question asked = question("opened", "opened", 2);
  std::get<Asked>(asked.ask).mode = Asked::Mode::Recurring;
  std::vector<Event> events = kExample;
  events.push_back(event("zoe", utc(2025, 5, 1), "end"));
  const model::Answer answer = *retention(asked, {}, **sequence::Snapshot::build(sequence::from_events(events)));
  EXPECT_EQ(matrix(answer),
            (Matrix{{"2025-01", {1, 0, 1}}, {"2025-02", {1, 1, 0}}, {"2025-03", {2, 0, std::nullopt}}}));
  EXPECT_EQ(answer.counts, (std::vector<std::pair<std::string, std::int64_t>>{{"people", 2}, {"memberships", 4}}));
  const auto& pooled = std::get<model::Rows>(answer.more[0].second.value);
  EXPECT_EQ(std::get<std::int64_t>(pooled[0][1].second.value), 4);
  const auto& share = std::get<model::Estimate>(pooled[0][3].second.value);
  EXPECT_DOUBLE_EQ(*share.value, 0.25);
  EXPECT_FALSE(share.low);  // memberships of one person are not independent
}

TEST(Retention, BracketsMustAscend) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(kBack));
  EXPECT_EQ(retention(days(Asked::Measure::On, {{2, 3}, {3, 4}}), {}, *snapshot).error().code,
            "retention.brackets-out-of-order");
}

TEST(Retention, ClickHousesFunctionKnowsNoOrder) {
  model::Question asked;
  asked.ask = Asked{.start = {},
                    .returns = {},
                    .brackets = {},
                    .rules = "clickhouse",
                    .conditions = {{{.event = "signed up"}}, {{.event = "opened"}}, {{.event = "end"}}}};
  std::vector<Event> events = kExample;
  events.push_back(event("cy", utc(2025, 1, 1), "opened"));
  events.push_back(event("cy", utc(2025, 1, 2), "signed up"));
  events.push_back(event("zoe", utc(2025, 5, 1), "end"));
  EXPECT_EQ(returned(asked, events), (Returned{3, 3, 0}));
  asked.behind = {.group = {}, .outcome = "lost:3"};
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(events));
  EXPECT_EQ(retention(asked, {}, *snapshot)->rows.size(), 3u);
  std::get<Asked>(asked.ask).conditions.resize(1);
  EXPECT_EQ(retention(asked, {}, *snapshot).error().code, "retention.too-few-conditions");
}

}  // namespace
}  // namespace throughline::measure
