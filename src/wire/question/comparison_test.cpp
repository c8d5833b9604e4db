#include <gtest/gtest.h>

#include "model/comparison_question.h"
#include "wire/question/test_reading.h"

namespace throughline::wire {
namespace {

using model::ComparisonQuestion;
using model::Question;

Instant day(unsigned month, unsigned number) {
  return Instant{std::chrono::sys_days(std::chrono::year(2025) / std::chrono::month(month) / std::chrono::day(number))};
}
std::string told(std::string_view reading) {
  const auto read = parse_reading(reading, Zone::utc());
  return read ? "no error" : read.error().code;
}

TEST(ComparisonQuestion, HasReadings) {
  const auto comparison = read_ask<ComparisonQuestion>(
      R"({"ask": "comparison", "name": "nps", "version": 3, "segment": "keen", "readings":
          [{}, {"title": "April", "from": "2025-04-01", "to": "2025-04-30"}, {"segment": null},
           {"segment": "new", "where": {"plan": "gold"}}, {"segment": {"not": {"did": {"event": "pay"}}}}]})");
  EXPECT_EQ(comparison.name, "nps");
  EXPECT_EQ(comparison.version, 3);
  ASSERT_EQ(comparison.readings.size(), 5U);
  EXPECT_FALSE(comparison.readings[0].has_period || comparison.readings[0].has_people || comparison.readings[0].where);
  EXPECT_EQ(comparison.readings[1].title, "April");
  EXPECT_TRUE(comparison.readings[1].has_period);
  EXPECT_EQ(comparison.readings[1].from, day(4, 1));
  EXPECT_EQ(comparison.readings[1].to, day(5, 1)) << "the last day is included";
  EXPECT_TRUE(comparison.readings[2].has_people && comparison.readings[2].segment.empty());
  EXPECT_EQ(comparison.readings[3].segment, "new");
  EXPECT_TRUE(comparison.readings[3].where.has_value());
  EXPECT_TRUE(comparison.readings[4].people.has_value());
}

TEST(ComparisonQuestion, SaysWhereItIsWrong) {
  EXPECT_EQ(told_at(R"({"ask": "comparison", "name": "nps"})").substr(0, 24), "question.missing-member ");
  EXPECT_EQ(told_at(R"({"ask": "comparison", "name": "nps", "readings": {}})").substr(0, 20), "question.wrong-type ");
  const std::string place = told_at(R"({"ask": "comparison", "name": "nps", "readings": [{}, {"frm": "2025-01-01"}]})");
  EXPECT_TRUE(place.starts_with("question.unknown-member ")) << place;
  EXPECT_TRUE(place.ends_with("/readings/1/frm") || place.ends_with("/readings/1")) << place;
}

TEST(ComparisonReading, IsWrittenInShort) {
  const auto both = parse_reading("2025-04-01..2025-04-30,segment:keen", Zone::utc());
  ASSERT_TRUE(both);
  EXPECT_EQ(both->from, day(4, 1));
  EXPECT_EQ(both->to, day(5, 1));
  EXPECT_EQ(both->segment, "keen");
  const auto open = parse_reading("everyone,..2025-04-30", Zone::utc());
  ASSERT_TRUE(open);
  EXPECT_TRUE(open->has_people && open->segment.empty() && open->has_period && !open->from);
  EXPECT_EQ(parse_reading(R"({"title": "April", "from": "2025-04-01"})", Zone::utc())->title, "April");
  EXPECT_EQ(told("April"), "question.unknown-value");
  EXPECT_EQ(told(""), "question.unknown-value");
  EXPECT_EQ(told(".."), "question.unknown-value");
  EXPECT_EQ(told("segment:"), "question.unknown-value");
  EXPECT_EQ(told("everyone,segment:keen"), "question.conflict");
  EXPECT_EQ(told("2025-04-01..,..2025-04-01"), "question.conflict");
  EXPECT_EQ(told(R"({"titel": "April"})"), "question.unknown-member");
}

}  // namespace
}  // namespace throughline::wire
