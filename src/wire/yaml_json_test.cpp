#include "wire/yaml_json.h"

#include <boost/json.hpp>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace throughline::wire {
namespace {

TEST(YamlJson, WritesScalarsAsTheyLook) {
  EXPECT_EQ(yaml_to_json("{a: 1, b: \"1\", c: 1.5, d: true, e: , f: ~, g: 14d, h: 'null', i: -3, j: +2}", "x"),
            R"({"a":1,"b":"1","c":1.5E0,"d":true,"e":null,"f":null,"g":"14d","h":"null","i":-3,"j":2})");
}

TEST(YamlJson, KeepsWhatOnlyLooksLikeANumber) {
  EXPECT_EQ(yaml_to_json("[inf, nan, 1e999, 0x10, 1.2.3, '']", "x"), R"(["inf","nan","1e999","0x10","1.2.3",""])");
}

TEST(YamlJson, FoldsTextAndFollowsAliases) {
  EXPECT_EQ(yaml_to_json("a: &one\n  b: >\n    two\n    lines\nc: *one\n", "x"),
            R"({"a":{"b":"two lines\n"},"c":{"b":"two lines\n"}})");
}

TEST(YamlJson, PointsAtWhatIsBroken) {
  const auto json = yaml_to_json("a: 1\nb: [1, 2\nc: 3\n", "contract.yaml");
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().code, "yaml.broken");
  EXPECT_EQ(json.error().place.name, "contract.yaml");
  EXPECT_GE(json.error().place.line, 2);
}

TEST(YamlJson, RefusesEndlessNesting) {
  const auto json = yaml_to_json(std::string(200, '[') + std::string(200, ']'), "x");
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().code, "yaml.too-deep");
}

TEST(YamlJson, ReadsTheContract) {
  std::stringstream text;
  text << std::ifstream(THROUGHLINE_SOURCE_DIR "/contract/openapi.yaml").rdbuf();
  const auto written = yaml_to_json(text.str(), "openapi.yaml");
  ASSERT_TRUE(written) << to_text(written.error());
  const auto document = boost::json::parse(*written);
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  EXPECT_EQ(document.at("info").at("version"), "1");
  EXPECT_TRUE(document.at("paths").as_object().contains("/people/{id}"));
}

}  // namespace
}  // namespace throughline::wire
