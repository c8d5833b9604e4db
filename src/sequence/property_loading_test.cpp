// Properties are read from the store once, and kept as long as memory allows.
#include "sequence/property_loading.h"

#include <filesystem>

#include "base/patience.h"
#include "sequence/archive_test.h"

namespace throughline::sequence {
namespace {

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

// Wherever it is stopped, the next one is answered.
TEST_F(ArchiveTest, LoadingMayBeStoppedAtAnyTime) {
  std::mt19937_64 random(13);
  import(random_rows(random, 20000, 1000));
  const auto built = snapshot(timelines());
  const std::string truth = told(*snapshot(""));
  int stopped = 0;
  for (int i = 0; i < 150; ++i) {
    for (const auto& entry : fs::directory_iterator(timelines()))
      if (is_property(entry.path())) fs::remove(entry.path());
    const auto fresh = snapshot(timelines());
    Patience patience({.time = std::chrono::milliseconds(random() % 25)});
    const Patience::Scope scope(&patience);
    try {
      (void)fresh->load_event_properties({"screen", "firm"});
      (void)fresh->person_property("none");
      (void)fresh->event_properties();
      (void)fresh->columns({.kind = model::SubjectKind::Account});
    } catch (const Patience::Stopped&) {
      ++stopped;
    }
  }
  EXPECT_GT(stopped, 0);
  EXPECT_EQ(told(*built), truth);
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

TEST_F(ArchiveTest, APropertyMayBeCalledAnything) {
  std::mt19937_64 random(12);
  import(random_rows(random, 100, 20));
  const auto built = snapshot(timelines());
  for (const std::string name : {"it's", "a/b~c", "", "[0]", "$.x", "\"", "'], '/x", "ünï"}) {
    const auto column = built->event_property(built->by_person(), name);
    ASSERT_TRUE(column) << name << to_text(column.error());
    EXPECT_EQ((*column)->values.size(), 1u) << name;
  }
  const auto column = built->event_property(built->by_person(), std::string_view("a\0b", 3));
  ASSERT_TRUE(column) << to_text(column.error());
}

}  // namespace
}  // namespace throughline::sequence
