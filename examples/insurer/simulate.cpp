// simulate_insurer: writes the exports of Tarn Mutual, an insurer that does not exist, with customers who do not
// either.
//
//     simulate_insurer OUT_DIR [--people 40000] [--seed 7] [--months 18] [--end 2026-11-20]
//
// The same options give the same rows, byte for byte. What was simulated is told in OUT_DIR/facts.json.
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string_view>

#include "exports.h"
#include "life.h"

namespace {

using namespace tarn;
namespace chrono = std::chrono;

struct Options {
  std::string folder;
  std::int64_t people = 40'000, seed = 7, months = 18;
  chrono::year_month_day end = chrono::year(2026) / 11 / 20;
};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<chrono::year_month_day> date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const chrono::year_month_day read(chrono::year(static_cast<int>(*year)), chrono::month(static_cast<unsigned>(*month)),
                                    chrono::day(static_cast<unsigned>(*day)));
  if (!read.ok()) return std::nullopt;
  return read;
}

std::optional<Options> read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!word.starts_with("--")) {
      if (!options.folder.empty()) return std::nullopt;
      options.folder = word;
      continue;
    }
    if (++i == argc) return std::nullopt;
    if (word == "--end") {
      const auto end = date(argv[i]);
      if (!end) return std::nullopt;
      options.end = *end;
      continue;
    }
    std::int64_t* const where = word == "--people"   ? &options.people
                                : word == "--seed"   ? &options.seed
                                : word == "--months" ? &options.months
                                                     : nullptr;
    const auto value = number(argv[i]);
    if (where == nullptr || !value || *value < 0) return std::nullopt;
    *where = *value;
  }
  if (options.folder.empty() || options.people < 10 || options.people > 900'000 || options.months < 1 ||
      options.months > 60)
    return std::nullopt;
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = read_options(argc, argv);
  if (!options) {
    fmt::print(stderr,
               "usage: simulate_insurer OUT_DIR [--people 40000] [--seed 7] [--months 18] [--end 2026-11-20]\n"
               "  people: 10 to 900000; months: 1 to 60; end: a day, which the data run to at 18:40\n");
    return 2;
  }
  std::error_code error;
  std::filesystem::create_directories(options->folder, error);
  const auto zone = throughline::Zone::find("Europe/Berlin");
  if (error || !zone) {
    fmt::print(stderr, "cannot {}\n",
               error ? "make the folder " + options->folder : "find the time zone Europe/Berlin: is tzdata installed?");
    return 1;
  }
  auto start = options->end - chrono::months(static_cast<int>(options->months));
  if (!start.ok()) start = start.year() / start.month() / chrono::last;
  const Ms end = throughline::micros(
                     *zone->to_instant(chrono::local_days(options->end) + chrono::hours(18) + chrono::minutes(40))) /
                 1000;
  const Calendar calendar(*zone, chrono::local_days(start), end);
  const auto seed = static_cast<std::uint64_t>(options->seed);

  std::uint32_t devices = 0;
  auto people = populate(static_cast<std::size_t>(options->people), seed, calendar, devices);
  Facts facts(people.size(), devices);
  Exports exports(calendar, facts);
  Life life(calendar, exports, facts, people, seed);
  const std::size_t tenth = people.size() / 10;
  for (std::size_t i = 0; i < people.size(); ++i) {
    life.live(i);
    if ((i + 1) % tenth == 0)
      fmt::print(stderr, "simulated {} of {} people, {} events\n", i + 1, people.size(), facts.total_events());
  }
  fmt::print(stderr, "writing to {}\n", options->folder);
  if (!exports.write(options->folder, seed, people) ||
      !exports.write_facts(options->folder, facts.to_json(seed, people.size(), calendar))) {
    fmt::print(stderr, "could not write to {}: is the disk full?\n", options->folder);
    return 1;
  }
  fmt::print(stderr, "done: {} events of {} people; facts.json says what is in them. Nobody in them is real.\n",
             facts.total_events(), facts.people());
  return 0;
}
