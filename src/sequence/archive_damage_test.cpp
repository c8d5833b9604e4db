// Whatever happens to the files, it is noticed, and what is told is what the store says.
#include <algorithm>
#include <functional>

#include "base/log.h"
#include "sequence/archive_test.h"
#include "sequence/manifest.h"

namespace throughline::sequence {
namespace {

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

}  // namespace
}  // namespace throughline::sequence
