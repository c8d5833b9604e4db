// Every reference vector of the sections that this room answers, from shared/reference/vectors.json beside the
// repository. Where that file is missing the test says so and is skipped; the numbers that matter most stand in the
// unit tests as well. Vectors and fields that nothing here checks are printed, and must be those in kNotCovered.
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "stats/vectors/vector.h"

namespace throughline::stats {
namespace {

const std::vector<std::string> kSections{"task_completion", "time_on_task",           "errors",   "questionnaires",
                                         "nps_csat_ces",    "percentiles_web_vitals", "retention"};

// What is left out on purpose, "id" or "id field".
const std::set<std::string> kNotCovered{
    "umux_lite sus_regression_2013.0",          // its authors advise against the regression
    "umux_lite sus_regression_2013.1",          //
    "umux_lite sus_regression_2013.2",          //
    "cohort_triangle naive_mean_cumulative.0",  // what the weighted steps replace
    "cohort_triangle naive_mean_cumulative.1",  //
    "cohort_triangle naive_mean_cumulative.2",  //
    "kll_error",                                // constants of a sketch that is not built
};

const Answerer* answerer_of(const std::string& id) {
  for (const auto* room : {&task_answerers(), &survey_answerers(), &time_answerers()}) {
    for (const Answerer& answerer : *room) {
      if (id.starts_with(answerer.prefix)) return &answerer;
    }
  }
  return nullptr;
}

TEST(Vectors, AllOfTheirSections) {
  const std::string path = THROUGHLINE_SOURCE_DIR "/../shared/reference/vectors.json";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "the reference vectors are not here: shared/reference/vectors.json beside the repository";
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const boost::json::value all = boost::json::parse(text);

  int checked = 0;
  std::set<std::string> not_covered;
  for (const std::string& section : kSections) {
    for (const auto& entry : all.at(section).as_array()) {
      Vector vector(entry.as_object(), all.at(section).as_array());
      const Answerer* answerer = answerer_of(vector.id);
      if (!answerer) {
        not_covered.insert(vector.id);
        continue;
      }
      answerer->answer(vector);
      ++checked;
      for (const auto& field : vector.unchecked()) not_covered.insert(vector.id + " " + field);
    }
  }
  std::cout << "checked " << checked << " vectors; not covered:\n";
  for (const auto& name : not_covered) std::cout << "  " << name << "\n";
  EXPECT_EQ(not_covered, kNotCovered);
}

}  // namespace
}  // namespace throughline::stats
