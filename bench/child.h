// child.h: a contestant in a process of its own. The parent starts this same program again (for ClickHouse its twin,
// which alone is linked with it: 559 MB of library are not to weigh on the others' memory) and reads lines from a pipe:
//
//     built     SECONDS BYTES CORE_BYTES      answer  QUESTION SECONDS BEST CPU RUNS ROWS  fields between tabs
//     no_files  REASON                        absent  QUESTION REASON
//     failed    TEXT
#pragma once

#include <memory>
#include <string>

#include "contestant.h"
#include "run.h"

namespace throughline::bench {

// In the child. `output` is the pipe's end. Returns the process's exit code.
int serve_parent(Contestant& contestant, const Run& run, Phase phase, int output);

// In the parent: build, hot, then cold; all that the contestant was asked. Errors: bench.failed with what it said.
Result<Outcome> measure(const std::string& contestant, const Run& run);

}  // namespace throughline::bench
