// funnel_semantics: is windowFunnel of ours that of ClickHouse? Random small streams, one SQL statement per set of
// modes; every difference is printed with its stream.
//
//     funnel_semantics [STREAMS [SEED]]        10000 streams, seed 1
//
// Ends with 0 when nothing differs, 1 when something does, 77 when ClickHouse cannot be opened.
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <random>

#include "clickhouse.h"
#include "measure/funnel/walk.h"
#include "sequence/from_events.h"
#include "sequence/snapshot.h"

namespace {

using throughline::Result;
using throughline::Status;
using throughline::bench::ClickHouse;
using namespace throughline::measure;

struct Event {
  std::int64_t time;
  StepSet steps;  // 0: some other event
};

struct Stream {
  std::vector<Event> events;
};

struct Shape {
  std::size_t steps = 3;
  std::int64_t within = 6;
  std::vector<Stream> streams;
};

struct Mode {
  std::string_view name;
  bool WalkPlan::* flag;
};
constexpr std::array<Mode, 5> kModes{{{"strict_order", &WalkPlan::is_strict},
                                      {"strict_deduplication", &WalkPlan::strict_deduplication},
                                      {"strict_increase", &WalkPlan::strict_increase},
                                      {"strict_once", &WalkPlan::strict_once},
                                      {"allow_reentry", &WalkPlan::allow_reentry}}};

// Few instants and few steps, so that events share instants, repeat, and are several steps at once.
Shape random_shape(std::mt19937& random, std::size_t count) {
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  Shape shape{.steps = 2 + below(4), .within = static_cast<std::int64_t>(below(9))};
  for (std::size_t i = 0; i < count; ++i) {
    Stream stream;
    const std::size_t instants = 1 + below(14), kind = below(4);
    for (std::size_t left = 1 + below(12); left > 0; --left) {
      StepSet steps = kind != 3 && below(6) == 0 ? 0 : bit(below(shape.steps));
      if (kind == 1 && below(3) == 0) steps |= bit(below(shape.steps));
      if (kind == 2) steps = static_cast<StepSet>(below(std::size_t{1} << shape.steps));
      stream.events.push_back({static_cast<std::int64_t>(below(instants)), steps});
    }
    std::ranges::stable_sort(stream.events, {}, &Event::time);
    shape.streams.push_back(std::move(stream));
  }
  return shape;
}

// Each stream is a person's timeline; `subjects` says whose.
struct Timelines {
  std::shared_ptr<throughline::sequence::Snapshot> snapshot;
  std::vector<std::size_t> subjects;
};

throughline::model::Identity person(std::size_t stream) {
  return {throughline::model::IdentityKind::UserId, std::to_string(stream)};
}

Result<Timelines> timelines(const Shape& shape) {
  std::vector<throughline::model::Event> events;
  for (std::size_t s = 0; s < shape.streams.size(); ++s) {
    std::int64_t position = 0;
    for (const Event& event : shape.streams[s].events) {
      events.push_back({.time = throughline::from_micros(event.time),
                        .sequence = ++position,
                        .name = "e",
                        .identities = {person(s)}});
    }
  }
  TRY(snapshot, throughline::sequence::Snapshot::build(throughline::sequence::from_events(std::move(events))));
  Timelines result{.snapshot = snapshot, .subjects = {}};
  for (std::size_t s = 0; s < shape.streams.size(); ++s)
    result.subjects.push_back(snapshot->person_index({id_of(person(s)).value}).value());
  return result;
}

std::size_t ours(const throughline::sequence::Timeline& timeline, const Stream& stream, const WalkPlan& plan) {
  std::vector<throughline::sequence::Hit> hits;
  for (std::size_t i = 0; i < stream.events.size(); ++i)
    if (stream.events[i].steps != 0)
      hits.push_back({static_cast<std::uint32_t>(i), stream.events[i].steps, timeline.time(i)});
  const std::vector<std::uint8_t> may_begin(hits.size(), 1);
  FunnelWalk walk;
  const auto walker = plan.strict_once ? walk_clickhouse_once : walk_clickhouse;
  return !hits.empty() && walker({timeline, hits, may_begin}, plan, walk) ? walk.reached : 0;
}

Status load(ClickHouse& clickhouse, const Shape& shape) {
  CHECKED(clickhouse.run("DROP TABLE IF EXISTS e"));
  CHECKED(clickhouse.run("CREATE TABLE e (stream UInt32, position UInt32, ts UInt64, steps UInt32) ENGINE = Memory"));
  std::string rows;
  for (std::size_t s = 0; s < shape.streams.size(); ++s) {
    for (std::size_t i = 0; i < shape.streams[s].events.size(); ++i) {
      const Event& event = shape.streams[s].events[i];
      rows += fmt::format("{}\t{}\t{}\t{}\n", s, i, event.time, event.steps);
    }
  }
  return clickhouse.insert("e", "TabSeparated", rows);
}

Result<std::vector<std::size_t>> theirs(ClickHouse& clickhouse, const Shape& shape, const std::string& modes) {
  std::string conditions;
  for (std::size_t step = 0; step < shape.steps; ++step) conditions += fmt::format(", bitTest(steps, {}) = 1", step);
  const std::string sql = fmt::format(
      "SELECT stream, windowFunnel({}{})(ts{}) FROM (SELECT * FROM e ORDER BY stream, position) "
      "GROUP BY stream ORDER BY stream SETTINGS max_threads = 1",
      shape.within, modes, conditions);
  TRY(rows, clickhouse.rows(sql));
  std::vector<std::size_t> levels;
  for (const auto& row : rows) levels.push_back(std::stoul(row.at(1)));
  return levels;
}

std::string told(const Stream& stream) {
  std::string text;
  for (const Event& event : stream.events) {
    text += text.empty() ? "" : " ";
    for (StepSet left = event.steps; left != 0; left &= left - 1)
      text += static_cast<char>('A' + static_cast<int>(lowest(left)));
    text += fmt::format("{}{}", event.steps == 0 ? "x" : "", event.time);
  }
  return text;
}

struct Tally {
  std::size_t streams = 0, different = 0;
};

Status compare(ClickHouse& clickhouse, const Shape& shape, const Timelines& told_to_us, unsigned choice, Tally& tally) {
  WalkPlan plan;
  std::string modes;
  for (std::size_t i = 0; i < kModes.size(); ++i) {
    if ((choice >> i & 1u) == 0) continue;
    plan.*kModes[i].flag = true;
    modes += fmt::format(", '{}'", kModes[i].name);
  }
  plan.steps = shape.steps;
  plan.within = shape.within;
  plan.connect();
  TRY(levels, theirs(clickhouse, shape, modes));
  for (std::size_t s = 0; s < shape.streams.size(); ++s) {
    const throughline::sequence::Timeline timeline(told_to_us.snapshot->by_person(), told_to_us.subjects[s]);
    const std::size_t level = ours(timeline, shape.streams[s], plan);
    ++tally.streams;
    if (level == levels.at(s)) continue;
    if (++tally.different <= 5)
      fmt::print("differs: steps {} within {}{}: {}: ClickHouse {}, ours {}\n", shape.steps, shape.within, modes,
                 told(shape.streams[s]), levels.at(s), level);
  }
  return {};
}

Result<bool> run(std::size_t streams, std::uint32_t seed) {
  TRY(clickhouse, ClickHouse::open());
  TRY(version, clickhouse.rows("SELECT version()"));
  std::mt19937 random(seed);
  constexpr std::size_t kShapes = 20;
  std::vector<Shape> shapes;
  for (std::size_t i = 0; i < kShapes; ++i) shapes.push_back(random_shape(random, (streams + kShapes - 1) / kShapes));
  std::array<Tally, 32> tallies{};
  for (const Shape& shape : shapes) {
    CHECKED(load(clickhouse, shape));
    TRY(told_to_us, timelines(shape));
    for (unsigned choice = 0; choice < 32; ++choice) {
      if ((choice & 16) != 0 && (choice & 1) == 0) continue;  // allow_reentry asks for strict_order
      CHECKED(compare(clickhouse, shape, told_to_us, choice, tallies[choice]));
    }
  }
  bool is_equal = true;
  for (unsigned choice = 0; choice < 32; ++choice) {
    if (tallies[choice].streams == 0) continue;
    std::string names;
    for (std::size_t i = 0; i < kModes.size(); ++i)
      if ((choice >> i & 1u) != 0) names += fmt::format(" {}", kModes[i].name);
    fmt::print("{:7} streams, {:5} different:{}\n", tallies[choice].streams, tallies[choice].different,
               names.empty() ? " default" : names);
    is_equal = is_equal && tallies[choice].different == 0;
  }
  fmt::print("ClickHouse {}, seed {}\n", version.at(0).at(0), seed);
  return is_equal;
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t streams = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 10'000;
  const auto seed = static_cast<std::uint32_t>(count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 1);
  const Result<bool> result = run(streams, seed);
  if (!result) {
    fmt::print("{}", throughline::to_text(result.error()));
    return 77;
  }
  return *result ? 0 : 1;
}
