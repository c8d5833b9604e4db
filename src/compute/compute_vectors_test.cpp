// Every reference vector of the sections that calculators answer, through the JSON door: by the name of its section and
// by that of the method which the section chose. shared/reference/vectors.json stands beside the repository; where it
// does not, the test says so and is skipped, and the unit tests hold published numbers of their own.
#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <iterator>
#include <string>

#include "compute/compute.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;

constexpr const char* kSections[] = {"task_completion", "time_on_task",       "errors",
                                     "questionnaires",  "nps_csat_ces",       "percentiles_web_vitals",
                                     "retention",       "survey_weighting_n", "reliability_discovery"};

// |got - expected| <= tol · max(1, |expected|); null is absent; a text in words is a behaviour: something must be said
// there. Names (grades, rules, ratings) must be the same.
void compare(const std::string& at, const json::value* got, const json::value& expected, double tol) {
  if (expected.is_null()) {
    EXPECT_TRUE(got == nullptr || got->is_null()) << at << " should be absent";
    return;
  }
  ASSERT_NE(got, nullptr) << at << " is missing";
  if (expected.is_number()) {
    ASSERT_TRUE(got->is_number()) << at << " is " << *got;
    const double value = expected.to_number<double>();
    EXPECT_NEAR(got->to_number<double>(), value, tol * std::max(1.0, std::abs(value))) << at;
  } else if (const auto* array = expected.if_array()) {
    ASSERT_TRUE(got->is_array()) << at;
    ASSERT_EQ(got->get_array().size(), array->size()) << at;
    for (std::size_t i = 0; i < array->size(); ++i)
      compare(at + "/" + std::to_string(i), &got->get_array()[i], (*array)[i], tol);
  } else if (const auto* object = expected.if_object()) {
    ASSERT_TRUE(got->is_object()) << at;
    for (const auto& [name, value] : *object)
      compare(at + "/" + std::string(name), got->get_object().if_contains(name), value, tol);
  } else if (at.ends_with("/status")) {
    EXPECT_NE(*got, "ok") << at;
  } else if (at.find("/flags/") != std::string::npos) {
    EXPECT_TRUE(got->is_string()) << at;
  } else {
    EXPECT_EQ(*got, expected) << at;
  }
}

// A vector may say that its data are those of another one.
json::object with_data(json::object input, const json::array& section) {
  const json::value* elsewhere = input.if_contains("data_in");
  if (elsewhere == nullptr) return input;
  const std::string id(elsewhere->as_string().subview(elsewhere->as_string().find('/') + 1));
  for (const auto& vector : section) {
    if (vector.at("id").as_string() != id) continue;
    for (const auto& [name, value] : vector.at("input").as_object()) input.emplace(name, value);
  }
  return input;
}

void check_vector(const std::string& section, const json::object& vector, const json::array& all) {
  const std::string id(vector.at("id").as_string());
  const std::string input = json::serialize(with_data(vector.at("input").as_object(), all));
  const auto by_section = compute(section, input);
  ASSERT_TRUE(by_section) << id << ": " << to_text(by_section.error());
  const json::value answer = json::parse(*by_section);
  const std::string method(answer.at("method").as_string());
  const auto by_method = compute(method, input);
  ASSERT_TRUE(by_method) << id << ": " << to_text(by_method.error());
  EXPECT_EQ(*by_section, *by_method) << id;
  const double tol = vector.at("tol").to_number<double>();
  for (const auto& [name, value] : vector.at("expected").as_object())
    compare(id + "/" + std::string(name), answer.get_object().if_contains(name), value, tol);
}

TEST(ComputeVectors, BySectionAndByMethod) {
  std::ifstream file(THROUGHLINE_SOURCE_DIR "/../shared/reference/vectors.json");
  if (!file) GTEST_SKIP() << "the reference vectors are not here: shared/reference/vectors.json beside the repository";
  const json::value all = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  int checked = 0;
  for (const std::string section : kSections) {
    for (const auto& vector : all.at(section).as_array()) {
      check_vector(section, vector.as_object(), all.at(section).as_array());
      ++checked;
    }
  }
  std::cout << "checked " << checked << " vectors\n";
  EXPECT_GT(checked, 70);
}

}  // namespace
}  // namespace throughline::compute
