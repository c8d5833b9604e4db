// What every format has in common: files, gzip, encodings, long lines, and real exports.
#include "wire/rows.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include "wire/reading_test.h"

namespace throughline::wire {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("rows_test." + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view content) {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  fs::path folder_;
};

std::string utf16(std::u16string_view text, bool big) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

Result<std::unique_ptr<RowReader>> open_rows(const std::string& path, const ReadOptions& options) {
  TRY(bytes, open_bytes(path));
  return read_rows(std::move(bytes), options);
}

long peak_kilobytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Format, IsNamedOrToldByTheFilesName) {
  EXPECT_EQ(*parse_format("tsv"), Format::Tsv);
  EXPECT_EQ(parse_format("jsnl").error().code, "format.unknown");
  EXPECT_EQ(parse_format("jsnl").error().help, "did you mean \"jsonl\"?");
  EXPECT_EQ(*format_of("a/b.c/Orders.CSV.GZ"), Format::Csv);
  EXPECT_EQ(*format_of("events.ndjson"), Format::Jsonl);
  EXPECT_EQ(*format_of("log.xes.gz"), Format::Xes);
  EXPECT_EQ(*format_of("x.tab"), Format::Tsv);
  EXPECT_EQ(format_of("table.parquet").error().code, "format.unknown");
  EXPECT_EQ(format_of("csv").error().code, "format.unknown");
}

TEST_F(Files, MissingFolderUnreadableEmpty) {
  const auto missing = open_rows(folder_ / "ordrs.csv", {});
  EXPECT_EQ(missing.error().code, "file.missing");
  write("orders.csv", "a\n");
  EXPECT_EQ(open_rows(folder_ / "ordrs.csv", {}).error().help, "did you mean \"orders.csv\"?");
  EXPECT_EQ(open_rows(folder_, {}).error().code, "file.is-directory");
  EXPECT_EQ(open_rows(write("empty.csv", ""), {}).error().code, "file.empty");
  EXPECT_EQ(open_rows(write("empty.csv.gz", gzip("")), {}).error().code, "file.empty");
  const std::string secret = write("secret.csv", "a\n1\n");
  fs::permissions(secret, fs::perms::none);
  if (::geteuid() != 0) {  // root may read everything
    EXPECT_EQ(open_rows(secret, {}).error().code, "file.unreadable");
  }
  // A file whose reading fails, for root as well: the process's own memory at address 0.
  EXPECT_EQ(open_rows("/proc/self/mem", {}).error().code, "file.unreadable");
}

TEST_F(Files, BinaryNamedCsv) {
  const auto binary = [&](std::string_view content) { return open_rows(write("x.csv", content), {}).error(); };
  EXPECT_EQ(binary(std::string_view("a,b\n1,\0\n", 8)).code, "file.binary");
  EXPECT_EQ(binary("\x89PNG\x1\x2\x3\x4\x5\x6\x7").code, "file.binary");
  EXPECT_NE(binary(std::string_view("PK\x03\x04\0\0\0\0", 8)).help.find("Excel"), std::string::npos);
  EXPECT_EQ(binary(gzip(std::string_view("\0\1\2", 3))).code, "file.binary");
  EXPECT_EQ(binary(utf16(u"a,b\n1,2\n", false)).code, "file.binary");  // UTF-16 without a mark cannot be told
}

TEST_F(Files, ProgressReachesTheEnd) {
  std::string text = "a,b\n";
  for (int i = 0; i < 200'000; ++i) text += "1,two\n";
  for (const std::string& path : {write("p.csv", text), write("p.csv.gz", gzip(text))}) {
    auto reader = *open_rows(path, {});
    EXPECT_EQ(reader->progress().total, fs::file_size(path));
    if (!path.ends_with(".gz")) {
      EXPECT_LT(reader->progress().done, fs::file_size(path));
    }
    EXPECT_EQ(read_all(*reader).rows.size(), 200'000u);
    EXPECT_EQ(reader->progress().done, fs::file_size(path));
  }
}

TEST(Encoding, MarksAreTakenOffAndUtf16IsConverted) {
  const std::u16string text = u"näme,x\r\nJürgen 😀,1\r\n";
  const Reading plain = read("\xEF\xBB\xBFnäme,x\r\nJürgen 😀,1\r\n", {});
  ASSERT_EQ(plain.rows, (std::vector<std::string>{"2: näme='Jürgen 😀' x='1'"}));
  for (const std::size_t step : {1u, 2u, 3u, 5u, 1000u}) {
    EXPECT_EQ(read("\xFE\xFF" + utf16(text, true), {}, step).rows, plain.rows);
    EXPECT_EQ(read("\xFF\xFE" + utf16(text, false), {}, step).rows, plain.rows);
    EXPECT_EQ(read(gzip("\xFF\xFE" + utf16(text, false)), {}, step).rows, plain.rows);
  }
}

TEST(Encoding, ARowThatIsNotUtf8IsRefusedAlone) {
  const std::vector<std::string> expected{"2: a='1'", "3: text.not-utf8", "4: a='2'"};
  EXPECT_EQ(read("a\n1\nJ\xFCrgen\n2\n", {}).rows, expected);
  // Half a surrogate pair in UTF-16 is no character either.
  std::u16string half = u"a\n1\nx";
  half += char16_t{0xD83D};
  half += u"y\n2\n";
  EXPECT_EQ(read("\xFF\xFE" + utf16(half, false), {}).rows, expected);
  EXPECT_EQ(read("{\"a\":1}\n{\"a\":\"\xFC\"}\n", {.format = Format::Jsonl}).rows,
            (std::vector<std::string>{"1: a=1", "2: text.not-utf8"}));
  EXPECT_EQ(read("\xFF\xFE" + utf16(u"a\n1\n2", false) + "x", {}).rows,
            (std::vector<std::string>{"2: a='1'", "3: text.not-utf8"}));
}

TEST(Encoding, IsReadAsTheSourceNamesIt) {
  const Reading plain = read("näme,x\r\nJürgen,1\r\n", {});
  const std::string latin = "n\xE4me,x\r\nJ\xFCrgen,1\r\n";
  for (const std::size_t step : {1u, 2u, 3u, 1000u}) {
    EXPECT_EQ(read(latin, {.encoding = "iso-8859-1"}, step).rows, plain.rows);
    EXPECT_EQ(read(latin, {.encoding = "windows-1252"}, step).rows, plain.rows);
  }
  // What a mark says goes first; and 90 has no meaning in windows-1252.
  EXPECT_EQ(read("\xEF\xBB\xBFnäme,x\r\nJürgen,1\r\n", {.encoding = "iso-8859-1"}).rows, plain.rows);
  EXPECT_EQ(read("a\n1\nx\x90y\n2\n", {.encoding = "windows-1252"}).rows,
            (std::vector<std::string>{"2: a='1'", "3: text.not-utf8", "4: a='2'"}));
  // Two bytes for one letter, cut by every read.
  EXPECT_EQ(read("a\n\x83\x65\n", {.encoding = "shift_jis"}, 1).rows, (std::vector<std::string>{"2: a='テ'"}));
}

TEST(Gzip, MembersFollowEachOtherAndZerosPad) {
  const std::string two = gzip("a\n1\n") + gzip("2\n");
  const std::vector<std::string> expected{"2: a='1'", "3: a='2'"};
  for (const std::size_t step : {1u, 7u, 1000u}) {
    EXPECT_EQ(read(two, {}, step).rows, expected);
    EXPECT_EQ(read(two + std::string(100, '\0'), {}, step).rows, expected);
  }
}

TEST(Gzip, DamageComesAfterTheGoodRows) {
  std::string text = "a,b\n";
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + ",x" + std::to_string(i * 7919 % 10007) + "\n";
  const std::string packed = gzip(text);

  const Reading cut = read(packed.substr(0, packed.size() / 2), {});
  EXPECT_EQ(cut.error.code, "gzip.damaged");
  EXPECT_GT(cut.rows.size(), 40'000u);
  for (std::size_t i = 0; i < cut.rows.size(); ++i) {  // no half row among them
    ASSERT_EQ(cut.rows[i],
              std::to_string(i + 2) + ": a='" + std::to_string(i) + "' b='x" + std::to_string(i * 7919 % 10007) + "'");
  }
  std::string wrong_sum = packed;
  wrong_sum[wrong_sum.size() - 6] ^= 1;
  const Reading summed = read(wrong_sum, {});
  EXPECT_EQ(summed.error.code, "gzip.damaged");
  EXPECT_EQ(summed.rows.size(), 100'000u);

  EXPECT_EQ(read(gzip("a\n1\n") + "rubbish", {}).error.code, "gzip.damaged");
  EXPECT_EQ(read(gzip("a\n1\n") + std::string(3, '\0') + "x", {}).error.code, "gzip.damaged");
  EXPECT_EQ(read(packed.substr(0, 5), {}).error.code, "gzip.damaged");
  EXPECT_EQ(read(gzip("{\"a\":1}\n{\"a\":2").substr(0, 25), {.format = Format::Jsonl}).error.code, "gzip.damaged");
}

TEST_F(Files, ALineOf200MegabytesIsRefusedWithoutBeingHeld) {
  const std::string path = folder_ / "long.csv.gz";
  gzFile file = gzopen(path.c_str(), "wb1");
  gzputs(file, "a,b\n1,2\n");
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 200; ++i) gzwrite(file, block.data(), static_cast<unsigned>(block.size()));
  gzputs(file, ",3\n5,6\n");
  gzclose(file);
  ASSERT_LT(fs::file_size(path), 4u << 20);

  const long before = peak_kilobytes();
  for (const Format format : {Format::Csv, Format::Jsonl}) {
    auto reader = *open_rows(path, {.format = format});
    const Reading reading = read_all(*reader);
    ASSERT_EQ(reading.rows.size(), format == Format::Csv ? 3u : 4u);
    EXPECT_EQ(reading.rows[format == Format::Csv ? 1 : 2], "3: row.too-long");
  }
  EXPECT_LT(peak_kilobytes() - before, 40 << 10);

  // The same where no line ever ends, and where XML holds one endless attribute.
  std::string endless = gzip("a,b\n1,2\n" + std::string(30 << 20, 'x'));
  EXPECT_EQ(read(endless, {}).rows, (std::vector<std::string>{"2: a='1' b='2'", "3: row.too-long"}));
  endless = gzip("<log><trace><string key=\"k\" value=\"" + std::string(30 << 20, 'x') + "\"/></trace></log>");
  EXPECT_EQ(read(endless, {.format = Format::Xes}).error.code, "xml.too-long");
}

std::unique_ptr<RowReader> open_real(const std::string& name) {
  const std::string path = std::string(THROUGHLINE_SOURCE_DIR) + "/../shared/data/" + name;
  if (!fs::exists(path)) return nullptr;
  return *open_rows(path, {.format = *format_of(path)});
}

TEST(RealFiles, AreReadToTheLastRow) {
  for (const auto& [name, rows] : {std::pair{"retentioneering/simple-onlineshop.csv.gz", 32'283u},
                                   {"telco_churn/Telco_customer_churn.csv.gz", 7'043u}}) {
    const auto reader = open_real(name);
    if (!reader) GTEST_SKIP() << name << " is not here";
    const Reading reading = read_all(*reader);
    EXPECT_EQ(reading.rows.size(), rows) << name;
    EXPECT_EQ(reading.refused, 0u) << name;
    EXPECT_TRUE(reading.ended) << name;
  }
}

TEST(RealFiles, TeleclaimsHasItsCasesAndEvents) {
  const auto reader = open_real("event_logs/teleclaims.xes.gz");
  if (!reader) GTEST_SKIP() << "teleclaims.xes.gz is not here";
  std::set<std::string> cases;
  std::size_t events = 0;
  for (;;) {
    auto next = reader->next();
    ASSERT_TRUE(next) << to_text(next.error());
    if (std::holds_alternative<End>(*next)) break;
    const Row& row = std::get<Row>(*next);
    ++events;
    ASSERT_EQ(reader->columns()[0], "case:index");
    cases.emplace(row.cells[0].text);
  }
  EXPECT_EQ(events, 46'138u);
  EXPECT_EQ(cases.size(), 3'512u);
}

}  // namespace
}  // namespace throughline::wire
