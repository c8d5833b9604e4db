// usability.h: the System Usability Scale and lostness, a part of the section "questionnaires".
#pragma once

#include "compute/method.h"

namespace throughline::compute {

std::vector<Method> usability_methods();

}  // namespace throughline::compute
