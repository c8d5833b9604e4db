// method.h: one calculator: what it is called, what it takes, where its formula is from, and the function.
#pragma once

#include <string>
#include <vector>

#include "compute/answer.h"
#include "compute/input.h"
#include "compute/schema.h"

namespace throughline::compute {

struct Method {
  std::string name;
  std::string title;
  std::string source;
  Schema input;
  void (*answer)(const Input&, Answer&) = nullptr;
};

// A section is a topic: asked by its name, the first of its methods whose fields are given answers.
struct Section {
  std::string name;
  std::vector<Method> methods;
};

Section task_completion();
Section time_on_task();
Section errors();
Section questionnaires();
Section nps_csat_ces();
Section percentiles_web_vitals();
Section retention();
Section survey_weighting_n();
Section reliability_discovery();

}  // namespace throughline::compute
