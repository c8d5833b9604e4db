#include "wire/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/reading_test.h"

namespace throughline::wire {
namespace {

using Rows = std::vector<std::string>;

TEST(Csv, ReadsQuotesNewlinesAndMissingFields) {
  const Reading reading = read("a,b\n1,\n\"x,\"\"y\"\"\",\"two\nlines\"\n,\"\"\n  spaced  ,\" kept \"\n", {});
  EXPECT_EQ(reading.columns, (Rows{"a", "b"}));
  EXPECT_EQ(reading.rows, (Rows{"2: a='1'", "3: a='x,\"y\"' b='two\nlines'", "5:", "6: a='spaced' b=' kept '"}));
  EXPECT_TRUE(reading.ended);
}

TEST(Csv, LineEndsOfEveryKindAtEveryBoundary) {
  const Rows expected{"2: a='1' b='2'", "3: a='3' b='4'", "6: a='5' b='6'"};
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string text = "a,b" + end + "1,2" + end + "3,4" + end + end + "  " + end + "5,6";
    for (const std::size_t step : {1u, 2u, 3u, 4u, 1000u}) {
      EXPECT_EQ(read(text, {}, step).rows, expected) << step;
      EXPECT_EQ(read(text + end, {}, step).rows, expected) << step;
    }
  }
}

TEST(Csv, AFieldOverManyLinesCountsThem) {
  const Reading reading = read("a,b\r\n1,\"x\r\n\r\ny\r\n\"\r\n2,z\r\n", {});
  EXPECT_EQ(reading.rows, (Rows{"2: a='1' b='x\r\n\r\ny\r\n'", "6: a='2' b='z'"}));
}

TEST(Csv, ABrokenQuoteRefusesItsRowOnly) {
  EXPECT_EQ(read("a,b\n1,\"x\"y\n2,z\n3,5\" pipe\n4,w\n", {}).rows,
            (Rows{"2: csv.broken-quote", "3: a='2' b='z'", "4: csv.broken-quote", "5: a='4' b='w'"}));
  // Line 2 misses a quote, which line 4 trips over: line 2 is to blame, and 3 and 4 are read for themselves.
  EXPECT_EQ(read("a,b\n1,\"x\n2,z\n3,\"w\"\n", {}).rows,
            (Rows{"2: csv.broken-quote", "3: a='2' b='z'", "4: a='3' b='w'"}));
}

TEST(Csv, AQuoteThatNeverClosesDoesNotSwallowTheFile) {
  EXPECT_EQ(read("a,b\n1,\"x\n2,y\n3,z\n", {}).rows, (Rows{"2: csv.open-quote", "3: a='2' b='y'", "4: a='3' b='z'"}));
  EXPECT_EQ(read("a,b\n1,\"x", {}).rows, (Rows{"2: csv.open-quote"}));
  // In a long file the record only grows to the limit before it is given up.
  std::string text = "a,b\n1,\"x\n";
  Rows expected{"2: csv.open-quote"};
  for (int i = 3; i < 5000; ++i) {
    text += "2,y\n";
    expected.push_back(fmt::format("{}: a='2' b='y'", i));
  }
  for (const std::size_t step : {1000u, 1'000'000u})
    EXPECT_EQ(read(text, {.limits = {.row_bytes = 100}}, step).rows, expected);
}

TEST(Csv, ALongLineIsRefusedAndTheNextOneRead) {
  const ReadOptions options{.limits = {.row_bytes = 10}};
  for (const std::size_t step : {1u, 3u, 1000u}) {
    EXPECT_EQ(
        read("a,b\n1,2345678\n1,23456789\n1,2\r\n" + std::string(500'000, 'x') + "\r\n3,4\n", options,
             step == 1 ? 7 : step)
            .rows,
        (Rows{"2: a='1' b='2345678'", "3: a='1' b='23456789'", "4: a='1' b='2'", "5: row.too-long", "6: a='3' b='4'"}));
    EXPECT_EQ(read("a,b\n1,234567890\r3,4\r", options, step).rows, (Rows{"2: row.too-long", "3: a='3' b='4'"}));
  }
}

TEST(Csv, RowsOfTheWrongWidthAreRefused) {
  const Reading reading = read("a,b\n1\n1,2,3\n1,2\n", {});
  EXPECT_EQ(reading.rows, (Rows{"2: csv.too-few-fields", "3: csv.too-many-fields", "4: a='1' b='2'"}));
  auto reader = *read_rows(memory_bytes("a,b\nsecret\n"), {});
  const auto row = reader->next();
  EXPECT_EQ(std::get<Refusal>(*row).reason, "the row has 1 field, the header 2");
}

TEST(Csv, TheHeaderTellsTheDelimiter) {
  EXPECT_EQ(read("a;b\n1;2,5\n", {}).rows, (Rows{"2: a='1' b='2,5'"}));
  EXPECT_EQ(read("a\tb\n1\t\n", {}).rows, (Rows{"2: a='1'"}));
  EXPECT_EQ(read("a|b\n1|2\n", {}).rows, (Rows{"2: a='1' b='2'"}));
  EXPECT_EQ(read("\"a,x\";b\n1;2\n", {}).columns, (Rows{"a,x", "b"}));  // the comma is inside quotes
  EXPECT_EQ(read("a;b,c\n1;2,3\n", {}).columns, (Rows{"a;b", "c"}));
  EXPECT_EQ(read("a\n1\n", {}).rows, (Rows{"2: a='1'"}));
  EXPECT_EQ(read("a,b;c\n1,2;3\n", {.delimiter = ';'}).columns, (Rows{"a,b", "c"}));
}

TEST(Csv, TabsSeparateTsv) {
  const ReadOptions tsv{.format = Format::Tsv};
  EXPECT_EQ(read("a\tb\tc\n1\t\t3\n\t\t\n\"x\ty\"\t2, 5\t\n", tsv).rows,
            (Rows{"2: a='1' c='3'", "3:", "4: a='x\ty' b='2, 5'"}));
  EXPECT_EQ(read("a;b\n1;2\n", tsv).columns, (Rows{"a;b"}));
}

TEST(Csv, HeadersMustNameColumnsApart) {
  EXPECT_EQ(read("\n  \n", {}).error.code, "csv.no-header");
  EXPECT_EQ(read("\xEF\xBB\xBF", {}).error.code, "csv.no-header");
  EXPECT_EQ(read("\"\", ,\n1,2,3\n", {}).error.message, "none of the 3 columns has a name");
  EXPECT_EQ(read(",column_1\n", {}).error.code, "csv.duplicate-column");
  const Error twice = read("a, b ,\" b\"\n", {}).error;
  EXPECT_EQ(twice.code, "csv.duplicate-column");
  EXPECT_EQ(twice.message, "two columns are called \"b\"");
  EXPECT_EQ(twice.place.name, "test");
  EXPECT_EQ(twice.place.line, 1);
  EXPECT_EQ(read("a,b,c\n", {.limits = {.columns = 2}}).error.code, "csv.too-many-columns");
  EXPECT_EQ(read("a,\"b\"x\n", {}).error.code, "csv.broken-quote");
  EXPECT_EQ(read("a,\"b\n", {}).error.code, "csv.open-quote");
  EXPECT_EQ(read("a,\xFC\n", {}).error.code, "text.not-utf8");
  EXPECT_EQ(read("aaaaaaaa,b\n", {.limits = {.row_bytes = 4}}).error.code, "row.too-long");
  EXPECT_EQ(read("\n\n a , b \n1,2\n", {}).rows, (Rows{"4: a='1' b='2'"}));
  EXPECT_TRUE(read("a,b\n", {}).ended);
}

TEST(Csv, AColumnWithoutNameIsCalledByItsPlace) {
  EXPECT_EQ(read(",a, \n0,x,y\n", {}).rows, (Rows{"2: column_1='0' a='x' column_3='y'"}));
  EXPECT_EQ(read("a;\"\"\n1;2\n", {}).columns, (Rows{"a", "column_2"}));
}

TEST(Csv, FurtherHeaderRowsAreSkipped) {
  const std::string text = "Q1,Q2\n\"How\nlikely?\",\"Why?\"\n\"{\"\"ImportId\"\":\"\"Q1\"\"}\",x\n9,good\n";
  EXPECT_EQ(read(text, {.header_rows = 3}).rows, (Rows{"5: Q1='9' Q2='good'"}));
  EXPECT_TRUE(read("a\n", {.header_rows = 3}).ended);
}

// Lines without quotes take a shorter way. A quoted field in front sends the same line through the parser.
TEST(Csv, LinesWithAndWithoutQuotesAgree) {
  for (const char delimiter : {',', '\t'}) {
    EXPECT_TRUE(rc::check([delimiter] {
      const auto line = *rc::gen::container<std::string>(rc::gen::element('a', ' ', '\t', '\v', ',', ';', '\\'));
      RC_PRE(line.find_first_not_of(" \t") != std::string::npos);
      const ReadOptions options{.delimiter = delimiter};
      const std::string d(1, delimiter);
      const Reading plain = read("a" + d + "b" + d + "c\n" + line + "\n", options);
      const Reading quoted = read("\"x\"" + d + "a" + d + "b" + d + "c\n\"\"" + d + line + "\n", options);
      RC_ASSERT(plain.rows == quoted.rows);
    }));
  }
}

TEST(Csv, AFieldOfMegabytesIsKept) {
  const std::string field(3 << 20, 'x');
  EXPECT_EQ(read("a\n\"" + field + "\"\n", {}).rows, (Rows{"2: a='" + field + "'"}));
}

}  // namespace
}  // namespace throughline::wire
