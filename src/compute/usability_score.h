// usability_score.h: the Single Usability Metric, a part of the section "questionnaires".
#pragma once

#include "compute/method.h"

namespace throughline::compute {

std::vector<Method> usability_score_methods();

}  // namespace throughline::compute
