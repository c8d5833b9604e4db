// run.h: one run of the benchmark: which world, who, what; and what came out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace throughline::bench {

struct Run {
  std::uint64_t events = 1'000'000, seed = 1;
  unsigned threads = 2;
  std::vector<std::string> questions, contestants;  // none named: all
  std::filesystem::path folder;
  bool as_json = false;
};

struct Measurement {
  std::string question;
  double seconds = 0;  // median
  double best = 0;
  double cpu = 0;  // median of the time that all its threads were at work: what a busy machine does not stretch much
  int runs = 0;
  std::string rows;    // the answer
  std::string absent;  // or why there is none
};

struct Outcome {  // of one contestant
  std::string contestant;
  double build_seconds = 0;
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> core_bytes;
  std::uint64_t build_peak = 0, peak = 0;  // memory in bytes: while building files, while answering hot
  std::vector<Measurement> hot, cold;
  std::string no_cold;  // why there are no cold answers
};

// Hot: each question several times in one process. Cold: one question in a new one.
enum class Phase { Build, Hot, Cold };

}  // namespace throughline::bench
