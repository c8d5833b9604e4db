#include "wire/jsonl.h"

#include <gtest/gtest.h>

#include "wire/reading_test.h"

namespace throughline::wire {
namespace {

using Rows = std::vector<std::string>;
const ReadOptions kJsonl{.format = Format::Jsonl};

Rows refusal(const std::string& line) {
  return read(line + "\n{\"z\":1}\n", kJsonl).rows;
}
Rows refused_as(const std::string& code) {
  return {"1: " + code, "2: z=1"};
}

TEST(Jsonl, FlattensObjectsAndKeepsWhatIsWritten) {
  const Reading reading = read(
      "{\"a\":1,\"c\":{\"d\":true,\"e\":{\"f\":\"x\\\"\\u00e9\\n\"}}, \"g\":null, \"h\": [1, {\"x\":[ ]}, \"\\\"]\"] , "
      "\"i\":{} }\n"
      "\n  \r\n"
      "{\"c\":{\"d\":false},\"n\":-1.50e+10,\"big\":123456789012345678901234567890}\r\n"
      "  {}  \n"
      "{\"a\" : 0.10 }",
      kJsonl);
  EXPECT_EQ(reading.columns, (Rows{"a", "c.d", "c.e.f", "g", "h", "n", "big"}));
  EXPECT_EQ(reading.rows, (Rows{"1: a=1 c.d=true c.e.f='x\"é\n' h='[1, {\"x\":[ ]}, \"\\\"]\"]'",
                                "4: c.d=false n=-1.50e+10 big=123456789012345678901234567890", "5:", "6: a=0.10"}));
  EXPECT_TRUE(reading.ended);
}

TEST(Jsonl, ColumnsKeepTheirPlacesWhileTheyGrow) {
  EXPECT_EQ(read("{\"a\":1,\"b\":2}\n{\"b\":3,\"c\":4}\n{\"c\":5,\"a\":6}\n{\"a\":7,\"b\":8}\n", kJsonl).rows,
            (Rows{"1: a=1 b=2", "2: b=3 c=4", "3: a=6 c=5", "4: a=7 b=8"}));
}

TEST(Jsonl, BrokenLinesAreRefusedOneByOne) {
  for (const std::string line : {"{\"a\":NaN}",
                                 "{\"a\":nan}",
                                 "{\"a\":Infinity}",
                                 "{\"a\":-Infinity}",
                                 "{\"a\":01}",
                                 "{\"a\":+1}",
                                 "{\"a\":1.}",
                                 "{\"a\":.5}",
                                 "{\"a\":1e}",
                                 "{\"a\":-}",
                                 "{\"a\":truth}",
                                 "{\"a\":nul}",
                                 "{\"a\":True}",
                                 "{\"a\":1",
                                 "{\"a\":1}}",
                                 "{\"a\":1},",
                                 "{\"a\":1} {\"b\":2}",
                                 "{\"a\" 1}",
                                 "{\"a\":1 \"b\":2}",
                                 "{\"a\":1 2}",
                                 "{a:1}",
                                 "{'a':1}",
                                 "{\"a\":\"x}",
                                 "{\"a\":\"\\x\"}",
                                 "{\"a\":\"\\ud800\"}",
                                 "{\"a\":\"\t\"}",
                                 "{\"a\":[1 2]}",
                                 "{\"a\":[1,]}",
                                 "{\"a\":[nan]}",
                                 "{\"a\":[1}",
                                 "{\"a\":[\"\\x\"]}",
                                 "{\"a\":[{\"b\"}]}",
                                 "{\"a\":{\"b\":1}",
                                 "{,}",
                                 "{\"a\":1,}",
                                 "{",
                                 "}",
                                 "nan",
                                 "x",
                                 "\"x",
                                 "{\"a\":}",
                                 "{\"a\":1]"}) {
    EXPECT_EQ(refusal(line), refused_as("json.broken")) << line;
  }
}

TEST(Jsonl, OtherRefusals) {
  for (const std::string line : {"1", "\"x\"", "null", "true"})
    EXPECT_EQ(refusal(line), refused_as("json.not-an-object")) << line;
  EXPECT_EQ(read("{\"a\":1}\n[1,2]\n", kJsonl).rows, (Rows{"1: a=1", "2: json.not-an-object"}));
  for (const std::string line :
       {"{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":{\"b\":1},\"a\":{\"c\":2}}",
        "{\"a.b\":1,\"a\":{\"b\":2}}", "{\"a\":{\"b\":1,\"b\":1}}", "{\"a\":1,\"a\":{}}", "{\"a\":{},\"a\":null}"}) {
    EXPECT_EQ(refusal(line), refused_as("json.duplicate-key")) << line;
  }
  const auto nested = [](int levels, const std::string& open, const std::string& close) {
    std::string text = "{\"a\":";
    for (int i = 0; i < levels; ++i) text += open;
    text += "1";
    for (int i = 0; i < levels; ++i) text += close;
    return text + "}";
  };
  EXPECT_EQ(refusal(nested(64, "{\"a\":", "}")), refused_as("json.too-deep"));
  EXPECT_EQ(refusal(nested(64, "[", "]")), refused_as("json.too-deep"));
  EXPECT_EQ(refusal(nested(100'000, "[", "]")), refused_as("json.too-deep"));
  EXPECT_EQ(read(nested(63, "[", "]"), kJsonl).refused, 0u);
  EXPECT_EQ(read(nested(63, "{\"a\":", "}"), kJsonl).refused, 0u);
  EXPECT_EQ(refusal("{\"" + std::string(2000, 'k') + "\":1}"), refused_as("row.name-too-long"));
}

TEST(Jsonl, ARefusedRowLeavesNoColumns) {
  const ReadOptions few{.format = Format::Jsonl, .limits = {.columns = 2}};
  const Reading reading =
      read("{\"a\":1}\n{\"x\":1,\"y\":1,\"z\":1}\n{\"q\":nan}\n{\"b\":2,\"a\":3}\n{\"c\":1}\n{\"b\":4}\n", few);
  EXPECT_EQ(reading.rows, (Rows{"1: a=1", "2: row.too-many-columns", "3: json.broken", "4: a=3 b=2",
                                "5: row.too-many-columns", "6: b=4"}));
  EXPECT_EQ(reading.columns, (Rows{"a", "b"}));
  // Objects without values take no column, but they cannot fill memory either.
  std::string empty_objects;
  for (int i = 0; i < 20; ++i) empty_objects += fmt::format("{{\"k{}\":{{}}}}\n", i);
  EXPECT_EQ(read(empty_objects, few).refused, 16u);
  EXPECT_TRUE(read(empty_objects, few).columns.empty());
  // A name known as an object gets a column in a row that is refused, and loses it again.
  EXPECT_EQ(read("{\"a\":{}}\n{\"a\":1,\"b\":x}\n{\"c\":1}\n{\"a\":2}\n", few).rows,
            (Rows{"1:", "2: json.broken", "3: c=1", "4: a=2"}));
}

TEST(Jsonl, ALongLineIsRefused) {
  const ReadOptions options{.format = Format::Jsonl, .limits = {.row_bytes = 20}};
  EXPECT_EQ(read("{\"a\":\"" + std::string(1 << 20, 'x') + "\"}\r\n{\"a\":1}\n", options).rows,
            (Rows{"1: row.too-long", "2: a=1"}));
  EXPECT_EQ(read("{\"a\":\"xxxxxxxxxxxx\"}\n{\"a\":\"xxxxxxxxxxxxx\"}\n", options).rows,
            (Rows{"1: a='xxxxxxxxxxxx'", "2: row.too-long"}));
}

TEST(Jsonl, OneBigArrayIsRefusedAtOnce) {
  for (const std::string text : {"[{\"a\":1},{\"a\":2}]", "[\n{\"a\":1}\n]", "\n \n  [", "\xEF\xBB\xBF[]"}) {
    const Error error = read(text, kJsonl).error;
    EXPECT_EQ(error.code, "json.is-array") << text;
    EXPECT_NE(error.help.find("jq -c"), std::string::npos);
  }
  EXPECT_EQ(read("[" + std::string(100, '1'), {.format = Format::Jsonl, .limits = {.row_bytes = 10}}).error.code,
            "json.is-array");
  EXPECT_TRUE(read("\n \n", kJsonl).ended);
}

TEST(Jsonl, EveryReadBoundaryGivesTheSame) {
  const std::string text = "{\"a\":\"é\"}\r\n{\"a\":[1]}\r\r{\"b\":{\"c\":1}}\nx\n{\"a\":2}";
  const Reading whole = read(text, kJsonl);
  EXPECT_EQ(whole.rows, (Rows{"1: a='é'", "2: a='[1]'", "4: b.c=1", "5: json.broken", "6: a=2"}));
  for (std::size_t step = 1; step < 12; ++step) EXPECT_EQ(read(text, kJsonl, step).rows, whole.rows);
}

}  // namespace
}  // namespace throughline::wire
