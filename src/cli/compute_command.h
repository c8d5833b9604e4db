// compute_command.h: throughline compute: a calculator on plain numbers. It needs no workspace and no server.
//
//     echo '{"successes": 7, "n": 10}' | throughline compute proportion
//
// Always one JSON object on standard output. The exit code is 0 where the method could be asked, also where the data
// carry no answer (its "status" says why); 1 where the input is not what the method takes.
#pragma once

#include <string>

#include "cli/options.h"
#include "serve/command.h"

namespace throughline::cli {

struct Computed {
  std::string out, err;
  int exit_code = 0;
};
Computed compute(const Options& options, const serve::CommandRequest& request);

}  // namespace throughline::cli
