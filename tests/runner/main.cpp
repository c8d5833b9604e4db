// cases: runs .case files in every way and prints what differs.
//     cases [--accept] FILE|FOLDER…      --accept writes what came into the files, for review as a diff

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <optional>

#include "base/parallel.h"
#include "case_file.h"
#include "compare.h"
#include "ways.h"

namespace throughline::cases {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kAtOnce = 2;

struct Tally {
  int asked = 0, failed = 0, files = 0;
  std::map<std::string, int> by_way;
  void add(const Tally& other) {
    asked += other.asked;
    failed += other.failed;
    files += other.files;
    for (const auto& [way, count] : other.by_way) by_way[way] += count;
  }
};

std::vector<fs::path> case_files(const std::vector<std::string>& places) {
  std::vector<fs::path> files;
  for (const std::string& place : places) {
    if (!fs::is_directory(place)) {
      files.emplace_back(place);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(place)) {
      if (entry.path().extension() == ".case") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> expected_lines(const Expected& expected) {
  if (expected.kind == Expected::Kind::Error) return {"error " + expected.code, expected.message};
  std::vector<std::string> lines =
      expected.columns.empty() ? std::vector<std::string>{} : table_lines(expected.columns, expected.rows);
  if (expected.kind == Expected::Kind::Status) lines.insert(lines.begin(), "status " + expected.code);
  return lines;
}

// What came, in the shape in which it was expected. Nothing: the reference does not have what the case looks at.
std::optional<std::vector<std::string>> reply_lines(const Reply& reply, const Expected& expected) {
  if (!reply.error_code.empty()) {
    const bool is_told = expected.kind != Expected::Kind::Error || !expected.message.empty();
    return std::vector{"error " + reply.error_code, is_told ? reply.error_message : ""};
  }
  std::vector<std::string> lines;
  const std::optional<model::Rows> rows = rows_at(*reply.answer, expected.nested);
  if (!rows && reply.is_partial) return std::nullopt;
  if (!expected.columns.empty() && rows)
    lines = table_lines(expected.columns, in_columns(*rows, expected, reply.is_partial));
  if (reply.answer->status != "ok" || expected.kind == Expected::Kind::Status)
    lines.insert(lines.begin(), "status " + reply.answer->status);
  return lines;
}

// One file being run. What it prints is kept, so that files may run side by side.
class FileRun {
 public:
  FileRun(fs::path path, bool is_accepting) : path_(std::move(path)), is_accepting_(is_accepting) {}

  void run() {
    auto file = read_case(path_.string());
    if (!file) return stop(file.error());
    auto ways = all_ways(*file);
    if (!ways) return stop(ways.error());
    for (const CaseAsk& ask : file->asks) run_ask(*file, ask, *ways);
    write_accepted(*file);
  }

  std::string text;
  Tally tally{.files = 1};

 private:
  void stop(const Error& error) {
    ++tally.asked;
    ++tally.failed;
    text += fmt::format("\n{}\n{}", path_.string(), to_text(error));
  }

  void run_ask(const CaseFile& file, const CaseAsk& ask, std::vector<std::unique_ptr<Way>>& ways) {
    ++tally.asked;
    const std::vector<std::string> expected = expected_lines(ask.expected);
    std::string first_json;
    bool is_good = true;
    const auto complain = [&](const std::string& way, const std::string& what) {
      if (is_good) text += fmt::format("\n{}:{}: ask {}\n", file.path, ask.line, ask.text);
      text += fmt::format("  {}:\n{}", way, what);
      is_good = false;
    };
    for (const auto& way : ways) {
      const std::optional<Reply> reply = way->ask(ask.question);
      if (!reply) continue;
      if (reply->answer || !reply->error_code.empty()) {
        const auto got = reply_lines(*reply, ask.expected);
        if (!got) continue;
        if (*got != expected) {
          if (is_accepting_ && way == ways.front() && reply->answer && ask.expected.kind == Expected::Kind::Table) {
            accepted_.emplace_back(&ask, *got);
            return;
          }
          complain(way->name(), diff(expected, *got));
        }
      }
      ++tally.by_way[way->name()];
      // The ways that give the API's own JSON must give the same bytes, all that no table shows included.
      if (reply->json.empty()) continue;
      if (way == ways.front()) {
        first_json = reply->json;
      } else if (reply->json != first_json) {
        complain(way->name(), fmt::format("  - {}\n  + {}\n", first_json, reply->json));
      }
    }
    tally.failed += is_good ? 0 : 1;
  }

  // From the last to the first, so that the lines of those above stay where they are.
  void write_accepted(CaseFile& file) {
    if (accepted_.empty()) return;
    for (auto each = accepted_.rbegin(); each != accepted_.rend(); ++each) {
      const auto& [ask, lines] = *each;
      const auto begin = file.lines.begin() + static_cast<std::ptrdiff_t>(ask->expected.first_line);
      const auto end = file.lines.begin() + static_cast<std::ptrdiff_t>(ask->expected.last_line);
      text += fmt::format("{}:{}: accepted\n", file.path, ask->line);
      file.lines.insert(file.lines.erase(begin, end), lines.begin(), lines.end());
    }
    std::ofstream out(path_);
    for (const std::string& line : file.lines) out << line << "\n";
  }

  fs::path path_;
  bool is_accepting_;
  std::vector<std::pair<const CaseAsk*, std::vector<std::string>>> accepted_;
};

int run(const std::vector<std::string>& arguments) {
  bool is_accepting = false;
  std::vector<std::string> places;
  for (const std::string& argument : arguments) {
    if (argument == "--accept") {
      is_accepting = true;
    } else {
      places.push_back(argument);
    }
  }
  std::vector<FileRun> files;
  for (const fs::path& path : case_files(places)) files.emplace_back(path, is_accepting);
  // Two at a time. Files that run side by side may lend each other their number of threads: no answer hangs on it.
  std::atomic<std::size_t> next = 0;
  parallel_slices(kAtOnce, kAtOnce, [&](unsigned, std::size_t, std::size_t) {
    for (std::size_t i = next++; i < files.size(); i = next++) files[i].run();
  });
  Tally all;
  for (const FileRun& file : files) {
    std::fputs(file.text.c_str(), stdout);
    all.add(file.tally);
  }
  if (all.files == 0) {
    std::fputs("cases [--accept] FILE|FOLDER…: no .case file was found\n", stderr);
    return 2;
  }
  std::vector<std::string> ways;
  for (const auto& [way, count] : all.by_way) ways.push_back(fmt::format("{} {}", way, count));
  std::fputs(fmt::format("\n{} files, {} questions; asked {}\n", all.files, all.asked, fmt::join(ways, ", ")).c_str(),
             stdout);
  std::fputs(fmt::format("{} passed, {} failed\n", all.asked - all.failed, all.failed).c_str(), stdout);
  return all.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace throughline::cases

int main(int argc, char** argv) {
  return throughline::cases::run({argv + 1, argv + argc});
}
