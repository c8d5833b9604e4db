#include "compute/compute.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <string>

namespace throughline::compute {
namespace {

namespace json = boost::json;

json::object answer(std::string_view method, std::string_view input) {
  const auto text = compute(method, input);
  EXPECT_TRUE(text) << (text ? "" : to_text(text.error()));
  return text ? json::parse(*text).as_object() : json::object{{"status", "failed"}};
}
std::string status(std::string_view method, std::string_view input) {
  return std::string(answer(method, input).at("status").as_string());
}
Error error(std::string_view method, std::string_view input) {
  const auto text = compute(method, input);
  EXPECT_FALSE(text);
  return text ? Error{} : text.error();
}

TEST(Compute, TellsAFigureWithWhatItRestsOn) {
  const json::object told = answer("proportion", R"({"successes": 7, "n": 10})");
  EXPECT_EQ(told.at("status"), "ok");
  EXPECT_NEAR(told.at("estimate").at("low").as_double(), .3923, 1e-4);
  EXPECT_EQ(told.at("estimate").at("n"), 10);
  EXPECT_TRUE(told.contains("source"));
}

TEST(Compute, ASectionAnswersByTheFieldsGiven) {
  EXPECT_EQ(answer("task_completion", R"({"discordant_b": 9, "discordant_c": 2})").at("method"), "mcnemar");
  EXPECT_EQ(answer("questionnaires", R"({"scores": [50, 60]})").at("method"), "sus_scores");
  EXPECT_EQ(answer("questionnaires", R"({"items": [[1, 2], [3, 4]]})").at("method"), "cronbach_alpha");
  const Error none = error("task_completion", R"({"x1": 1})");
  EXPECT_EQ(none.code, "compute.bad-input");
  EXPECT_EQ(none.notes.size(), 4U);
}

TEST(Compute, WhatIsWrongIsToldWithItsPlace) {
  const Error negative = error("proportion", R"({"successes": -1, "n": 10})");
  EXPECT_EQ(negative.code, "compute.bad-input");
  EXPECT_EQ(negative.place.name, "/successes");
  EXPECT_EQ(error("task_time", R"({"times": [1, "2"]})").place.name, "/times/1");
  EXPECT_EQ(error("proportion", R"({"sucesses": 1, "n": 10})").help, "did you mean \"successes\"?");
  EXPECT_EQ(error("proportion", R"({"successes": 1, "n": 2, "confidence": 95})").help, "95 % is 0.95");
  EXPECT_EQ(error("proportion", R"({"successes": 1.5, "n": 2})").code, "compute.bad-input");
  EXPECT_EQ(error("proportion", "[]").code, "compute.bad-input");
  EXPECT_EQ(error("proportion", R"({"successes": 1)").code, "json.broken");
  EXPECT_EQ(error("proprtion", "{}").code, "compute.unknown-method");
  EXPECT_EQ(error("proprtion", "{}").help, "did you mean \"proportion\"?");
  EXPECT_EQ(error("task_time", R"({"times": [1e300]})").code, "compute.bad-input");
}

TEST(Compute, NoDataIsANamedReason) {
  EXPECT_EQ(status("proportion", R"({"successes": 0, "n": 0})"), "no-data");
  EXPECT_EQ(status("task_time", R"({"times": []})"), "no-data");
  EXPECT_EQ(status("task_time", R"({"times": [null]})"), "no-data");
  EXPECT_EQ(status("task_time", R"({"times": [3]})"), "too-few");
  EXPECT_EQ(status("task_time", R"({"times": [3, -1]})"), "not-positive");
  EXPECT_EQ(status("proportion", R"({"successes": 3, "n": 2})"), "out-of-range");
  EXPECT_EQ(status("nps", R"({"promoters": 0, "passives": 0, "detractors": 0})"), "no-data");
  EXPECT_EQ(status("percentile", R"({"values": [], "p": 0.5})"), "no-data");
  EXPECT_EQ(status("kaplan_meier", R"({"time": [1], "event": []})"), "lengths-differ");
  EXPECT_EQ(status("rake", R"({"cell_counts": [[1, 1], [1, 1]], "row_targets": [1, 2], "col_targets": [1, 1]})"),
            "no-solution");
  EXPECT_EQ(status("cohen_kappa", R"({"table": [[9, 0], [0, 0]]})"), "undefined");
  EXPECT_EQ(status("cronbach_alpha", R"({"items": [[1, 1], [1, 1]]})"), "no-variance");
}

TEST(Compute, ExtremesHaveAnAnswerOrAReason) {
  EXPECT_EQ(status("sample_size_t_test", R"({"delta": 1, "sd": 1e-300, "power": 0.9})"), "ok");
  EXPECT_EQ(status("sample_size_t_test", R"({"delta": 1e-9, "sd": 1})"), "out-of-range");
  EXPECT_EQ(status("mde_t_test", R"({"n": 1e12, "sd": 1e150})"), "ok");
  EXPECT_EQ(error("mde_t_test", R"({"n": 100, "sd": 1, "alpha": 1e-300})").code, "compute.bad-input");
  EXPECT_EQ(status("proportion", R"({"successes": 9000000000000000, "n": 9007199254740991, "test_p": 0.5})"), "ok");
  EXPECT_EQ(status("kish", R"({"weights": [1e150, 1e-300], "y": [1e150, -1e150]})"), "ok");
}

TEST(Compute, ZeroWidthIsNeverCertainty) {
  const json::object flat = answer("task_time", R"({"times": [40, 40, 40, 40]})");
  EXPECT_EQ(flat.at("lo"), 40);
  EXPECT_TRUE(flat.at("estimate").at("low").is_null());
  EXPECT_EQ(flat.at("estimate").at("reason"), "no-variance");
  EXPECT_EQ(flat.at("warnings").at(0).at("code"), "zero-width");
}

TEST(Compute, AnIntervalThatHoldsTooSeldomIsNotShown) {
  const json::object few = answer("nps", R"({"promoters": 1, "passives": 0, "detractors": 0})");
  EXPECT_TRUE(few.at("estimate").at("low").is_null());
  EXPECT_EQ(few.at("estimate").at("reason"), "coverage-below-0.90");
  EXPECT_EQ(answer("proportion", R"({"successes": 4, "n": 5})").at("estimate").at("method"), "Clopper-Pearson");
  const json::object kappa = answer("cohen_kappa", R"({"table": [[8, 1], [1, 2]]})");
  EXPECT_EQ(kappa.at("estimate").at("reason"), "coverage-below-0.90");
}

TEST(Compute, AUsabilityScoreOfSummariesAndOfPeople) {
  const json::object plain = answer("single_usability_score", R"({"successes": 8, "n": 10, "times": [60, 80, 100, null],
      "time_limit": 100, "times_on": "raw", "ratings": [3, 4, 5, 9], "errors": 4, "opportunities": 20})");
  EXPECT_EQ(plain.at("status"), "ok");
  // .8 completed; one deviation over the mean: .841345; in the middle: .5; 16 of 20 without an error: .8.
  EXPECT_NEAR(plain.at("score").as_double(), (.8 + .841345 + .5 + .8) / 4, 1e-6);
  EXPECT_NEAR(plain.at("components").at("time").at("z").to_number<double>(), 1, 1e-9);
  EXPECT_EQ(plain.at("rating_limit"), 4);
  EXPECT_EQ(plain.at("rejected"), 1);
  EXPECT_LT(plain.at("estimate").at("low").as_double(), plain.at("if_independent").at(0).as_double());
  const json::object people = answer("single_usability_score_of_people", R"({"time_limit": 100, "people": [
      {"success": true, "time": 60, "rating": 5}, {"success": 1, "time": 80, "rating": 4},
      {"success": true, "time": 120, "rating": 3}, {"success": false, "time": 10, "rating": 1}, {"rating": null}]})");
  EXPECT_EQ(people.at("status"), "ok");
  EXPECT_EQ(people.at("estimate").at("n"), 4);
  EXPECT_EQ(people.at("components").at("time").at("n"), 3);
  EXPECT_NEAR(people.at("components").at("completion").at("value").as_double(), .75, 1e-12);
  EXPECT_TRUE(people.at("estimate").at("low").is_double());
}

TEST(Compute, AUsabilityScoreOfTooLittleSaysWhy) {
  const auto plain = [](const std::string& more) {
    return status("single_usability_score", R"({"successes": 1, "n": 2)" + more + "}");
  };
  EXPECT_EQ(plain(""), "too-few");
  EXPECT_EQ(plain(R"(, "times": [1, 2])"), "incomplete");
  EXPECT_EQ(plain(R"(, "errors": 1)"), "incomplete");
  EXPECT_EQ(plain(R"(, "times": [3], "time_limit": 9)"), "too-few");
  EXPECT_EQ(plain(R"(, "times": [], "time_limit": 9)"), "no-data");
  EXPECT_EQ(plain(R"(, "times": [3, 3], "time_limit": 9)"), "no-variance");
  EXPECT_EQ(plain(R"(, "times": [3, -1], "time_limit": 9)"), "not-positive");
  EXPECT_EQ(plain(R"(, "ratings": [5, 5, 5])"), "no-variance");
  EXPECT_EQ(plain(R"(, "errors": 5, "opportunities": 4)"), "out-of-range");
  EXPECT_EQ(plain(R"(, "ratings": [4, 5], "scale": [5, 1])"), "out-of-range");
  EXPECT_EQ(plain(R"(, "ratings": [4, 5], "rating_limit": 6)"), "out-of-range");
  EXPECT_EQ(status("single_usability_score", R"({"successes": 3, "n": 2, "ratings": [4, 5]})"), "out-of-range");
  EXPECT_EQ(status("single_usability_score", R"({"successes": 0, "n": 0, "ratings": [4, 5]})"), "no-data");
  EXPECT_EQ(status("single_usability_score_of_people", R"({"people": []})"), "no-data");
  EXPECT_EQ(status("single_usability_score_of_people", R"({"people": [{"success": true, "rating": 4}]})"), "too-few");
  EXPECT_EQ(error("single_usability_score", R"({"successes": 1, "n": 2, "time_limit": 0})").place.name, "/time_limit");
}

TEST(Compute, AStoreRatingAsItIsShown) {
  const json::object told = answer("store_rating", R"({"stars": {"1": 10, "2": 0, "3": 5, "4": 15, "5": 70},
      "target": 4.5})");
  EXPECT_EQ(told.at("status"), "ok");
  EXPECT_NEAR(told.at("mean").as_double(), 4.35, 1e-12);
  EXPECT_NEAR(told.at("as_shown").as_double(), 4.4, 1e-12);  // half up
  EXPECT_NEAR(told.at("share_4_5").as_double(), .85, 1e-12);
  EXPECT_NEAR(told.at("share_4_5_wilson").at(0).as_double(), .7672, 1e-4);
  EXPECT_EQ(told.at("five_stars_needed"), 30);           // (435 + 150) / 130 = 4.5
  EXPECT_EQ(told.at("five_stars_needed_as_shown"), 19);  // (435 + 95) / 119 = 4.4538; of 18 it is 4.4492
  EXPECT_EQ(told.at("shares").at(0).at("stars"), 5);
  const json::object list = answer("store_rating", R"({"stars": [5, 4, null, 4.5, 6, 0, -1]})");
  EXPECT_EQ(list.at("n_valid"), 2);
  EXPECT_EQ(list.at("missing"), 1);
  EXPECT_EQ(list.at("rejected"), 4);
}

TEST(Compute, AStoreRatingOfNoneOneAndAllTheSame) {
  EXPECT_EQ(status("store_rating", R"({"stars": []})"), "no-data");
  EXPECT_EQ(status("store_rating", R"({"stars": {}})"), "no-data");
  const json::object one = answer("store_rating", R"({"stars": [4], "target": 4})");
  EXPECT_EQ(one.at("status"), "too-few");
  EXPECT_EQ(one.at("as_shown"), 4);
  EXPECT_EQ(one.at("five_stars_needed"), 0);
  const json::object same = answer("store_rating", R"({"stars": {"5": 20, "note": "all"}, "target": 5})");
  EXPECT_EQ(same.at("estimate").at("reason"), "no-variance");
  EXPECT_EQ(same.at("five_stars_needed"), 0);
  const json::object beyond = answer("store_rating", R"({"stars": {"1": 1, "5": 20}, "target": 5})");
  EXPECT_TRUE(beyond.at("five_stars_needed").is_null());
  EXPECT_EQ(beyond.at("warnings").at(0).at("code"), "unreachable");
  EXPECT_EQ(beyond.at("five_stars_needed_as_shown"), 59);  // (101 + 295) / 80 = 4.95
  EXPECT_EQ(error("store_rating", R"({"stars": {"6": 1}})").code, "compute.bad-input");
  EXPECT_EQ(error("store_rating", R"({"stars": {"5": -1}})").code, "compute.bad-input");
}

TEST(Compute, ListsEachMethodWithASchemaAndASource) {
  const json::value all = json::parse(list());
  EXPECT_GT(all.at("methods").as_array().size(), 40U);
  for (const auto& method : all.at("methods").as_array()) {
    EXPECT_EQ(method.at("input").at("type"), "object") << method.at("name");
    EXPECT_FALSE(method.at("source").as_string().empty()) << method.at("name");
    EXPECT_FALSE(method.at("title").as_string().empty()) << method.at("name");
  }
}

}  // namespace
}  // namespace throughline::compute
