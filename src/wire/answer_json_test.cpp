#include <boost/json/parse.hpp>
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>

#include "wire/json.h"

namespace throughline::wire {
namespace {

using namespace std::chrono_literals;
using model::Answer;
using model::Cell;
using model::Estimate;
using model::Row;
using model::Rows;

TEST(AnswerJson, HasEveryPartInAFixedOrder) {
  const Answer answer{
      .definition = {.kind = "metric", .name = "nps", .title = "NPS", .version = 3},
      .as_of = Instant(std::chrono::sys_days(std::chrono::year(2025) / 1 / 31)) + 90s,
      .counts = {{"people", 3751}, {"attempts", 8412}},
      .rows = {{{"group", "all"}, {"score", Estimate{.value = 12.5, .low = 10.25, .high = 15, .n = 3751}}}},
      .units = {{"score", "points"}},
      .methods = {"adjusted Wald"},
      .notes = {"properties are read at the event"},
      .more = {{"of", "person"}}};
  EXPECT_EQ(
      to_json(answer),
      R"({"status":"ok","definition":{"kind":"metric","name":"nps","title":"NPS","version":3},"as_of":"2025-01-31T00:01:30Z",)"
      R"("counts":{"people":3751,"attempts":8412},"rows":[{"group":"all","score":{"value":12.5,"low":10.25,"high":15,"n":3751}}],)"
      R"("units":{"score":"points"},"methods":["adjusted Wald"],"notes":["properties are read at the event"],"of":"person"})");
}

TEST(AnswerJson, WithoutAnAnswerThereIsAReasonAndNoDate) {
  const Answer answer{
      .status = "no-data", .reason = "nobody answered", .definition = {.kind = "metric", .name = "m", .title = "M"}};
  EXPECT_EQ(
      to_json(answer),
      R"({"status":"no-data","reason":"nobody answered","definition":{"kind":"metric","name":"m","title":"M","version":1},"as_of":null,)"
      R"("counts":{},"rows":[],"units":{},"methods":[],"notes":[]})");
}

TEST(AnswerJson, EveryKindOfCellHasItsForm) {
  const Row row{{"nothing", Cell()},
                {"yes", true},
                {"whole", std::int64_t{9'007'199'254'740'993}},
                {"number", 0.1},
                {"text", "a \"b\"\n\u00e9"},
                {"time", Instant(500ms)},
                {"estimate", Estimate{.n = 1}},
                {"row", Row{{"inner", 1}}},
                {"rows", Rows{Row{{"a", 1}}, Row{}}},
                {"texts", std::vector<std::string>{"x", "y"}}};
  EXPECT_EQ(
      to_json(row),
      R"({"nothing":null,"yes":true,"whole":9007199254740993,"number":0.1,"text":"a \"b\"\n)"
      "\u00e9"
      R"(","time":"1970-01-01T00:00:00.500Z","estimate":{"value":null,"low":null,"high":null,"n":1},"row":{"inner":1},)"
      R"("rows":[{"a":1},{}],"texts":["x","y"]})");
  EXPECT_EQ(to_json(Rows{}), "[]");
  EXPECT_EQ(to_json(Row{}), "{}");
}

// Not read with Boost.JSON, which may be one unit in the last place off.
double read_back(const std::string& json) {
  return std::strtod(json.c_str() + std::string_view("{\"n\":").size(), nullptr);
}

RC_GTEST_PROP(AnswerJson, NumbersReadBackAsTheyWere, (double number)) {
  RC_PRE(std::isfinite(number));
  RC_ASSERT(read_back(to_json(Row{{"n", number}})) == number);
}

TEST(AnswerJson, ExtremeNumbersReadBack) {
  using Limits = std::numeric_limits<double>;
  for (const double number : {Limits::max(), Limits::min(), Limits::denorm_min(), -Limits::max(), 1e21, 1.0 / 3, 5e-324,
                              123456789012345680.0}) {
    const std::string json = to_json(Row{{"n", number}});
    EXPECT_EQ(read_back(json), number) << json;
    EXPECT_NO_THROW(boost::json::parse(json)) << json;
  }
}

TEST(AnswerJson, NumbersThatAreNoneAreAMistakeOfOurs) {
  EXPECT_DEATH(to_json(Row{{"n", std::numeric_limits<double>::quiet_NaN()}}), "isfinite");
}

TEST(ProblemJson, CarriesWhatTheTerminalShows) {
  const Error error{.code = "funnel.unknown-event",
                    .message = "no event is called \"purchse\"",
                    .place = {.name = "--steps 2", .line = 1, .column = 4},
                    .notes = {"searched 214 event names"},
                    .help = "did you mean \"purchase\"?"};
  EXPECT_EQ(
      to_problem(error, 400),
      R"({"type":"urn:throughline:funnel.unknown-event","title":"no event is called \"purchse\"","status":400,"code":"funnel.unknown-event",)"
      R"("place":"--steps 2","line":1,"column":4,"help":"did you mean \"purchase\"?","notes":["searched 214 event names"]})");
  EXPECT_EQ(to_problem(Error{.code = "a.b", .message = "c"}, 404),
            R"({"type":"urn:throughline:a.b","title":"c","status":404,"code":"a.b"})");
}

}  // namespace
}  // namespace throughline::wire
