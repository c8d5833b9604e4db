// sequence_bench: the sequence engine beside its peers, at any size, with every answer compared. scripts/bench runs it.
//     sequence_bench --folder DIR [--events N] [--seed S] [--threads T] [--questions a,b] [--contestants a,b] [--json]
// Exit code 1: answers differ, or a contestant failed; 2: the command line.

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <optional>

#include "child.h"
#include "contestant_of.h"
#include "report.h"

namespace throughline::bench {
namespace {

struct CommandLine {
  Run run;
  std::optional<Phase> child;  // started by itself
  int output = -1;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::optional<std::uint64_t> whole(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::unexpected<Error> usage(std::string what) {
  return fail("bench.command-line", std::move(what),
              "[--events N] [--seed S] [--threads T] [--questions a,b] [--contestants a,b] [--folder DIR] [--json]");
}

Result<CommandLine> read(const std::vector<std::string>& arguments) {
  CommandLine line;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& option = arguments[i];
    if (option == "--json") {
      line.run.as_json = true;
      continue;
    }
    if (i + 1 == arguments.size()) return usage(fmt::format("\"{}\" is no option, or lacks its value", option));
    const std::string& value = arguments[++i];
    const std::optional<std::uint64_t> number = whole(value);
    if (option == "--folder") {
      line.run.folder = value;
    } else if (option == "--questions") {
      line.run.questions = split(value);
    } else if (option == "--contestants") {
      line.run.contestants = split(value);
    } else if (option == "--child") {
      line.child = value == "build" ? Phase::Build : value == "hot" ? Phase::Hot : Phase::Cold;
    } else if (option == "--events" && number && *number > 0 && *number <= 100'000'000'000) {
      line.run.events = *number;
    } else if (option == "--seed" && number) {
      line.run.seed = *number;
    } else if (option == "--threads" && number && *number > 0 && *number <= 1024) {
      line.run.threads = static_cast<unsigned>(*number);
    } else if (option == "--output" && number) {
      line.output = static_cast<int>(*number);
    } else {
      return usage(fmt::format("{} {} cannot be read", option, value));
    }
  }
  return line;
}

Status check_names(const Run& run, const std::vector<Question>& known) {
  std::vector<std::string> names;
  for (const Question& question : known) names.push_back(question.name);
  for (const std::string& name : run.questions) {
    if (std::ranges::find(names, name) == names.end())
      return fail("bench.unknown-question", fmt::format("no question is called \"{}\"", name),
                  did_you_mean(name, names, fmt::format("there are: {}", fmt::join(names, ", "))));
  }
  for (const std::string& name : run.contestants) {
    if (std::ranges::find(kContestants, name) == kContestants.end())
      return fail("bench.unknown-contestant", fmt::format("no contestant is called \"{}\"", name),
                  fmt::format("there are: {}", fmt::join(kContestants, ", ")));
  }
  return {};
}

Status run_all(Run run) {
  if (run.folder.empty()) return usage("--folder says where the contestants may keep their files");
  std::filesystem::create_directories(run.folder);
  {
    const ThreadsOverride threads(run.threads);
    std::ofstream(run.folder / "facts") << World(run.events, run.seed).facts().to_text();
  }
  std::ifstream in(run.folder / "facts");
  TRY(facts, Facts::from_text({std::istreambuf_iterator<char>(in), {}}));
  const std::vector<Question> known = questions(facts);
  CHECKED(check_names(run, known));
  if (run.contestants.empty()) run.contestants.assign(kContestants.begin(), kContestants.end());

  std::vector<Outcome> outcomes;
  for (const std::string& contestant : run.contestants) {
    std::fputs(fmt::format("measuring {}\n", contestant).c_str(), stderr);
    TRY(outcome, measure(contestant, run));
    outcomes.push_back(std::move(outcome));
  }
  if (const auto found = differences(outcomes); !found.empty())
    return fail("bench.answers-differ",
                fmt::format("the answers differ, so no time is shown\n{}", fmt::join(found, "\n")));
  std::fputs((run.as_json ? to_json(outcomes, known, facts) : to_table(outcomes, known, facts, run)).c_str(), stdout);
  return {};
}

int main_of(const std::vector<std::string>& arguments) {
  const auto line = read(arguments);
  if (!line) {
    std::fputs(to_text(line.error()).c_str(), stderr);
    return 2;
  }
  if (line->child) {
    const auto contestant = contestant_of(line->run.contestants.at(0), line->run.threads);
    return contestant ? serve_parent(*contestant, line->run, *line->child, line->output) : 2;
  }
  const Status done = run_all(line->run);
  if (!done) std::fputs(to_text(done.error()).c_str(), stderr);
  return done ? 0 : 1;
}

}  // namespace
}  // namespace throughline::bench

int main(int argc, char** argv) {
  return throughline::bench::main_of({argv + 1, argv + argc});
}
