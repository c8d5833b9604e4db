// Whatever happens to the data and to the files, the timelines on disk are those that are built anew from the store.
#include "sequence/archive.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <random>
#include <set>
#include <unistd.h>

#include "base/log.h"
#include "base/patience.h"
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

// Of the store, and knows which properties were asked of it, and of how many events by their numbers.
class Counted final : public Reading {
 public:
  explicit Counted(const store::Store& store) : of_store_(store) {}
  Result<Version> begin() override { return of_store_.begin(); }
  void end() override { of_store_.end(); }
  Result<People> people() override { return of_store_.people(); }
  Result<EventTexts> texts() override { return of_store_.texts(); }
  Result<std::uint64_t> event_count() override { return of_store_.event_count(); }
  Status events(const Chosen* chosen, const std::function<Status(const Event&)>& take) override {
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

  std::vector<std::string> values;
  std::size_t events_by_number = 0;

 private:
  StoreReading of_store_;
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

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
    Status property_values(const std::vector<std::string>&, const std::vector<std::uint64_t>*,
                           const TakeValue&) override {
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
  std::vector<std::string> notices;
  const LogCapture capture([&](std::string_view text) { notices.emplace_back(text); });
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
      notices.clear();
      const auto rebuilt = snapshot(timelines());
      EXPECT_EQ(told(*rebuilt), truth) << file << " " << name;
      const bool is_needed = !is_property(file) && !(file.filename() == kManifest && name == "missing");
      EXPECT_EQ(rebuilt->notice().empty(), !is_needed) << file << " " << name;
      const bool is_noticed = is_needed || (is_property(file) && name != "missing");
      EXPECT_EQ(notices.empty(), !is_noticed) << file << " " << name;
      EXPECT_EQ(told(*snapshot(timelines())), truth);
    }
  }
}

// Every section of every file, and the tables before them: whatever byte is harmed, it is noticed, and nothing is told
// that is not so.
TEST_F(ArchiveTest, AnyFlippedBitIsNoticedOrDoesNotMatter) {
  std::mt19937_64 random(5);
  import(random_rows(random, 300, 40));
  const std::string truth = told(*snapshot(timelines()));
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(timelines())) files.push_back(entry.path());
  std::size_t noticed = 0, harmed = 0;
  const LogCapture capture([&](std::string_view) { ++noticed; });
  for (const fs::path& file : files) {
    for (std::uintmax_t at = 0, size = fs::file_size(file); at < size; at += 1 + random() % std::max(size / 40, 7ul)) {
      const std::string before = read_file(file);
      std::string bytes = before;
      bytes[at] = static_cast<char>(bytes[at] ^ 1 << random() % 8);
      std::ofstream(file, std::ios::binary) << bytes;
      ++harmed;
      ASSERT_EQ(told(*snapshot(timelines())), truth) << file << " at " << at;
      std::ofstream(file, std::ios::binary) << before;
    }
  }
  // Only the gaps between sections may be harmed unseen.
  EXPECT_GT(noticed * 10, harmed * 7) << harmed;
}

TEST_F(ArchiveTest, PropertiesAreTakenFromTheStoreOnce) {
  std::mt19937_64 random(6);
  import(random_rows(random, 3000, 300));
  const auto counted = std::make_shared<Counted>(*store_);
  const std::string truth = told(*snapshot(timelines(), counted));
  EXPECT_EQ(counted->values, (std::vector<std::string>{"screen", "firm"}));
  EXPECT_EQ(told(*snapshot(timelines(), counted)), truth);
  EXPECT_EQ(counted->values.size(), 2u);
  EXPECT_EQ(counted->events_by_number, 0u);  // none were asked for by number
  // A new event: its person's are read, nobody else's.
  import("2025-06-01T00:00:00Z,u1,,pay,till,\n");
  const auto grown = snapshot(timelines(), counted);
  ASSERT_TRUE(grown->load_event_properties({"firm", "screen"}));
  EXPECT_EQ(counted->values, (std::vector<std::string>{"screen", "firm", "firm", "screen"}));
  EXPECT_GT(counted->events_by_number, 0u);
  EXPECT_LT(counted->events_by_number, 400u);
  expect_kept_is_true("a new event");
}

// A file that fits in all but the segment that it lies beside: left behind by another workspace, say.
TEST_F(ArchiveTest, APropertyOfAnotherSegmentIsNotTaken) {
  std::mt19937_64 random(8);
  import(random_rows(random, 100, 20));
  const std::string truth = told(*snapshot(timelines()));
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(timelines()))
    if (is_property(entry.path())) files.push_back(entry.path());
  ASSERT_GE(files.size(), 2u);
  std::ranges::sort(files);
  fs::rename(files[0], files[0].string() + "x");
  fs::rename(files[1], files[0]);
  EXPECT_EQ(told(*snapshot(timelines())), truth);
}

TEST_F(ArchiveTest, ALimitOfTimeStopsLoading) {
  std::mt19937_64 random(9);
  import(random_rows(random, 3000, 300));
  const auto built = snapshot(timelines());
  Patience patience({.time = std::chrono::milliseconds(-1)});
  {
    const Patience::Scope scope(&patience);
    EXPECT_THROW((void)built->event_property(built->by_person(), "screen"), Patience::Stopped);
    EXPECT_THROW((void)built->load_event_properties({"screen", "firm"}), Patience::Stopped);
    EXPECT_THROW((void)built->columns({.kind = model::SubjectKind::Account}), Patience::Stopped);
  }
  EXPECT_EQ(told(*built), told(*snapshot("")));
}

TEST_F(ArchiveTest, WithoutMemoryForColumnsTheyAreLoadedAgain) {
  std::mt19937_64 random(10);
  import(random_rows(random, 3000, 300));
  const auto small = *Snapshot::build(std::make_shared<StoreReading>(*store_),
                                      {.folder = timelines(), .memory = 1 << 16, .column_memory = 1});
  const std::string truth = told(*snapshot(""));
  for (int i = 0; i < 2; ++i) {
    const ColumnCache::Use use = small->use();
    EXPECT_EQ(told(*small), truth);
    EXPECT_GT(small->cache().bytes(), 1u);
  }
  EXPECT_EQ(small->cache().bytes(), 0u);
}

// An older snapshot writes no more, once a newer one keeps the files.
TEST_F(ArchiveTest, ARetiredSnapshotLeavesTheFilesAlone) {
  std::mt19937_64 random(11);
  import(random_rows(random, 100, 20));
  const auto old = snapshot(timelines());
  old->retire();
  const std::string truth = told(*old);
  for (const auto& entry : fs::directory_iterator(timelines())) EXPECT_FALSE(is_property(entry.path()));
  EXPECT_EQ(truth, told(*snapshot("")));
}

}  // namespace
}  // namespace throughline::sequence
