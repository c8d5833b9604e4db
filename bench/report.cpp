#include "report.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <optional>

#include "contestant.h"

namespace throughline::bench {
namespace {

// One line of the result: a contestant, hot or cold, at one question.
struct Line {
  const Outcome* outcome;
  const Measurement* measurement;
  bool is_cold;
  std::string name() const { return is_cold ? outcome->contestant + " cold" : outcome->contestant; }
  bool is_answer() const { return measurement->absent.empty() && outcome->contestant != kMemoryLimitName; }
};

std::vector<Line> lines_of(const std::vector<Outcome>& outcomes, const std::string& question) {
  std::vector<Line> lines;
  for (const bool is_cold : {false, true}) {
    for (const Outcome& outcome : outcomes) {
      for (const Measurement& each : is_cold ? outcome.cold : outcome.hot) {
        if (each.question == question) lines.push_back({&outcome, &each, is_cold});
      }
    }
  }
  return lines;
}

std::vector<std::string> questions_asked(const std::vector<Outcome>& outcomes) {
  std::vector<std::string> names;
  for (const Outcome& outcome : outcomes) {
    for (const Measurement& each : outcome.hot) {
      if (std::ranges::find(names, each.question) == names.end()) names.push_back(each.question);
    }
  }
  return names;
}

const Line* judge(const std::vector<Line>& lines) {
  const Line* first = nullptr;
  for (const Line& line : lines) {
    if (!line.is_answer()) continue;
    if (line.outcome->contestant == kClickHouseName) return &line;
    if (first == nullptr) first = &line;
  }
  return first;
}

const Measurement* find(const std::vector<Line>& lines, std::string_view contestant, bool is_cold) {
  for (const Line& line : lines) {
    if (line.outcome->contestant == contestant && line.is_cold == is_cold && line.measurement->absent.empty())
      return line.measurement;
  }
  return nullptr;
}

std::string times(std::optional<double> value) {
  if (!value) return "-";
  return *value < 100 ? fmt::format("{:.1f}x", *value) : fmt::format("{:.0f}x", *value);
}

// ClickHouse's time over this one's, hot to hot and cold to cold: above 1 is quicker than it.
std::optional<double> ratio(const Line& line, const std::vector<Line>& lines, double Measurement::* time) {
  const Measurement* peer = find(lines, kClickHouseName, line.is_cold);
  if (peer == nullptr || line.measurement->*time <= 0) return std::nullopt;
  return peer->*time / line.measurement->*time;
}

// How many times as long as the memory takes, of hot answers.
std::optional<double> distance(const Line& line, const std::vector<Line>& lines) {
  const Measurement* limit = line.is_cold ? nullptr : find(lines, kMemoryLimitName, false);
  if (limit == nullptr || limit->seconds <= 0) return std::nullopt;
  return line.measurement->seconds / limit->seconds;
}

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "processor not known";
}

std::string shorten(const std::string& rows) {
  constexpr std::size_t kShown = 160;
  return rows.size() <= kShown ? rows : rows.substr(0, kShown) + "…";
}

std::string per_event(std::optional<std::uint64_t> bytes, const Facts& facts) {
  if (!bytes || *bytes == 0) return "-";
  return fmt::format("{:.2f}", static_cast<double>(*bytes) / static_cast<double>(facts.events));
}

std::string megabytes(std::uint64_t bytes) {
  return bytes == 0 ? "-" : fmt::format("{:.0f}", static_cast<double>(bytes) / (1 << 20));
}

}  // namespace

std::vector<std::string> differences(const std::vector<Outcome>& outcomes) {
  std::vector<std::string> found;
  for (const std::string& question : questions_asked(outcomes)) {
    const std::vector<Line> lines = lines_of(outcomes, question);
    const Line* judged_by = judge(lines);
    for (const Line& line : lines) {
      if (!line.is_answer() || line.measurement->rows == judged_by->measurement->rows) continue;
      found.push_back(fmt::format("{}: {} says {}\n  but {} says {}", question, judged_by->name(),
                                  shorten(judged_by->measurement->rows), line.name(), shorten(line.measurement->rows)));
    }
  }
  return found;
}

std::string to_table(const std::vector<Outcome>& outcomes, const std::vector<Question>& questions, const Facts& facts,
                     const Run& run) {
  std::string out = fmt::format("{} events, {} people, seed {}; {} threads on {}\nall answers equal\n", facts.events,
                                facts.people, run.seed, run.threads, processor());
  for (const Question& question : questions) {
    const std::vector<Line> lines = lines_of(outcomes, question.name);
    if (lines.empty()) continue;
    out +=
        fmt::format("\n{}: {}\n  {:<20} {:>10} {:>10} {:>10} {:>6} {:>14} {:>8} {:>16}\n", question.name, question.asks,
                    "contestant", "seconds", "best", "cpu", "runs", "to ClickHouse", "by cpu", "of memory limit");
    for (const Line& line : lines) {
      const Measurement& one = *line.measurement;
      if (!one.absent.empty()) {
        out += fmt::format("  {:<20} absent: {}\n", line.name(), one.absent);
        continue;
      }
      const auto times_of = [&](double Measurement::* time) {
        return line.is_answer() ? times(ratio(line, lines, time)) : std::string("-");
      };
      out += fmt::format("  {:<20} {:>10.5f} {:>10.5f} {:>10.5f} {:>6} {:>14} {:>8} {:>16}\n", line.name(), one.seconds,
                         one.best, one.cpu, one.runs, times_of(&Measurement::seconds), times_of(&Measurement::cpu),
                         times(distance(line, lines)));
    }
  }
  out += fmt::format("\n{:<20} {:>10} {:>12} {:>30} {:>12} {:>12}\n", "contestant", "build s", "bytes/event",
                     "of person, time, name, channel", "build MB", "peak MB");
  for (const Outcome& outcome : outcomes) {
    if (outcome.contestant == kMemoryLimitName) continue;
    out += fmt::format("{:<20} {:>10.2f} {:>12} {:>30} {:>12} {:>12}{}\n", outcome.contestant, outcome.build_seconds,
                       per_event(outcome.bytes, facts), per_event(outcome.core_bytes, facts),
                       megabytes(outcome.build_peak), megabytes(outcome.peak),
                       outcome.no_cold.empty() ? "" : "  no cold answers: " + outcome.no_cold);
  }
  return out;
}

std::string to_json(const std::vector<Outcome>& outcomes, const std::vector<Question>& questions, const Facts& facts) {
  const auto number = [](std::optional<double> value) { return value ? fmt::format("{:.6g}", *value) : "null"; };
  const auto each_event = [&](std::optional<std::uint64_t> bytes) -> std::optional<double> {
    if (!bytes || *bytes == 0) return std::nullopt;
    return static_cast<double>(*bytes) / static_cast<double>(facts.events);
  };
  std::vector<std::string> records;
  for (const Question& question : questions) {
    const std::vector<Line> lines = lines_of(outcomes, question.name);
    const Line* judged_by = judge(lines);
    for (const Line& line : lines) {
      const Measurement& one = *line.measurement;
      const Outcome& of = *line.outcome;
      std::string record = fmt::format(R"({{"question": "{}", "contestant": "{}", "events": {}, "people": {})",
                                       question.name, line.name(), facts.events, facts.people);
      if (!one.absent.empty()) {
        records.push_back(record + fmt::format(R"(, "absent": "{}"}})", one.absent));
        continue;
      }
      record += fmt::format(R"(, "seconds": {:.6g}, "best_seconds": {:.6g}, "cpu_seconds": {:.6g}, "runs": {})",
                            one.seconds, one.best, one.cpu, one.runs);
      record += fmt::format(R"(, "times_memory_limit": {})", number(distance(line, lines)));
      if (line.is_answer()) {
        record += fmt::format(R"(, "ratio_to_clickhouse": {}, "cpu_ratio_to_clickhouse": {}, "answers_equal": {})",
                              number(ratio(line, lines, &Measurement::seconds)),
                              number(ratio(line, lines, &Measurement::cpu)), one.rows == judged_by->measurement->rows);
        record += fmt::format(R"(, "bytes_per_event": {}, "core_bytes_per_event": {}, "build_seconds": {:.6g})",
                              number(each_event(of.bytes)), number(each_event(of.core_bytes)), of.build_seconds);
        record += fmt::format(R"(, "build_peak_memory_bytes": {}, "peak_memory_bytes": {})", of.build_peak, of.peak);
      }
      records.push_back(record + "}");
    }
  }
  return fmt::format("[\n  {}\n]\n", fmt::join(records, ",\n  "));
}

}  // namespace throughline::bench
