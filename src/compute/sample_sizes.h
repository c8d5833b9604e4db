// sample_sizes.h: how many people a study needs, a part of the section "survey_weighting_n".
#pragma once

#include "compute/method.h"

namespace throughline::compute {

std::vector<Method> sample_size_methods();

}  // namespace throughline::compute
