// flow_bench: how long each question of the Flows pages takes, asked as a page asks it when it is opened, hot.
//     flow_bench FOLDER [EVENTS [NAME...]]        of all questions, or of those whose names begin so
//
// There is no peer: SQL for most of them would be a program of its own. What the world knows of an answer is looked at
// before a time is printed. Times are the middle of five runs after one that is not counted.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <span>

#include "base/parallel.h"
#include "throughline_engine.h"
#include "world.h"

namespace throughline::bench {
namespace {

using model::Question;

struct Flow {
  std::string name;
  decltype(Question::ask) ask;
  // Of a count of the answer, by name: what the world says it is.
  std::string count;
  std::int64_t expected = 0;
};

std::vector<Flow> flows(const Facts& facts) {
  const auto steps = [] {
    std::vector<model::AnyOf> events;
    for (const std::uint8_t name : kFunnel) events.push_back(events_named(name));
    return events;
  };
  const auto people = static_cast<std::int64_t>(facts.people), events = static_cast<std::int64_t>(facts.events);
  Question::Funnel funnel{.steps = steps()};
  Question::Funnel unordered = funnel, strict = funnel, posthog = funnel, month = funnel;
  unordered.order = model::FunnelOrder::Unordered;
  strict.order = model::FunnelOrder::Strict;
  posthog.rules = model::FunnelRules::Posthog;
  month.within = {model::FunnelWindow::Unit::Month, 1};
  const Question::Retention weekly{
      .start = events_named(kCohortStart), .returns = events_named(kCohortReturn), .interval = Interval::Week};
  Question::Retention recurring = weekly, rolling = weekly;
  recurring.mode = Question::Retention::Mode::Recurring;
  rolling.basis = Question::Retention::Basis::Rolling;
  Question::Flow counts_alone;
  counts_alone.times = false;
  return {
      {"trend", Question::Trend{}, "events", events},
      {"funnel", funnel, "", 0},
      {"funnel, in any order", unordered, "", 0},
      {"funnel, strict", strict, "", 0},
      {"funnel, as posthog", posthog, "", 0},
      {"funnel, calendar month", month, "", 0},
      {"retention, weekly", weekly, "", 0},
      {"retention, recurring", recurring, "", 0},
      {"retention, rolling", rolling, "", 0},
      {"lifecycle", Question::Lifecycle{}, "", 0},
      {"stickiness", Question::Stickiness{}, "", 0},
      {"activation", Question::Activation{.start = events_named(kCohortStart), .returns = events_named(kCohortReturn)},
       "", 0},
      {"paths", Question::Paths{}, "people", people},
      {"paths, around an event", Question::Paths{.around = events_named(kFunnel[2])}, "", 0},
      {"graph", Question::Flow{}, "people", people},
      {"graph without times", counts_alone, "people", people},
      {"variants", Question::Variants{}, "people", people},
      {"sessions", Question::Sessions{}, "people", people},
      {"sessions, per channel", Question::Sessions{.per_channel = true}, "people", people},
      {"hand-overs", Question::Handovers{}, "people", people},
      {"friction", Question::Friction{}, "people", people},
      {"task", Question::Task{.name = "search"}, "", 0},
      {"journey", Question::Journey{.name = "order"}, "", 0},
  };
}

Status check(const Flow& flow, const model::Answer& answer) {
  if (answer.status != "ok") return fail("bench.no-answer", fmt::format("{}: {}", flow.name, answer.reason));
  if (answer.rows.empty()) return fail("bench.no-answer", fmt::format("{} has no rows", flow.name));
  if (flow.count.empty()) return {};
  for (const auto& [name, count] : answer.counts)
    if (name == flow.count && count == flow.expected) return {};
  return fail("bench.unexpected-answer", fmt::format("{}: {} are not {}", flow.name, flow.count, flow.expected));
}

struct Seconds {
  double median, best;
};

Result<Seconds> measure(ThroughlineEngine& engine, const Flow& flow) {
  std::vector<double> seconds;
  for (int run = 0; run < 6; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    TRY(answer, engine.ask({.ask = flow.ask}));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    CHECKED(check(flow, answer));
    if (run > 0) seconds.push_back(took.count());
  }
  std::ranges::sort(seconds);
  return Seconds{.median = seconds[seconds.size() / 2], .best = seconds.front()};
}

bool is_asked_for(const Flow& flow, std::span<char* const> names) {
  return names.empty() || std::ranges::any_of(names, [&](const char* name) { return flow.name.starts_with(name); });
}

Status run(const std::filesystem::path& folder, std::uint64_t events, std::span<char* const> names) {
  const World world(events, 1);
  const Facts facts = world.facts();
  TRY(built, ThroughlineEngine::build(world, folder));
  TRY(engine, ThroughlineEngine::open(world, folder));
  fmt::print("{} events, {} people, seed 1; built in {:.1f} s; {} threads\n\n", facts.events, facts.people,
             built.seconds, default_threads());
  for (const Flow& flow : flows(facts)) {
    if (!is_asked_for(flow, names)) continue;
    const auto seconds = measure(engine, flow);
    if (!seconds) return fail(seconds.error());
    fmt::print("{:<28} {:>8.1f} ms    best {:>8.1f} ms\n", flow.name, seconds->median * 1e3, seconds->best * 1e3);
    std::fflush(stdout);
  }
  return {};
}

}  // namespace
}  // namespace throughline::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: flow_bench FOLDER [EVENTS [NAME...]]\n", stderr);
    return 2;
  }
  const std::uint64_t events = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  if (events == 0) {
    std::fputs("flow_bench: EVENTS is a whole number above 0\n", stderr);
    return 2;
  }
  const throughline::Status done = throughline::bench::run(
      argv[1], events, std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 2 ? 3 : 2));
  if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
  return done ? 0 : 1;
}
