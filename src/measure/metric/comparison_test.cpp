#include "measure/metric/comparison.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "sequence/from_events.h"

namespace throughline::measure {
namespace {

using model::Answer;
using model::Estimate;
using model::Question;
using Reading = Question::Comparison::Reading;
using sequence::Snapshot;

Instant month(unsigned number) {
  return Instant{std::chrono::sys_days(std::chrono::year(2025) / std::chrono::month(number) / 1)};
}

// `yes` of `all` people say yes in the month; their names begin with `who`.
void ask_people(std::vector<model::Event>& events, unsigned in_month, const std::string& who, int yes, int all) {
  for (int i = 0; i < all; ++i) {
    model::Event event;
    event.time = month(in_month) + std::chrono::hours(i + 1);
    event.name = "asked";
    event.identities = {{model::IdentityKind::UserId, who + std::to_string(i)}};
    event.properties = {{"said", i < yes ? "yes" : "no"}};
    events.push_back(std::move(event));
  }
}

model::Catalogue catalogue(std::int64_t minimum_n) {
  model::MetricDefinition metric;
  metric.kind = model::MetricKind::Share;
  metric.name = "happy";
  metric.title = "Happy";
  metric.minimum_n = minimum_n;
  metric.event = {{.event = "asked"}};
  metric.that = {{.event = "asked", .where = model::property_is("said", {"yes"})}};
  model::Definition definition;
  definition.kind = model::DefinitionKind::Metric;
  definition.name = "happy";
  definition.version = 2;
  definition.meaning = metric;
  return model::Catalogue({definition});
}

Reading in_months(unsigned from, unsigned to) {
  Reading reading;
  reading.has_period = true;
  reading.from = month(from);
  reading.to = month(to);
  return reading;
}

Question asked(std::vector<Reading> readings) {
  Question question;
  question.ask = Question::Comparison{.name = "happy", .version = {}, .readings = std::move(readings)};
  return question;
}

// Newcombe 1998, table II: 48 of 80 in January, 56 of 70 others in February; 9 of 10 of January's people in March.
Result<Answer> compare(const Question& question, std::int64_t minimum_n = 0) {
  std::vector<model::Event> events;
  ask_people(events, 1, "a", 48, 80);
  ask_people(events, 2, "b", 56, 70);
  ask_people(events, 3, "a", 9, 10);
  const auto snapshot = *Snapshot::build(sequence::from_events(std::move(events)));
  return comparison(question, catalogue(minimum_n), *snapshot);
}

const model::Cell* find(const model::Row& row, std::string_view name) {
  const auto found = std::ranges::find(row, name, &model::Row::value_type::first);
  return found == row.end() ? nullptr : &found->second;
}
template <class T>
T cell(const model::Row& row, std::string_view name) {
  const model::Cell* found = find(row, name);
  if (found == nullptr) throw std::runtime_error("no column " + std::string(name));
  return std::get<T>(found->value);
}
bool has_note(const Answer& answer, std::string_view part) {
  return std::ranges::any_of(answer.notes, [&](const std::string& note) { return note.contains(part); });
}

TEST(Comparison, HoldsEachReadingAgainstTheFirst) {
  const auto answer = compare(asked({in_months(1, 2), in_months(2, 3), in_months(3, 4)}));
  ASSERT_TRUE(answer) << to_text(answer.error());
  EXPECT_EQ(answer->definition.kind, "comparison");
  EXPECT_EQ(answer->definition.version, 2);
  ASSERT_EQ(answer->rows.size(), 3U);
  const auto& [january, february, march] = std::tie(answer->rows[0], answer->rows[1], answer->rows[2]);
  EXPECT_EQ(cell<std::string>(january, "reading"), "2025-01-01 to 2025-01-31");
  EXPECT_DOUBLE_EQ(*cell<Estimate>(january, "value").value, 0.6);
  EXPECT_EQ(find(january, "difference"), nullptr);
  const auto difference = cell<Estimate>(february, "difference");
  EXPECT_NEAR(*difference.value, 0.2, 1e-12);
  EXPECT_NEAR(*difference.low, 0.0524, 5e-5);
  EXPECT_NEAR(*difference.high, 0.3339, 5e-5);
  EXPECT_EQ(difference.n, 150);
  // Of two differences the smaller p is doubled (Holm 1979).
  const double p = cell<double>(february, "p"), other = cell<double>(march, "p");
  EXPECT_LT(p, 0.05);
  EXPECT_DOUBLE_EQ(cell<double>(february, "p_adjusted"), p < other ? std::min(1.0, 2 * p) : std::max(2 * other, p));
  EXPECT_EQ(cell<std::string>(february, "verdict"), 2 * p < 0.05 ? "better" : "cannot_tell");
}

TEST(Comparison, SaysWhichReadingsSharePeople) {
  const auto answer = compare(asked({in_months(1, 2), in_months(2, 3), in_months(3, 4)}));
  EXPECT_EQ(cell<std::int64_t>(answer->rows[1], "shared"), 0);
  EXPECT_EQ(cell<std::int64_t>(answer->rows[2], "shared"), 10);
  EXPECT_TRUE(has_note(*answer, "share people with the first"));
  EXPECT_FALSE(has_note(*compare(asked({in_months(1, 2), in_months(2, 3)})), "share people"));
}

TEST(Comparison, HoldsNothingAgainstTooFew) {
  const auto answer = compare(asked({in_months(1, 2), in_months(3, 4), in_months(5, 6)}), 20);
  EXPECT_EQ(answer->status, "ok");
  EXPECT_EQ(cell<std::string>(answer->rows[1], "status"), "too-few-people");
  EXPECT_FALSE(cell<Estimate>(answer->rows[1], "value").value);
  EXPECT_EQ(cell<Estimate>(answer->rows[1], "value").n, 10);
  EXPECT_EQ(find(answer->rows[1], "difference"), nullptr);
  EXPECT_EQ(cell<std::string>(answer->rows[2], "status"), "no-data");
  EXPECT_EQ(compare(asked({in_months(5, 6), in_months(6, 7)}))->status, "no-data");
}

TEST(Comparison, TakesWhatAReadingDoesNotSayFromTheQuestion) {
  Question question = asked({Reading{}, in_months(2, 3)});
  question.to = month(2);
  question.where = model::property_is("said", {"yes"});
  std::get<Question::Comparison>(question.ask).readings[1].where = model::Filter{model::Filter::All{}};
  const auto answer = compare(question);
  EXPECT_EQ(cell<std::string>(answer->rows[0], "reading"), "until 2025-01-31, where said yes");
  EXPECT_EQ(cell<Estimate>(answer->rows[0], "value").n, 48);
  EXPECT_EQ(cell<std::string>(answer->rows[1], "reading"), "2025-02-01 to 2025-02-28");
  EXPECT_EQ(cell<Estimate>(answer->rows[1], "value").n, 70);
}

TEST(Comparison, ListsThePeopleOfOneReading) {
  Question question = asked({in_months(1, 2), in_months(3, 4)});
  question.behind = Question::Behind{.group = {"2025-03-01 to 2025-03-31"}, .outcome = "no"};
  EXPECT_EQ(compare(question)->rows.size(), 1U);
  question.behind->group = {"April"};
  EXPECT_EQ(compare(question).error().code, "question.unknown-group");
}

TEST(Comparison, RefusesWhatIsNone) {
  const auto told = [](const Question& question) {
    const Error error = compare(question).error();
    return error.code + " " + error.place.name;
  };
  EXPECT_EQ(told(asked({in_months(1, 2)})), "comparison.number-of-readings /readings");
  EXPECT_EQ(told(asked(std::vector<Reading>(7))), "comparison.number-of-readings /readings");
  EXPECT_EQ(told(asked({in_months(1, 2), in_months(1, 2)})), "comparison.same-reading /readings/1");
  Reading of_nobody;
  of_nobody.has_people = true;
  of_nobody.segment = "nobody";
  EXPECT_TRUE(told(asked({Reading{}, of_nobody})).starts_with("segment.unknown"));
  Question split = asked({in_months(1, 2), in_months(2, 3)});
  split.by = {{.kind = model::By::Kind::Channel}};
  EXPECT_EQ(told(split), "question.conflict /by");
}

}  // namespace
}  // namespace throughline::measure
