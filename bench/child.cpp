#include "child.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace throughline::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostRuns = 9, kFewestRuns = 3;
constexpr double kEnough = 10;  // seconds after which no more than the fewest runs are made

// Of all threads of this process.
double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

class Pipe {
 public:
  explicit Pipe(int output) : output_(output) {}
  void line(std::string text) const {
    text += '\n';
    for (std::string_view rest = text; !rest.empty();) {
      const ssize_t written = ::write(output_, rest.data(), rest.size());
      if (written <= 0) return;
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void built(const Contestant::Built& built) const {
    line(fmt::format("built\t{}\t{}\t{}", built.seconds, built.bytes, built.core_bytes.value_or(0)));
  }
  void answer(const Question& question, double seconds, double best, double cpu, std::size_t runs,
              const std::string& rows) const {
    line(fmt::format("answer\t{}\t{}\t{}\t{}\t{}\t{}", question.name, seconds, best, cpu, runs, rows));
  }

 private:
  int output_;
};

bool is_wanted(const Run& run, const std::string& question) {
  return run.questions.empty() || std::ranges::find(run.questions, question) != run.questions.end();
}

// The first run fills caches and loads what is loaded on demand; it is not counted.
Status answer_hot(Contestant& contestant, const Question& question, const Pipe& pipe) {
  TRY(rows, contestant.ask(question));
  std::vector<double> seconds, cpu;
  const Clock::time_point begin = Clock::now();
  for (int run = 0; run < kMostRuns && (run < kFewestRuns || since(begin) < kEnough); ++run) {
    const double cpu_before = cpu_seconds();
    const Clock::time_point asked = Clock::now();
    TRY(again, contestant.ask(question));
    seconds.push_back(since(asked));
    cpu.push_back(cpu_seconds() - cpu_before);
    if (again != rows)
      return fail("bench.unsteady", fmt::format("{} is answered otherwise the second time", question.name));
  }
  pipe.answer(question, median(seconds), std::ranges::min(seconds), median(cpu), seconds.size(), rows);
  return {};
}

// Time begins when the process does its first work and ends with the answer: opening included, loading the program not.
Status answer_cold(Contestant& contestant, const World& world, const Question& question, const Run& run,
                   Clock::time_point begin, const Pipe& pipe) {
  CHECKED(contestant.open(world, run.folder));
  TRY(rows, contestant.ask(question));
  const double seconds = since(begin);
  pipe.answer(question, seconds, seconds, cpu_seconds(), 1, rows);
  return {};
}

Result<Facts> known_facts(const Run& run) {
  std::ifstream in(run.folder.parent_path() / "facts");
  return Facts::from_text({std::istreambuf_iterator<char>(in), {}});
}

Status serve(Contestant& contestant, const Run& run, Phase phase, const Pipe& pipe, Clock::time_point begin) {
  const World world(run.events, run.seed);
  if (phase == Phase::Build) {
    if (!contestant.no_files().empty()) {
      pipe.line(fmt::format("no_files\t{}", contestant.no_files()));
      return {};
    }
    TRY(built, contestant.build(world, run.folder));
    pipe.built(built);
    return {};
  }
  TRY(facts, known_facts(run));
  if (phase == Phase::Hot && !contestant.no_files().empty()) {
    TRY(built, contestant.build(world, run.folder));
    pipe.built(built);
  } else if (phase == Phase::Hot) {
    CHECKED(contestant.open(world, run.folder));
  }
  for (const Question& question : questions(facts)) {
    if (!is_wanted(run, question.name)) continue;
    if (const auto reason = contestant.absent(question, phase)) {
      pipe.line(fmt::format("absent\t{}\t{}", question.name, *reason));
    } else if (phase == Phase::Hot) {
      CHECKED(answer_hot(contestant, question, pipe));
    } else {
      CHECKED(answer_cold(contestant, world, question, run, begin, pipe));
    }
  }
  return {};
}

}  // namespace

int serve_parent(Contestant& contestant, const Run& run, Phase phase, int output) {
  const Pipe pipe(output);
  const Status done = serve(contestant, run, phase, pipe, Clock::now());
  if (done) return 0;
  std::string text = to_text(done.error());
  std::ranges::replace(text, '\n', ' ');
  pipe.line("failed\t" + text);
  return 1;
}

}  // namespace throughline::bench
