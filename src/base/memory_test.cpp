#include "base/memory.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace throughline {
namespace {

namespace fs = std::filesystem;

class MemoryTest : public testing::Test {
 protected:
  void SetUp() override { root_ = fs::temp_directory_path() / fmt::format("throughline-memory-{}", ::getpid()); }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text << "\n";
  }
  std::uint64_t limit(const std::string& groups) const { return control_group_limit(root_.string(), groups); }

  fs::path root_;
};

TEST_F(MemoryTest, AGroupOfVersion2HasTheLeastOfItsOwnAndThoseItLiesIn) {
  write("memory.max", "max");
  write("pods/memory.max", "4294967296");
  write("pods/one/memory.max", "max");
  EXPECT_EQ(limit("0::/pods/one\n"), 4294967296u);
  write("pods/one/memory.max", "1073741824");
  EXPECT_EQ(limit("0::/pods/one\n"), 1073741824u);
  EXPECT_EQ(limit("0::/\n"), UINT64_MAX);
}

// With a name space of its own, a container sees its group as the root, or still reads the path from outside.
TEST_F(MemoryTest, AContainerSeesItsGroupAsTheRoot) {
  write("memory.max", "2147483648");
  EXPECT_EQ(limit("0::/\n"), 2147483648u);
  EXPECT_EQ(limit("0::/docker/abc\n"), 2147483648u);
}

TEST_F(MemoryTest, AGroupOfVersion1IsThatOfTheControllerOfMemory) {
  write("memory/memory.limit_in_bytes", "9223372036854771712");
  write("memory/docker/abc/memory.limit_in_bytes", "536870912");
  write("cpu/docker/abc/memory.limit_in_bytes", "1");
  EXPECT_EQ(limit("7:cpu,cpuacct:/docker/abc\n5:blkio,memory:/docker/abc\n0::/docker/abc\n"), 536870912u);
}

TEST_F(MemoryTest, WhatCannotBeReadIsNoLimit) {
  EXPECT_EQ(limit(""), UINT64_MAX);
  EXPECT_EQ(limit("nonsense\n::\n0::/nowhere\n"), UINT64_MAX);
  write("memory.max", "");
  EXPECT_EQ(limit("0::/\n"), UINT64_MAX);
}

TEST(Memory, SharesAreOfWhatIsAvailable) {
  EXPECT_GT(available_memory(), process_memory());
  EXPECT_EQ(usual_memory_limit(), available_memory() / 4 * 3);
  EXPECT_EQ(usual_column_memory(), available_memory() / 4);
  EXPECT_LE(usual_build_memory(), std::uint64_t{512} << 20);
}

}  // namespace
}  // namespace throughline
