// ratings.h: agreement of raters, a part of the section "reliability_discovery".
#pragma once

#include "compute/method.h"

namespace throughline::compute {

std::vector<Method> rating_methods();

}  // namespace throughline::compute
