// Whatever happens to the data and to the files, the timelines on disk are those that are built anew from the store.
#include "sequence/archive.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <unistd.h>

#include "collect/import.h"
#include "sequence/from_store.h"
#include "sequence/manifest.h"
#include "sequence/snapshot.h"

namespace throughline::sequence {
namespace {

namespace fs = std::filesystem;

model::SourceDefinition clicks() {
  model::SourceDefinition source;
  source.name = "clicks";
  source.time.column = "at";
  source.person = {{model::IdentityKind::UserId, "user"}, {model::IdentityKind::AnonymousId, "cookie"}};
  model::EventRule event;
  event.name.column = "what";
  event.touchpoint.column = "where";
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

  std::shared_ptr<Snapshot> snapshot(const std::string& folder) {
    auto built = Snapshot::build(std::make_shared<StoreReading>(*store_), {.folder = folder, .memory = 1 << 16});
    EXPECT_TRUE(built) << (built ? "" : to_text(built.error()));
    return built ? *built : nullptr;
  }

  // All that questions can see of people and of accounts.
  static std::string told(Snapshot& snapshot) {
    std::string text =
        fmt::format("{} events, {} to {}\n", snapshot.events(), snapshot.first() ? micros(*snapshot.first()) : 0,
                    snapshot.last() ? micros(*snapshot.last()) : 0);
    const auto accounts = snapshot.columns({.kind = model::SubjectKind::Account});
    for (const Columns* columns : {&snapshot.by_person(), *accounts}) {
      for (std::size_t subject = 0; subject < columns->subjects(); ++subject) {
        const Timeline timeline(*columns, subject);
        text += snapshot.subject_name(*columns, subject) + ":";
        for (std::size_t i = 0; i < timeline.size(); ++i) {
          text += fmt::format(" {}@{}/{}#{}", snapshot.names().text(timeline.name(i)), timeline.time(i),
                              snapshot.touchpoints().text(timeline.touchpoint(i)), timeline.event(i));
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

  std::size_t segments() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(timelines()))
      count += entry.path().filename().string().starts_with("segment-") ? 1 : 0;
    return count;
  }

  fs::path folder_;
  std::unique_ptr<store::Store> store_;
  int files_ = 0;
};

std::string random_rows(std::mt19937_64& random, std::size_t rows, std::size_t people) {
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

TEST_F(ArchiveTest, KeepsUpWithWhateverHappens) {
  std::mt19937_64 random(7);
  std::vector<std::int64_t> imports{import(random_rows(random, 3000, 400))};
  expect_kept_is_true("the first import");
  for (int round = 0; round < 25; ++round) {
    const std::uint64_t what = random() % 10;
    std::string after = "an import";
    if (what < 7 || imports.empty()) {
      imports.push_back(import(random_rows(random, 1 + random() % 60, 1 + random() % 500)));
    } else if (what == 7) {
      after = "an undo";
      ASSERT_TRUE(store_->undo(imports.back()));
      imports.pop_back();
    } else if (what == 8) {
      after = "somebody was forgotten";
      ASSERT_TRUE(store_->forget({{model::IdentityKind::UserId, fmt::format("u{}", random() % 400)}}));
    } else {
      after = "a restart";
      store_.reset();
      store_ = *store::Store::open(folder_.string());
    }
    if (random() % 3 != 0) expect_kept_is_true(fmt::format("round {}: {}", round, after));
  }
}

TEST_F(ArchiveTest, WritesOnlyThoseWhoseTimelinesGrew) {
  std::mt19937_64 random(1);
  import(random_rows(random, 4000, 600));
  snapshot(timelines());
  const std::size_t before = segments();
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(timelines())) files.insert(entry.path().filename().string());
  import("2025-06-01T00:00:00Z,u1,,pay,till,\n");
  EXPECT_EQ(snapshot(timelines())->events(), 4001u);
  EXPECT_EQ(segments(), before + 1);
  for (const std::string& file : files) EXPECT_TRUE(fs::exists(fs::path(timelines()) / file)) << file;
  // The next ones share a piece with those that came shortly before.
  for (int i = 2; i < 12; ++i) {
    import(fmt::format("2025-06-01T00:00:{:02}Z,u{},,pay,till,\n", i, i));
    snapshot(timelines());
  }
  EXPECT_LE(segments(), before + 3);
  expect_kept_is_true("small imports");
}

TEST_F(ArchiveTest, IsReadAndNotBuiltWhereNothingChanged) {
  std::mt19937_64 random(2);
  import(random_rows(random, 100, 20));
  snapshot(timelines());
  class Unread final : public Reading {
   public:
    explicit Unread(const store::Store& store) : of_store_(store) {}
    Result<Version> begin() override { return of_store_.begin(); }
    void end() override { of_store_.end(); }
    Result<People> people() override { return fail("test.read", "people were read"); }
    Result<EventTexts> texts() override { return fail("test.read", "texts were read"); }
    Result<std::uint64_t> event_count() override { return fail("test.read", "events were read"); }
    Status events(const Chosen*, const std::function<Status(const Event&)>&) override {
      return fail("test.read", "events were read");
    }
    Result<Chosen> seen_since(const Version&) override { return fail("test.read", "events were read"); }
    Result<std::vector<std::uint64_t>> by_content(std::vector<std::uint64_t> numbers) override { return numbers; }
    Result<std::vector<std::string>> object_types() override { return std::vector<std::string>(); }
    Status objects(std::string_view, const std::function<void(std::uint64_t, std::string_view)>&) override {
      return {};
    }
    Result<std::vector<std::string>> event_properties() override { return std::vector<std::string>(); }
    Result<std::vector<std::string>> subject_properties(model::SubjectKind) override {
      return std::vector<std::string>();
    }
    Status event_property(std::string_view, const std::function<void(std::uint64_t, std::string_view)>&) override {
      return {};
    }
    Status property_history(model::SubjectKind, std::string_view, std::string_view,
                            const std::function<void(const Change&)>&) override {
      return {};
    }

   private:
    StoreReading of_store_;
  };
  const auto again = Snapshot::build(std::make_shared<Unread>(*store_), {.folder = timelines()});
  ASSERT_TRUE(again) << to_text(again.error());
  EXPECT_EQ((*again)->events(), 100u);
}

TEST_F(ArchiveTest, IsBuiltAnewWhenAFileIsDamaged) {
  std::mt19937_64 random(3);
  import(random_rows(random, 2000, 100));
  const std::string truth = told(*snapshot(timelines()));
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(timelines())) files.push_back(entry.path());
  ASSERT_GE(files.size(), 3u);
  for (const fs::path& file : files) {
    const auto size = fs::file_size(file);
    const std::vector<std::pair<std::string, std::function<void()>>> harms{
        {"missing", [&] { fs::remove(file); }},
        {"cut short", [&] { fs::resize_file(file, size / 2); }},
        {"empty", [&] { fs::resize_file(file, 0); }},
        {"a bit flipped", [&] {
           std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
           bytes.seekg(static_cast<std::streamoff>(size - 9));
           const char byte = static_cast<char>(bytes.get() ^ 4);
           bytes.seekp(static_cast<std::streamoff>(size - 9));
           bytes.put(byte);
         }}};
    for (const auto& [name, harm] : harms) {
      harm();
      const auto rebuilt = snapshot(timelines());
      EXPECT_EQ(told(*rebuilt), truth) << file << " " << name;
      EXPECT_EQ(rebuilt->notice().empty(), file.filename() == kManifest && name == "missing") << file << " " << name;
      EXPECT_EQ(told(*snapshot(timelines())), truth);
    }
  }
}

}  // namespace
}  // namespace throughline::sequence
