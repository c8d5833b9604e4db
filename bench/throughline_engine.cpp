#include "throughline_engine.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fmt/format.h>

#include "measure/ask.h"
#include "sequence/reading.h"

namespace throughline::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Texts in ascending order behind "", which is code 0, and the code of each in the world's own order.
struct Coded {
  std::vector<std::string> texts{""};
  std::vector<sequence::Code> codes;
  explicit Coded(const std::vector<std::string_view>& in_order) {
    texts.insert(texts.end(), in_order.begin(), in_order.end());
    std::ranges::sort(texts);
    for (const std::string_view text : in_order)
      codes.push_back(static_cast<sequence::Code>(std::ranges::lower_bound(texts, text) - texts.begin()));
  }
};

// The world as a store would tell of it. Events are numbered in the world's order; what is not kept is made again.
class WorldReading final : public sequence::Reading {
 public:
  explicit WorldReading(const World& world)
      : world_(world),
        names_({kNames.begin(), kNames.end()}),
        channels_({model::kChannels.begin(), model::kChannels.begin() + kChannels}) {}

  // Time spent on making the world, which no engine is to be blamed for.
  double seconds_making() const { return making_; }

  // A world never changes.
  Result<Version> begin() override { return Version{.data = 1, .number = 1, .removals = 0, .taken = {{1, 1}}}; }
  void end() override {}
  Result<Chosen> seen_since(const Version&) override { return Chosen{.people = std::vector<bool>(world_.people())}; }

  Result<People> people() override {
    People people{std::vector<model::PersonId>(world_.people()), std::vector<std::uint64_t>(world_.people())};
    for (std::size_t person = 0; person < people.ids.size(); ++person) people.ids[person].value = person + 1;
    return people;
  }

  Result<sequence::EventTexts> texts() override {
    return sequence::EventTexts{.names = names_.texts, .channels = channels_.texts, .touchpoints = {""}};
  }

  Result<std::uint64_t> event_count() override {
    const Clock::time_point begin = Clock::now();
    const std::uint64_t count = world_.facts().events;
    making_ += std::chrono::duration<double>(Clock::now() - begin).count();
    return count;
  }

  Status events(const Chosen* chosen, const std::function<Status(const Event&)>& take) override {
    Status taken;
    CHECKED(each([&](const Slice& slice, std::size_t i, std::uint64_t number) {
      if (!taken || (chosen != nullptr && !chosen->people[slice.person[i]])) return;
      taken = take({.number = number,
                    .person = slice.person[i],
                    .time = from_micros(slice.time[i] * 1000),
                    .sequence = 0,
                    .name = names_.codes[slice.name[i]],
                    .channel = channels_.codes[slice.channel[i]],
                    .touchpoint = 0,
                    .account = {}});
    }));
    return taken;
  }

  // No two events of a person are at one instant, so nothing is left to decide.
  Result<std::vector<std::uint64_t>> by_content(std::vector<std::uint64_t> numbers) override { return numbers; }

  Result<std::vector<std::string>> object_types() override { return std::vector<std::string>{"order"}; }
  Status objects(std::string_view, const std::function<void(std::uint64_t, std::string_view)>& take) override {
    return each([&](const Slice& slice, std::size_t i, std::uint64_t number) {
      if (slice.object[i] != 0) take(number, fmt::format_int(slice.object[i]).c_str());
    });
  }

  Result<std::vector<std::string>> event_properties() override {
    return std::vector<std::string>{"country", "plan", "platform"};
  }
  Result<std::vector<std::string>> subject_properties(model::SubjectKind) override {
    return std::vector<std::string>{};
  }
  // All of them have a value, so whoever asks for some events may be told of all.
  Status property_values(const std::vector<std::string>& names, const std::vector<std::uint64_t>*,
                         const TakeValue& take) override {
    std::vector<std::vector<std::string>> texts(names.size());
    for (std::size_t name = 0; name < names.size(); ++name)
      for (std::size_t code = 0; code < kPlans; ++code) texts[name].push_back(value_text(names[name], code));
    return each([&](const Slice& slice, std::size_t i, std::uint64_t number) {
      for (std::size_t name = 0; name < names.size(); ++name) {
        const auto& codes = names[name] == "plan"       ? slice.plan
                            : names[name] == "platform" ? slice.platform
                                                        : slice.country;
        take(number, name, texts[name][codes[i]]);
      }
    });
  }
  Status property_history(model::SubjectKind, std::string_view, std::string_view,
                          const std::function<void(const Change&)>&) override {
    return {};
  }

 private:
  template <class Take>
  Status each(const Take& take) {
    std::uint64_t number = 0;
    Clock::time_point begin = Clock::now();
    return world_.stream([&](const Slice& slice) -> Status {
      making_ += std::chrono::duration<double>(Clock::now() - begin).count();
      for (std::size_t i = 0; i < slice.size(); ++i) take(slice, i, number++);
      begin = Clock::now();
      return {};
    });
  }

  World world_;  // a copy: the snapshot keeps this and reads more of it later
  Coded names_, channels_;
  double making_ = 0;
};

model::Catalogue definitions() {
  const auto define = [](model::DefinitionKind kind, std::string name, model::AnyDefinition meaning) {
    return model::Definition{.kind = kind, .name = std::move(name), .meaning = std::move(meaning)};
  };
  model::TaskDefinition task{.name = "search",
                             .title = "Search",
                             .start = events_named(kTaskStart),
                             .success = events_named(kTaskSuccess),
                             .error = events_named(kTaskError),
                             .give_up = events_named(kTaskGiveUp)};
  task.within = std::chrono::hours(1);
  const model::MetricDefinition time{.name = "search_time", .kind = model::MetricKind::TaskTime, .task = "search"};
  const model::MetricDefinition errors{
      .name = "search_errors", .kind = model::MetricKind::TaskErrors, .task = "search"};
  model::JourneyDefinition journey{.name = "order", .title = "Order", .of = "order"};
  journey.within = std::chrono::days(30);
  for (std::uint8_t stage = 0; stage < kStages; ++stage) {
    const auto name = static_cast<std::uint8_t>(kFirstStage + stage);
    model::StageDefinition definition{.name = std::string(kNames[name])};
    definition.steps.push_back({.name = definition.name, .events = events_named(name)});
    journey.stages.push_back(std::move(definition));
  }
  return model::Catalogue({define(model::DefinitionKind::Task, "search", task),
                           define(model::DefinitionKind::Metric, "search_time", time),
                           define(model::DefinitionKind::Metric, "search_errors", errors),
                           define(model::DefinitionKind::Journey, "order", journey)});
}

template <class T>
Result<const T*> cell(const model::Row& row, std::string_view column) {
  for (const auto& [name, cell] : row) {
    if (name != column) continue;
    if (const T* value = std::get_if<T>(&cell.value)) return value;
  }
  return fail("bench.unexpected-answer", fmt::format("a row has no \"{}\" of the kind that was expected", column));
}

}  // namespace

Result<ThroughlineEngine::Built> ThroughlineEngine::build(const World& world, const std::filesystem::path& folder) {
  const auto reading = std::make_shared<WorldReading>(world);
  const Clock::time_point begin = Clock::now();
  TRY(snapshot, sequence::Snapshot::build(reading, {.folder = folder.string()}));
  Built built;
  built.seconds = std::chrono::duration<double>(Clock::now() - begin).count() - reading->seconds_making();
  for (const auto& entry : std::filesystem::directory_iterator(folder)) built.bytes += entry.file_size();
  for (const sequence::Piece& piece : snapshot->by_person().pieces) built.core_bytes += piece.segment->core_bytes();
  return built;
}

// The reading says that nothing is newer than what is kept, so it is not asked for events.
Result<ThroughlineEngine> ThroughlineEngine::open(const World& world, const std::filesystem::path& folder) {
  TRY(snapshot, sequence::Snapshot::build(std::make_shared<WorldReading>(world), {.folder = folder.string()}));
  ThroughlineEngine engine;
  engine.snapshot_ = std::move(snapshot);
  engine.catalogue_ = definitions();
  return engine;
}

Result<model::Answer> ThroughlineEngine::ask(const model::Question& question) {
  return measure::ask(question, catalogue_, *snapshot_);
}

model::AnyOf events_named(std::uint8_t name) {
  return {{.event = std::string(kNames[name])}};
}

std::string value_text(std::string_view property, std::size_t code) {
  return fmt::format("{}-{:02}", property, code);
}

Result<std::int64_t> integer(const model::Row& row, std::string_view column) {
  TRY(value, cell<std::int64_t>(row, column));
  return *value;
}

Result<std::string> text(const model::Row& row, std::string_view column) {
  TRY(value, cell<std::string>(row, column));
  return *value;
}

Result<double> number(const model::Row& row, std::string_view column) {
  TRY(value, cell<double>(row, column));
  return *value;
}

Result<double> estimate(const model::Row& row, std::string_view column) {
  TRY(value, cell<model::Estimate>(row, column));
  return value->value.value_or(0);
}

Result<const model::Rows*> nested(const model::Row& row, std::string_view column) {
  return cell<model::Rows>(row, column);
}

Result<std::size_t> code_of(const model::Row& row, std::string_view column) {
  TRY(label, text(row, column));
  const std::string_view digits = std::string_view(label).substr(label.rfind('-') + 1);
  std::size_t code = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), code).ec != std::errc())
    return fail("bench.unexpected-answer", fmt::format("\"{}\" is no {}", label, column));
  return code;
}

}  // namespace throughline::bench
