// store_rating.h: what an app store shows of ratings, a part of the section "nps_csat_ces".
#pragma once

#include "compute/method.h"

namespace throughline::compute {

Method store_rating_method();

}  // namespace throughline::compute
