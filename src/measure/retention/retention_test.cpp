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
  split.by.kind = model::By::Kind::Calendar;
  EXPECT_EQ(retention(split, {}, *snapshot).error().code, "retention.split-by-calendar");
}

TEST(Retention, ThePeopleBehindACell) {
  const auto snapshot = *sequence::Snapshot::build(sequence::from_events(kExample));
  model::Question asked = question("signed up", "opened", 2);
  const auto count = [&](std::string group, std::string outcome) {
    asked.behind = {.group = std::move(group), .outcome = std::move(outcome)};
    return retention(asked, {}, *snapshot)->rows.size();
  };
  EXPECT_EQ(count("2025-01", ""), 2u);
  EXPECT_EQ(count("2025-01", "returned:1"), 1u);
  EXPECT_EQ(count("", "lost:1"), 1u);
  EXPECT_EQ(count("", "returned:2"), 0u);  // not over: nobody is known to have returned or not
  asked.behind = {.group = "2025-02", .outcome = ""};
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

// The library's convention in this file: share of the month's cohort active in the k-th month after it, -999 both for
// nobody and for months it did not look at. Its other files count stretches of fixed length, which are no calendar.
TEST(Retention, AgreesWithRetentioneeringOnCalendarMonths) {
  const auto folder = std::filesystem::path(THROUGHLINE_SOURCE_DIR) / "../shared/data/retentioneering/tests/cohorts";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  std::vector<Event> events;
  for (const auto& row : csv(folder / "input_1.csv")) {
    if (row[0] == "user_id") continue;
    using namespace std::chrono;
    const auto part = [&](std::size_t from, std::size_t length) { return std::stoi(row[3].substr(from, length)); };
    const Instant day(sys_days(year(part(0, 4)) / part(5, 2) / part(8, 2)));
    events.push_back(event(row[0], day + hours(part(11, 2)) + minutes(part(14, 2)) + seconds(part(17, 2)), row[1]));
  }
  events.push_back(event("bystander", utc(2022, 5, 1), "end"));  // so that April, too, was observed to its end
  const Matrix ours = matrix(question("event", "event", 4), events);
  const auto theirs = csv(folder / "01_matrix_MM.csv");
  ASSERT_EQ(ours.size(), theirs.size() - 1);
  std::map<std::string, double> members;
  for (const auto& [cohort, cells] : ours) members[cohort] = static_cast<double>(*cells[0]);
  for (std::size_t i = 1; i < theirs.size(); ++i) {
    const auto& cells = ours.at(theirs[i][1]);
    for (std::size_t period = 0; period < cells.size(); ++period) {
      const double share = std::stod(theirs[i][2 + period]);
      if (share == -999.0) {
        EXPECT_EQ(cells[period].value_or(0), 0) << theirs[i][1] << " " << period;
      } else {
        EXPECT_NEAR(static_cast<double>(cells[period].value()) / members[theirs[i][1]], share, 1e-6)
            << theirs[i][1] << " " << period;
      }
    }
  }
}

}  // namespace
}  // namespace throughline::measure
