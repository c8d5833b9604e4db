// The parent's side of child.h.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "cold_files.h"

namespace throughline::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kColdRuns = 3;

std::string phase_name(Phase phase) {
  return phase == Phase::Build ? "build" : phase == Phase::Hot ? "hot" : "cold";
}

fs::path program_of(const std::string& contestant) {
  const fs::path own = fs::read_symlink("/proc/self/exe");
  return contestant == kClickHouseName ? own.parent_path() / "sequence_bench_clickhouse" : own;
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    fields.emplace_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return fields;
}

struct Said {
  std::vector<std::vector<std::string>> lines;
  std::uint64_t peak = 0;
};

// Runs one phase to its end. Everything is read before anything is judged.
Result<Said> run_child(const std::string& contestant, const Run& run, Phase phase, const std::string& question) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return fail("bench.failed", "no pipe could be made");
  std::vector<std::string> arguments{program_of(contestant).string(),
                                     "--child",
                                     phase_name(phase),
                                     "--contestants",
                                     contestant,
                                     "--events",
                                     std::to_string(run.events),
                                     "--seed",
                                     std::to_string(run.seed),
                                     "--threads",
                                     std::to_string(run.threads),
                                     "--folder",
                                     run.folder.string(),
                                     "--output",
                                     std::to_string(ends[1])};
  const std::string asked = question.empty() ? fmt::format("{}", fmt::join(run.questions, ",")) : question;
  if (!asked.empty()) arguments.insert(arguments.end(), {"--questions", asked});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);

  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string text;
  std::array<char, 1 << 16> buffer{};
  for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);

  Said said{.lines = {}, .peak = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    said.lines.push_back(fields_of(line));
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const bool has_words = !said.lines.empty() && said.lines.back()[0] == "failed" && said.lines.back().size() > 1;
    return fail("bench.failed", fmt::format("{} ({}) failed: {}", contestant, phase_name(phase),
                                            has_words ? said.lines.back()[1] : fmt::format("wait status {}", status)));
  }
  return said;
}

void take_lines(const Said& said, Outcome& outcome, std::vector<Measurement>& measurements) {
  for (const auto& fields : said.lines) {
    if (fields[0] == "built") {
      outcome.build_seconds = std::stod(fields[1]);
      outcome.bytes = std::stoull(fields[2]);
      if (const std::uint64_t core = std::stoull(fields[3]); core > 0) outcome.core_bytes = core;
    } else if (fields[0] == "answer") {
      Measurement& one = measurements.emplace_back();
      one.question = fields[1];
      one.seconds = std::stod(fields[2]);
      one.best = std::stod(fields[3]);
      one.cpu = std::stod(fields[4]);
      one.runs = std::stoi(fields[5]);
      one.rows = fields[6];
    } else if (fields[0] == "absent") {
      measurements.emplace_back().question = fields[1];
      measurements.back().absent = fields[2];
    }
  }
}

// Each question several times, each time in a new process with the files out of the page cache.
Status measure_cold(const std::string& contestant, const Run& run, Outcome& outcome) {
  for (const Measurement& hot : outcome.hot) {
    if (!hot.absent.empty()) continue;
    std::vector<Measurement> attempts;
    for (int attempt = 0; attempt < kColdRuns; ++attempt) {
      CHECKED(drop_from_page_cache(run.folder));
      TRY(said, run_child(contestant, run, Phase::Cold, hot.question));
      take_lines(said, outcome, attempts);
      if (!attempts.back().absent.empty()) break;
    }
    std::ranges::sort(attempts, {}, &Measurement::seconds);
    Measurement& middle = attempts[attempts.size() / 2];
    middle.best = attempts[0].seconds;
    middle.runs = static_cast<int>(attempts.size());
    outcome.cold.push_back(middle);
  }
  return {};
}

}  // namespace

Result<Outcome> measure(const std::string& contestant, const Run& asked) {
  Outcome outcome{.contestant = contestant};
  Run run = asked;
  run.folder = asked.folder / contestant;
  fs::remove_all(run.folder);
  fs::create_directories(run.folder);
  TRY(build, run_child(contestant, run, Phase::Build, ""));
  take_lines(build, outcome, outcome.hot);
  for (const auto& fields : build.lines) {
    if (fields[0] == "no_files") outcome.no_cold = fields[1];
  }
  if (outcome.no_cold.empty()) outcome.build_peak = build.peak;
  TRY(hot, run_child(contestant, run, Phase::Hot, ""));
  take_lines(hot, outcome, outcome.hot);
  outcome.peak = hot.peak;
  if (outcome.no_cold.empty()) CHECKED(measure_cold(contestant, run, outcome));
  fs::remove_all(run.folder);
  return outcome;
}

}  // namespace throughline::bench
