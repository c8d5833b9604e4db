// cases: runs .case files in every way and prints what differs.
//     cases [--accept] FILE|FOLDER…      --accept writes what came into the files, for review as a diff

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "case_file.h"
#include "compare.h"
#include "ways.h"

namespace throughline::cases {
namespace {

namespace fs = std::filesystem;

struct Tally {
  int asked = 0, failed = 0, files = 0;
  std::map<std::string, int> by_way;
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
  std::vector<std::string> lines = expected.columns.empty() ? std::vector<std::string>{} : table_lines(expected.columns, expected.rows);
  if (expected.kind == Expected::Kind::Status) lines.insert(lines.begin(), "status " + expected.code);
  return lines;
}

// What came, in the shape in which it was expected.
std::vector<std::string> reply_lines(const Reply& reply, const Expected& expected) {
  if (!reply.error_code.empty()) {
    const bool is_told = expected.kind != Expected::Kind::Error || !expected.message.empty();
    return {"error " + reply.error_code, is_told ? reply.error_message : ""};
  }
  std::vector<std::string> lines = expected.columns.empty() ? std::vector<std::string>{} : table_lines(expected.columns, in_columns(*reply.answer, expected, reply.is_partial));
  if (reply.answer->status != "ok" || expected.kind == Expected::Kind::Status) lines.insert(lines.begin(), "status " + reply.answer->status);
  return lines;
}

void accept(CaseFile& file, const CaseAsk& ask, const std::vector<std::string>& lines) {
  const auto begin = file.lines.begin() + static_cast<std::ptrdiff_t>(ask.expected.first_line);
  const auto end = file.lines.begin() + static_cast<std::ptrdiff_t>(ask.expected.last_line);
  file.lines.insert(file.lines.erase(begin, end), lines.begin(), lines.end());
}

// True when all ways said the same, and what was expected.
bool run_ask(CaseFile& file, const CaseAsk& ask, std::vector<std::unique_ptr<Way>>& ways, bool is_accepting, Tally& tally) {
  ++tally.asked;
  const std::vector<std::string> expected = expected_lines(ask.expected);
  std::string first_json;
  bool is_good = true;
  const auto complain = [&](const std::string& way, const std::string& what) {
    if (is_good) std::fputs(fmt::format("\n{}:{}: ask {}\n", file.path, ask.line, ask.text).c_str(), stdout);
    std::fputs(fmt::format("  {}:\n{}", way, what).c_str(), stdout);
    is_good = false;
  };
  for (const auto& way : ways) {
    const std::optional<Reply> reply = way->ask(ask.question);
    if (!reply) continue;
    ++tally.by_way[way->name()];
    if (reply->answer || !reply->error_code.empty()) {
      const std::vector<std::string> got = reply_lines(*reply, ask.expected);
      if (got != expected) {
        if (is_accepting && way == ways.front() && reply->answer && ask.expected.kind == Expected::Kind::Table) {
          accept(file, ask, got);
          std::fputs(fmt::format("{}:{}: accepted\n", file.path, ask.line).c_str(), stdout);
          return true;
        }
        complain(way->name(), diff(expected, got));
      }
    }
    // The ways that give the API's own JSON must give the same bytes, all that no table shows included.
    if (reply->json.empty()) continue;
    if (way == ways.front()) {
      first_json = reply->json;
    } else if (reply->json != first_json) {
      complain(way->name(), fmt::format("  - {}\n  + {}\n", first_json, reply->json));
    }
  }
  return is_good;
}

void run_file(const fs::path& path, bool is_accepting, Tally& tally) {
  ++tally.files;
  const auto stop = [&](const Error& error) {
    ++tally.asked;
    ++tally.failed;
    std::fputs(fmt::format("\n{}\n{}", path.string(), to_text(error)).c_str(), stdout);
  };
  auto file = read_case(path.string());
  if (!file) return stop(file.error());
  auto ways = all_ways(*file);
  if (!ways) return stop(ways.error());
  const std::vector<std::string> before = file->lines;
  // From the last to the first, so that accepting one leaves the lines of those above where they are.
  for (auto ask = file->asks.rbegin(); ask != file->asks.rend(); ++ask) {
    if (!run_ask(*file, *ask, *ways, is_accepting, tally)) ++tally.failed;
  }
  if (file->lines != before) {
    std::ofstream out(path);
    for (const std::string& line : file->lines) out << line << "\n";
  }
}

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
  Tally tally;
  const std::vector<fs::path> files = case_files(places);
  if (files.empty()) {
    std::fputs("cases [--accept] FILE|FOLDER…: no .case file was found\n", stderr);
    return 2;
  }
  for (const fs::path& file : files) run_file(file, is_accepting, tally);
  std::fputs(fmt::format("\n{} files, {} questions; asked", tally.files, tally.asked).c_str(), stdout);
  for (const auto& [way, count] : tally.by_way) std::fputs(fmt::format(" {} {},", way, count).c_str(), stdout);
  std::fputs(fmt::format("\n{} passed, {} failed\n", tally.asked - tally.failed, tally.failed).c_str(), stdout);
  return tally.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace throughline::cases

int main(int argc, char** argv) { return throughline::cases::run({argv + 1, argv + argc}); }
