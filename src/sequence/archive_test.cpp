// Whatever happens to the data, the timelines on disk are those that are built anew from the store.
#include "sequence/archive_test.h"

#include <set>

namespace throughline::sequence {
namespace {

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
  const auto counted = std::make_shared<Counted>(*store_);
  EXPECT_EQ(snapshot(timelines(), counted)->events(), 100u);
  EXPECT_EQ(counted->readings, 0);
}

}  // namespace
}  // namespace throughline::sequence
