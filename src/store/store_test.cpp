#include "store/store.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

#include "collect/import.h"

namespace throughline::store {
namespace {

Result<Directory> directory_of(const Store& store) {
  TRY(connection, store.connect());
  return Store::directory(connection);
}

namespace fs = std::filesystem;

// A workspace folder of the test's own, and files in it.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("throughline-store-" + std::to_string(::getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
    store_ = std::move(*Store::open(folder_.string()));
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(folder_);
  }

  std::string write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  collect::ImportOutcome import(const model::SourceDefinition& source, const std::string& file) {
    auto sink = store_->sink();
    auto outcome = collect::import_file(source, 1, file, *sink, {});
    EXPECT_TRUE(outcome) << (outcome ? "" : to_text(outcome.error()));
    return outcome ? *outcome : collect::ImportOutcome{};
  }

  // Every event as "name who-count properties", in the store's order of time.
  std::vector<std::string> events() {
    Connection connection = std::move(*store_->connect());
    std::vector<std::string> rows;
    const Status read = connection.stream(
        "SELECT t.text || ' ' || coalesce(e.properties, '') || ' by ' || e.import FROM event e JOIN term t ON t.id = "
        "e.name ORDER BY e.time, e.number, 1",
        {}, [&](const Chunk& chunk) {
          for (std::size_t row = 0; row < chunk.size(); ++row) rows.emplace_back(chunk.text(0, row));
          return true;
        });
    EXPECT_TRUE(read) << (read ? "" : to_text(read.error()));
    return rows;
  }

  std::int64_t count(const std::string& sql) {
    Connection connection = std::move(*store_->connect());
    const auto value = connection.integer(sql);
    EXPECT_TRUE(value) << (value ? "" : to_text(value.error()));
    return value ? value->value_or(-1) : -1;
  }

  void expect_ledger_adds_up() {
    const auto records = store_->imports();
    ASSERT_TRUE(records);
    for (const ImportRecord& record : *records) {
      EXPECT_EQ(record.counts.read, record.counts.accepted + record.counts.deduplicated + record.counts.refused)
          << record.number;
      std::int64_t refused = 0;
      for (const auto& [code, rows] : record.refused_by_reason) refused += rows;
      EXPECT_EQ(refused, record.counts.refused) << record.number;
    }
    EXPECT_EQ(count("SELECT coalesce(sum(events), 0)::BIGINT FROM import"),
              count("SELECT count(*)::BIGINT FROM event"));
  }

  fs::path folder_;
  std::unique_ptr<Store> store_;
};

model::SourceDefinition clicks(bool keyed) {
  model::SourceDefinition source;
  source.name = "clicks";
  if (keyed) source.key = {"id"};
  source.time.column = "at";
  source.person = {{model::IdentityKind::UserId, "user"}, {model::IdentityKind::AnonymousId, "cookie"}};
  model::EventRule event;
  event.name.column = "what";
  event.properties = {{"price", "price"}};
  source.events = {event};
  return source;
}

constexpr const char* kClicks =
    "id,at,user,cookie,what,price\n"
    "1,2025-05-01T10:00:00Z,ana,c1,cart,3\n"
    "2,2025-05-01T10:05:00Z,ana,,pay,3\n"
    "3,yesterday,ana,,pay,3\n"
    "4,2025-05-01T11:00:00Z,,,cart,3\n"
    "5,2025-05-01T11:00:00Z,ben,c1,cart,9\n";

TEST_F(StoreTest, CountsWhatWasTakenAndWhy) {
  const auto outcome = import(clicks(false), write("a.csv", kClicks));
  EXPECT_EQ(outcome.counts.read, 5);
  EXPECT_EQ(outcome.counts.accepted, 3);
  EXPECT_EQ(outcome.counts.refused, 2);
  const auto refusals = store_->refusals(outcome.import, 10);
  ASSERT_EQ(refusals->size(), 2u);
  EXPECT_EQ((*refusals)[0].code, "time.unreadable");
  EXPECT_EQ((*refusals)[0].line, 4);
  EXPECT_EQ((*refusals)[1].code, "row.nobody");
  const auto directory = directory_of(*store_);
  EXPECT_EQ(directory->people.ids.size(), 2u);  // c1 stays with ana
  expect_ledger_adds_up();
}

TEST_F(StoreTest, SameFileTwiceAddsNothing) {
  const std::string file = write("a.csv", kClicks);
  for (const bool keyed : {false, true}) {
    model::SourceDefinition source = clicks(keyed);
    source.name = keyed ? "keyed" : "unkeyed";
    import(source, file);
    const auto before = events();
    const auto again = import(source, file);
    EXPECT_EQ(again.counts.accepted, 0);
    EXPECT_EQ(again.counts.deduplicated, 3);
    EXPECT_EQ(again.counts.refused, 2);
    EXPECT_EQ(events(), before);
  }
  expect_ledger_adds_up();
}

TEST_F(StoreTest, KeyedRowsOfAnotherFileAreKnownAgain) {
  import(clicks(true), write("a.csv", kClicks));
  const auto second = import(clicks(true), write("b.csv",
                                                 "id,at,user,cookie,what,price\n"
                                                 "2,2025-05-01T10:05:00Z,ana,,pay,3\n"
                                                 "6,2025-05-02T10:05:00Z,ana,,pay,4\n"));
  EXPECT_EQ(second.counts.accepted, 1);
  EXPECT_EQ(second.counts.deduplicated, 1);
  expect_ledger_adds_up();
}

TEST_F(StoreTest, ChangedRowBecomesAChangeAndHistoryStays) {
  import(clicks(true), write("a.csv", kClicks));
  const auto second =
      import(clicks(true), write("b.csv", "id,at,user,cookie,what,price\n2,2025-05-03T10:05:00Z,ana,,pay,5\n"));
  EXPECT_EQ(second.counts.accepted, 1);
  EXPECT_EQ(second.counts.changed, 1);
  const auto all = events();
  EXPECT_EQ(std::ranges::count(all, "pay {\"price\":3} by 1"), 1);
  EXPECT_EQ(std::ranges::count(all, "pay changed {\"price\":5,\"was_price\":3} by 2"), 1);
  expect_ledger_adds_up();
}

TEST_F(StoreTest, TwoChangesOfOneRowInOneFileFollowEachOther) {
  import(clicks(true), write("a.csv",
                             "id,at,user,cookie,what,price\n"
                             "1,2025-05-01T10:00:00Z,ana,,cart,1\n"
                             "1,2025-05-02T10:00:00Z,ana,,cart,2\n"
                             "1,2025-05-03T10:00:00Z,ana,,cart,3\n"));
  EXPECT_EQ(events(),
            (std::vector<std::string>{"cart {\"price\":1} by 1", "cart changed {\"price\":2,\"was_price\":1} by 1",
                                      "cart changed {\"price\":3,\"was_price\":2} by 1"}));
  expect_ledger_adds_up();
}

TEST_F(StoreTest, UndoRemovesExactlyOneImport) {
  import(clicks(true), write("a.csv", kClicks));
  const auto before = events();
  const auto links_before = count("SELECT count(*)::BIGINT FROM link");
  const auto second =
      import(clicks(true), write("b.csv", "id,at,user,cookie,what,price\n9,2025-05-03T10:05:00Z,cem,c9,pay,5\n"));
  const auto undone = store_->undo(second.import);
  ASSERT_TRUE(undone) << to_text(undone.error());
  EXPECT_EQ(events(), before);
  EXPECT_EQ(count("SELECT count(*)::BIGINT FROM link"), links_before);
  EXPECT_EQ(store_->undo(second.import).error().code, "import.undone");
  EXPECT_EQ(store_->undo(99).error().code, "import.unknown");
  expect_ledger_adds_up();
}

TEST_F(StoreTest, UndoLeavesRowsThatAnotherImportBroughtAsWell) {
  const auto first = import(clicks(true), write("a.csv", kClicks));
  const auto second = import(clicks(true), write("b.csv",
                                                 "id,at,user,cookie,what,price\n"
                                                 "2,2025-05-01T10:05:00Z,ana,,pay,3\n"
                                                 "6,2025-05-02T10:05:00Z,ana,,pay,4\n"));
  const auto undone = store_->undo(first.import);
  ASSERT_TRUE(undone) << to_text(undone.error());
  EXPECT_EQ(events(), (std::vector<std::string>{"pay {\"price\":3} by 2", "pay {\"price\":4} by 2"}));
  EXPECT_EQ(directory_of(*store_)->people.ids.size(), 1u);
  const auto records = *store_->imports();
  EXPECT_EQ(records[1].counts.accepted, 2);
  EXPECT_EQ(records[1].counts.deduplicated, 0);
  expect_ledger_adds_up();
  EXPECT_EQ(second.import, 2);
}

TEST_F(StoreTest, UndoOfAFileThatCameTwiceLeavesItToTheSecond) {
  const std::string file = write("a.csv", kClicks);
  const auto first = import(clicks(false), file);
  import(clicks(false), file);
  ASSERT_TRUE(store_->undo(first.import));
  EXPECT_EQ(count("SELECT count(*)::BIGINT FROM event WHERE import = 2"), 3);
  expect_ledger_adds_up();
}

TEST_F(StoreTest, UndoTellsWhatItRemovedNotWhatTheImportOnceBrought) {
  const auto first = import(clicks(true), write("a.csv", kClicks));
  import(clicks(true), write("b.csv", "id,at,user,cookie,what,price\n2,2025-05-01T10:05:00Z,ana,,pay,3\n"));
  ASSERT_TRUE(store_->forget({{model::IdentityKind::UserId, "ben"}}));
  const auto undone = store_->undo(first.import);
  ASSERT_TRUE(undone) << to_text(undone.error());
  // Of three rows one was forgotten, and one is the second import's now.
  EXPECT_EQ(undone->counts.accepted, 1);
  EXPECT_EQ(undone->counts.events, 1);
  EXPECT_EQ(events(), std::vector<std::string>{"pay {\"price\":3} by 2"});
}

TEST_F(StoreTest, UndoOfRowsThatALaterImportChangedIsRefused) {
  const auto first = import(clicks(true), write("a.csv", kClicks));
  import(clicks(true), write("b.csv", "id,at,user,cookie,what,price\n2,2025-05-03T10:05:00Z,ana,,pay,5\n"));
  const auto undone = store_->undo(first.import);
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().code, "import.undo-depends");
  EXPECT_EQ(undone.error().help, "undo import 2 first");
}

TEST_F(StoreTest, OverlapWithoutAKeyIsWarnedOf) {
  import(clicks(false), write("a.csv", kClicks));
  const auto second =
      import(clicks(false), write("b.csv", std::string(kClicks) + "6,2025-05-01T12:00:00Z,ben,,pay,9\n"));
  ASSERT_TRUE(second.overlap);
  EXPECT_EQ(second.overlap->import, 1);
  EXPECT_GT(second.overlap->share, 0.7);
}

TEST_F(StoreTest, InterruptedImportGoesOnWhereItStopped) {
  std::string text = "id,at,user,cookie,what,price\n";
  for (int i = 0; i < 150'000; ++i)
    text += std::to_string(i) + ",2025-05-01T10:00:00Z,u" + std::to_string(i % 1000) + ",,cart,3\n";
  const std::string file = write("big.csv", text);
  {
    auto sink = store_->sink();
    const auto stopped = collect::import_file(clicks(false), 1, file, *sink, {}, [] { return true; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, "import.stopped");
  }
  store_.reset();
  store_ = std::move(*Store::open(folder_.string()));
  EXPECT_EQ((*store_->imports())[0].state, "interrupted");
  EXPECT_GT((*store_->imports())[0].counts.accepted, 0);
  const auto resumed = import(clicks(false), file);
  EXPECT_EQ(resumed.import, 1);
  EXPECT_GT(resumed.resumed_after, 0);
  EXPECT_EQ(resumed.counts.accepted, 150'000);
  EXPECT_EQ(count("SELECT count(*)::BIGINT FROM event"), 150'000);
  expect_ledger_adds_up();
}

TEST_F(StoreTest, ForgottenPersonIsInNoByteOfTheFolder) {
  model::SourceDefinition source = clicks(true);
  source.person.push_back({model::IdentityKind::Email, "mail"});
  source.events[0].properties.push_back({"note", "note"});
  import(source,
         write("a.csv",
               "id,at,user,cookie,what,price,mail,note\n"
               "1,2025-05-01T10:00:00Z,ana-4711,cookie-ana,cart,3,Ana.Oakvale@Example.org,hello\n"
               "2,2025-05-01T10:05:00Z,benjamin,cookie-ben,call,3,,spoke with ANA.OAKVALE@example.org about it\n"));
  fs::remove(folder_ / "a.csv");
  const auto report = store_->forget({{model::IdentityKind::UserId, "ana-4711"},
                                      {model::IdentityKind::AnonymousId, "cookie-ana"},
                                      {model::IdentityKind::Email, "ana.oakvale@example.org"}});
  ASSERT_TRUE(report) << to_text(report.error());
  EXPECT_EQ(report->events, 1);
  EXPECT_EQ(report->texts_rewritten, 1);
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    std::ranges::transform(bytes, bytes.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const char* text : {"ana-4711", "cookie-ana", "ana.oakvale"})
      EXPECT_EQ(bytes.find(text), std::string::npos) << entry.path() << " " << text;
  }
  EXPECT_EQ(events(), std::vector<std::string>{"call {\"price\":3,\"note\":\"spoke with [forgotten] about it\"} by 1"});

  const auto again = import(
      source, write("c.csv", "id,at,user,cookie,what,price,mail,note\n7,2025-06-01T10:00:00Z,ana-4711,,cart,3,,\n"));
  EXPECT_EQ(again.counts.refused, 1);
  EXPECT_EQ(store_->refusals(again.import, 5)->front().code, "person.forgotten");
}

// A number that is somebody's identity stands in other people's JSON too: bare, inside longer numbers, inside texts.
TEST_F(StoreTest, ForgettingLeavesTheValuesOfOthersReadable) {
  model::SourceDefinition source = clicks(true);
  source.events[0].properties.push_back({"note", "note"});
  import(source, write("a.csv",
                       "id,at,user,cookie,what,price,note\n"
                       "1,2025-05-01T10:00:00Z,12345,,cart,1,\n"
                       "2,2025-05-01T10:01:00Z,777,,cart,12345,agent 12345\n"
                       "3,2025-05-01T10:02:00Z,123456,,cart,1234500,me 123456\n"
                       "4,2025-05-01T10:03:00Z,778,,cart,4,\"12345 12345,x12345 \"\"12345\"\"\"\n"
                       "5,2025-05-01T10:04:00Z,ACME\\jane,,cart,5,\n"
                       "6,2025-05-01T10:05:00Z,779,,cart,6,told acme\\JANE\n"
                       "7,2025-05-01T10:06:00Z,a+b@example.org,,cart,7,\n"
                       "8,2025-05-01T10:07:00Z,780,,cart,8,/stop?to=%2Fend%3Fmail%3DA%2Bb%40example.org&x\n"));
  for (const char* user : {"12345", "ACME\\jane", "a+b@example.org"})
    ASSERT_TRUE(store_->forget({{model::IdentityKind::UserId, user}}));
  EXPECT_EQ(events(), (std::vector<std::string>{
                          "cart {\"price\":\"[forgotten]\",\"note\":\"agent [forgotten]\"} by 1",
                          "cart {\"price\":1234500,\"note\":\"me 123456\"} by 1",
                          "cart {\"price\":4,\"note\":\"[forgotten] [forgotten],x12345 \\\"[forgotten]\\\"\"} by 1",
                          "cart {\"price\":6,\"note\":\"told [forgotten]\"} by 1",
                          "cart {\"price\":8,\"note\":\"/stop?to=%2Fend%3Fmail%3D[forgotten]&x\"} by 1",
                      }));
  EXPECT_EQ(count("SELECT count(*)::BIGINT FROM event WHERE json_extract_string(properties, '/note') IS NOT NULL"), 5);
}

TEST_F(StoreTest, AnotherProcessIsRefusedAndHarmsNothing) {
  // This program runs anew, with a folder of its own: which one to try is left in the environment.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  ::setenv("THROUGHLINE_TEST_FOLDER", folder_.c_str(), 0);
  const auto open_as_another = [] {
    const auto other = Store::open(std::getenv("THROUGHLINE_TEST_FOLDER"));
    ::_exit(!other && other.error().code == "workspace.locked" ? 0 : 1);
  };
  EXPECT_EXIT(open_as_another(), testing::ExitedWithCode(0), "");
  ::unsetenv("THROUGHLINE_TEST_FOLDER");
  import(clicks(false), write("a.csv", kClicks));
  expect_ledger_adds_up();
}

}  // namespace
}  // namespace throughline::store
