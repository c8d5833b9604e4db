// vector.h: one reference vector, checked field by field, so that a field nobody checked shows up by name.
//
// For tests only. The rule of the reference: a number passes where |got - expected| <= tol · max(1, |expected|);
// null means "absent". Fields are named by their path: "wilson.0", "adjusted_wald.lo".
#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "stats/estimate.h"
#include "stats/proportion.h"

namespace throughline::stats {

class Vector {
 public:
  Vector(const boost::json::object& vector, const boost::json::array& section)
      : id(vector.at("id").as_string()),
        input(vector.at("input").as_object()),
        section_(section),
        tolerance_(vector.at("tol").to_number<double>()) {
    flatten("", vector.at("expected"));
  }

  const std::string id;
  const boost::json::object& input;

  double number(std::string_view name) const { return input.at(name).to_number<double>(); }
  std::int64_t whole(std::string_view name) const { return input.at(name).to_number<std::int64_t>(); }
  std::vector<double> numbers(std::string_view name) const {
    return boost::json::value_to<std::vector<double>>(input.at(name));
  }
  double confidence() const { return input.contains("confidence") ? number("confidence") : kConfidence; }

  // Another vector of the same section, by its id.
  const boost::json::object& other(std::string_view wanted) const {
    for (const auto& vector : section_) {
      if (vector.at("id").as_string() == wanted) return vector.as_object();
    }
    throw std::out_of_range("no such vector");
  }

  bool has(const std::string& field) const { return expected_.contains(field); }

  void expect(const std::string& field, std::optional<double> got) {
    const boost::json::value wanted = take(field);
    if (wanted.is_null()) {
      EXPECT_FALSE(got) << id << " " << field << ": should be absent";
      return;
    }
    ASSERT_TRUE(got) << id << " " << field << ": is absent";
    ASSERT_TRUE(wanted.is_number()) << id << " " << field;
    const double value = wanted.to_number<double>();
    EXPECT_NEAR(*got, value, tolerance_ * std::max(1.0, std::abs(value))) << id << " " << field;
  }
  void expect(const std::string& low, const std::string& high, const OpenInterval& got) {
    expect(low, got.low);
    expect(high, got.high);
  }
  void expect(const std::string& low, const std::string& high, Interval got) {
    expect(low, high, OpenInterval{got.low, got.high});
  }
  void expect_pair(const std::string& field, Interval got) { expect(field + ".0", field + ".1", got); }
  void expect_all(const std::string& field, const std::vector<double>& got) {
    for (std::size_t i = 0; i < got.size(); ++i) expect(field + "." + std::to_string(i), got[i]);
    EXPECT_FALSE(has(field + "." + std::to_string(got.size()))) << id << " " << field << ": fewer than expected";
  }
  void expect_nothing(const std::string& field, bool is_empty) {
    EXPECT_EQ(take(field), boost::json::value(boost::json::array())) << id << " " << field;
    EXPECT_TRUE(is_empty) << id << " " << field;
  }
  void expect_text(const std::string& field, std::string_view got) {
    EXPECT_EQ(take(field), boost::json::value(got)) << id << " " << field;
  }
  // The reference tells in words what must happen; `happened` says whether it does.
  void expect_behaviour(const std::string& field, bool happened) {
    EXPECT_TRUE(take(field).is_string()) << id << " " << field;
    EXPECT_TRUE(happened) << id << " " << field;
  }

  std::set<std::string> unchecked() const {
    std::set<std::string> fields;
    for (const auto& [field, value] : expected_) {
      if (!checked_.contains(field)) fields.insert(field);
    }
    return fields;
  }

 private:
  void flatten(const std::string& path, const boost::json::value& value) {
    const auto below = [&](std::string_view name) {
      return path.empty() ? std::string(name) : path + "." + std::string(name);
    };
    if (const auto* object = value.if_object()) {
      for (const auto& [name, member] : *object) flatten(below(name), member);
    } else if (const auto* array = value.if_array()) {
      if (array->empty()) expected_[path] = value;
      for (std::size_t i = 0; i < array->size(); ++i) flatten(below(std::to_string(i)), (*array)[i]);
    } else {
      expected_[path] = value;
    }
  }

  boost::json::value take(const std::string& field) {
    const auto found = expected_.find(field);
    if (found == expected_.end()) {
      ADD_FAILURE() << id << ": the reference has no field " << field;
      return "no such field";
    }
    checked_.insert(field);
    return found->second;
  }

  const boost::json::array& section_;
  double tolerance_;
  std::map<std::string, boost::json::value> expected_;
  std::set<std::string> checked_;
};

// The intervals of a share that the vector asks for.
inline void expect_share(Vector& vector, Trials trials) {
  const double confidence = vector.confidence();
  if (vector.has("adjusted_wald.lo")) {
    vector.expect("adjusted_wald.p_adj", adjusted_centre(trials, confidence));
    vector.expect("adjusted_wald.lo", "adjusted_wald.hi", adjusted_wald(trials, confidence));
  }
  if (vector.has("wilson.0")) vector.expect_pair("wilson", wilson(trials, confidence));
  if (vector.has("jeffreys.0")) vector.expect_pair("jeffreys", jeffreys(trials, confidence));
  if (vector.has("clopper_pearson.0")) vector.expect_pair("clopper_pearson", clopper_pearson(trials, confidence));
}

// Who answers the vectors whose id begins so; the first that fits.
struct Answerer {
  std::string_view prefix;
  void (*answer)(Vector&);
};
const std::vector<Answerer>& task_answerers();
const std::vector<Answerer>& survey_answerers();
const std::vector<Answerer>& time_answerers();
const std::vector<Answerer>& study_answerers();

}  // namespace throughline::stats
