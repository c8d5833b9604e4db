#include "cli/movement_options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/given.h"
#include "cli/options.h"
#include "wire/json.h"

namespace throughline::cli {

void add_movement(CLI::App& app, Options& options, void (*add_usual)(CLI::App&, Options&)) {
  constexpr int kMostVersions = 1'000'000;
  MovementOptions& given = options.movement;
  CLI::App& movement = *app.add_subcommand("movement", "why a metric moved: an earlier reading against that of now");
  movement.add_option("name", options.name, "the metric's name")->required();
  movement.add_option("--version", options.version, "of the metric's definition now; else the newest")
      ->transform(CLI::Range(1, kMostVersions).description(""));
  movement.add_option("--before-from", given.from, "first day or instant of the earlier period, included");
  movement.add_option("--before-to", given.to, "its last day, included; or an instant, not included");
  movement.add_option("--before-known", given.known,
                      "what had been imported by then: the number of an import, a day (included) or an instant");
  movement.add_option("--before-version", given.version, "version of the definition that the earlier reading used")
      ->transform(CLI::Range(1, kMostVersions).description(""));
  movement.add_option("--before-value", given.value, "the value that was noted then, in the metric's own unit");
  add_usual(movement, options);

  CLI::App& comparison = *app.add_subcommand("comparison", "a metric of several periods or people, side by side");
  comparison.add_option("name", options.name, "the metric's name")->required();
  comparison.add_option("--version", options.version, "of the metric's definition; else the newest")
      ->transform(CLI::Range(1, kMostVersions).description(""));
  comparison
      .add_option("--reading", options.readings,
                  "2 to 6 times: FROM..TO, segment:NAME, everyone, with a comma between; or {…} as in a question")
      ->allow_extra_args(false)
      ->required();
  add_usual(comparison, options);
}

Status read_movement(const Options& options, model::Question& question) {
  const MovementOptions& given = options.movement;
  model::Question::Movement movement{.name = options.name};
  if (options.version > 0) movement.version = options.version;
  auto& before = movement.before;
  if (!given.from.empty()) {
    TRY(from, at_option(wire::parse_bound(given.from, question.zone, false), "--before-from"));
    before.from = from;
  }
  if (!given.to.empty()) {
    TRY(to, at_option(wire::parse_bound(given.to, question.zone, true), "--before-to"));
    before.to = to;
  }
  before.has_period = before.from || before.to;
  if (!given.known.empty()) {
    TRY(known, at_option(wire::parse_known(given.known, question.zone), "--before-known"));
    before.known = known;
  }
  if (given.version > 0) before.version = given.version;
  before.value = given.value;
  question.ask = std::move(movement);
  return {};
}

Status read_comparison(const Options& options, model::Question& question) {
  model::Question::Comparison comparison{.name = options.name, .version = {}, .readings = {}};
  if (options.version > 0) comparison.version = options.version;
  for (std::size_t i = 0; i < options.readings.size(); ++i) {
    TRY(reading,
        at_option(wire::parse_reading(options.readings[i], question.zone), fmt::format("--reading {}", i + 1)));
    comparison.readings.push_back(std::move(reading));
  }
  question.ask = std::move(comparison);
  return {};
}

}  // namespace throughline::cli
