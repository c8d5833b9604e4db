// Every definition under examples/ can be read, and whatever it names is there.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

#include "wire/definition.h"

namespace throughline {
namespace {

namespace fs = std::filesystem;

const fs::path kExamples = fs::path(THROUGHLINE_SOURCE_DIR) / "examples";

std::vector<model::Definition> read_all(const fs::path& workspace) {
  std::vector<fs::path> files;
  for (const auto folder : model::kDefinitionFolders) {
    if (!fs::exists(workspace / folder)) continue;
    for (const auto& entry : fs::directory_iterator(workspace / folder)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<model::Definition> definitions;
  for (const fs::path& path : files) {
    std::ifstream stream(path);
    const std::string yaml{std::istreambuf_iterator<char>(stream), {}};
    auto definition = wire::parse_definition(yaml, fs::relative(path, workspace).string());
    if (definition) {
      definitions.push_back(*std::move(definition));
    } else {
      ADD_FAILURE() << workspace.filename() << ": " << to_text(definition.error());
    }
  }
  return definitions;
}

class Examples : public testing::TestWithParam<const char*> {};

TEST_P(Examples, HaveDefinitionsThatCanBeReadAndReferToEachOther) {
  const auto definitions = read_all(kExamples / GetParam());
  EXPECT_FALSE(definitions.empty());
  for (const Error& error : wire::check_references(definitions)) ADD_FAILURE() << to_text(error);
}

// Where all sources give constant names, every event that is asked for must be among them.
TEST_P(Examples, AskForEventsThatSomeSourceGives) {
  const auto definitions = read_all(kExamples / GetParam());
  bool is_open = false;
  const auto given = wire::events_given(definitions, is_open);
  if (is_open) GTEST_SKIP() << "a source takes names from a column";
  for (const auto& definition : definitions)
    for (const auto& named : wire::events_named(definition))
      EXPECT_TRUE(std::ranges::find(given, named.event) != given.end()) << definition.file << ": " << named.event;
}

INSTANTIATE_TEST_SUITE_P(All, Examples, testing::Values("insurer", "shop", "telco", "teleclaims"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace throughline
