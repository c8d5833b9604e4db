// Every reference vector of the sections that this room answers, from shared/reference/vectors.json beside the
// repository. Where that file is missing the test says so and is skipped; the numbers that matter most stand in the
// unit tests as well. Vectors and fields that nothing here checks are printed, and there must be none.
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "stats/vectors/vector.h"

namespace throughline::stats {
namespace {

const std::vector<std::string> kSections{"task_completion", "time_on_task",       "errors",
                                         "questionnaires",  "nps_csat_ces",       "percentiles_web_vitals",
                                         "retention",       "survey_weighting_n", "reliability_discovery"};

const Answerer* answerer_of(const std::string& id) {
  for (const auto* room : {&task_answerers(), &survey_answerers(), &time_answerers(), &study_answerers()}) {
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
  EXPECT_TRUE(not_covered.empty());
}

}  // namespace
}  // namespace throughline::stats
