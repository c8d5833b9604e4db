// archive_test.h: a store, the timelines kept from it, and all that questions can see of both.
#pragma once

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

#include "collect/import.h"
#include "sequence/from_store.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {

namespace fs = std::filesystem;

inline model::SourceDefinition clicks() {
  model::SourceDefinition source;
  source.name = "clicks";
  source.time.column = "at";
  source.person = {{model::IdentityKind::UserId, "user"}, {model::IdentityKind::AnonymousId, "cookie"}};
  model::EventRule event;
  event.name.column = "what";
  event.touchpoint.column = "where";
  event.properties = {{"screen", "where"}, {"firm", "account"}};
  source.account = "account";
  source.events = {event};
  return source;
}

class ArchiveTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("throughline-archive-{}", ::getpid());
    fs::create_directories(folder_);
    store_ = *store::Store::open(folder_.string());
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(folder_);
  }

  std::string timelines() const { return (folder_ / "timelines").string(); }

  std::int64_t import(const std::string& rows) {
    const std::string file = (folder_ / fmt::format("rows-{}.csv", ++files_)).string();
    std::ofstream(file) << "at,user,cookie,what,where,account\n" << rows;
    const auto sink = store_->sink();
    const auto outcome = collect::import_file(clicks(), 1, file, *sink, {});
    EXPECT_TRUE(outcome) << (outcome ? "" : to_text(outcome.error()));
    return outcome ? outcome->import : 0;
  }

  std::shared_ptr<Snapshot> snapshot(const std::string& folder, std::shared_ptr<Reading> reading) {
    auto built = Snapshot::build(std::move(reading), {.folder = folder, .memory = 1 << 16});
    EXPECT_TRUE(built) << (built ? "" : to_text(built.error()));
    return built ? *built : nullptr;
  }
  std::shared_ptr<Snapshot> snapshot(const std::string& folder) {
    return snapshot(folder, std::make_shared<StoreReading>(*store_));
  }

  // All that questions can see of people and of accounts.
  static std::string told(Snapshot& snapshot) {
    std::string text =
        fmt::format("{} events, {} to {}\n", snapshot.events(), snapshot.first() ? micros(*snapshot.first()) : 0,
                    snapshot.last() ? micros(*snapshot.last()) : 0);
    const auto accounts = snapshot.columns({.kind = model::SubjectKind::Account});
    for (const Columns* columns : {&snapshot.by_person(), *accounts}) {
      const PropertyColumn& screen = **snapshot.event_property(*columns, "screen");
      const PropertyColumn& firm = **snapshot.event_property(*columns, "firm");
      for (std::size_t subject = 0; subject < columns->subjects(); ++subject) {
        const Timeline timeline(*columns, subject);
        text += snapshot.subject_name(*columns, subject) + ":";
        for (std::size_t i = 0; i < timeline.size(); ++i) {
          const std::uint64_t row = timeline.row(i);
          text +=
              fmt::format(" {}@{}/{}/{}/{}#{}", snapshot.names().text(timeline.name(i)), timeline.time(i),
                          snapshot.touchpoints().text(timeline.touchpoint(i)), screen.values.text(screen.codes[row]),
                          firm.values.text(firm.codes[row]), timeline.event(i));
        }
        text += "\n";
      }
    }
    for (Code name = 0; name < snapshot.names().size(); ++name) {
      if (const auto count = snapshot.name_counts()[name]; count > 0)
        text += fmt::format("{} {}\n", snapshot.names().text(name), count);
    }
    return text;
  }

  void expect_kept_is_true(const std::string& after) {
    EXPECT_EQ(told(*snapshot(timelines())), told(*snapshot(""))) << after;
  }

  static bool is_property(const fs::path& file) { return file.filename().string().contains(".property-"); }

  std::size_t segments() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(timelines()))
      count += entry.path().filename().string().starts_with("segment-") && !is_property(entry.path()) ? 1 : 0;
    return count;
  }

  fs::path folder_;
  std::unique_ptr<store::Store> store_;
  int files_ = 0;
};

// Of the store, and knows how often it was asked for events and people, for which properties, and for those of how many
// events by their numbers.
class Counted final : public Reading {
 public:
  explicit Counted(const store::Store& store) : of_store_(store) {}
  Result<Version> begin() override { return of_store_.begin(); }
  void end() override { of_store_.end(); }
  Result<People> people() override {
    ++readings;
    return of_store_.people();
  }
  Result<EventTexts> texts() override { return of_store_.texts(); }
  Result<std::uint64_t> event_count() override { return of_store_.event_count(); }
  Status events(const Chosen* chosen, const std::function<Status(const Event&)>& take) override {
    ++readings;
    return of_store_.events(chosen, take);
  }
  Result<Chosen> seen_since(const Version& before) override { return of_store_.seen_since(before); }
  Result<std::vector<std::uint64_t>> by_content(std::vector<std::uint64_t> numbers) override {
    return of_store_.by_content(std::move(numbers));
  }
  Result<std::vector<std::string>> object_types() override { return of_store_.object_types(); }
  Status objects(std::string_view type, const std::function<void(std::uint64_t, std::string_view)>& take) override {
    return of_store_.objects(type, take);
  }
  Result<std::vector<std::string>> event_properties() override { return of_store_.event_properties(); }
  Result<std::vector<std::string>> subject_properties(model::SubjectKind kind) override {
    return of_store_.subject_properties(kind);
  }
  Status property_values(const std::vector<std::string>& names, const std::vector<std::uint64_t>* asked,
                         const TakeValue& take) override {
    values.insert(values.end(), names.begin(), names.end());
    events_by_number += asked == nullptr ? 0 : asked->size();
    return of_store_.property_values(names, asked, take);
  }
  Status property_history(model::SubjectKind kind, std::string_view type, std::string_view name,
                          const std::function<void(const Change&)>& take) override {
    return of_store_.property_history(kind, type, name, take);
  }

  int readings = 0;
  std::vector<std::string> values;
  std::size_t events_by_number = 0;

 private:
  StoreReading of_store_;
};

inline std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string random_rows(std::mt19937_64& random, std::size_t rows, std::size_t people) {
  std::string text;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t who = random() % people;
    const bool has_user = random() % 3 != 0, has_cookie = !has_user || random() % 4 == 0;
    text +=
        fmt::format("2025-05-{:02}T{:02}:00:{:02}Z,{},{},{},{},{}\n", 1 + random() % 28, random() % 24, random() % 60,
                    has_user ? fmt::format("u{}", who) : "", has_cookie ? fmt::format("c{}", random() % people) : "",
                    std::vector{"cart", "pay", "view", "call"}[random() % 4], fmt::format("screen {}", random() % 20),
                    random() % 5 == 0 ? fmt::format("acme {}", who % 3) : "");
  }
  return text;
}

}  // namespace throughline::sequence
