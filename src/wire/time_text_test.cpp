#include "wire/time_text.h"

#include <gtest/gtest.h>

namespace throughline::wire {
namespace {

const Zone kBerlin = *Zone::find("Europe/Berlin");

// The instant in UTC, or the error's code.
std::string parsed(std::string_view text, std::string_view format = "", const Zone& zone = Zone::utc()) {
  const auto read_format = parse_time_format(format);
  if (!read_format) return read_format.error().code;
  const auto instant = parse_time(text, *read_format, zone);
  return instant ? to_iso(*instant) : instant.error().code;
}

TEST(TimeText, Iso) {
  EXPECT_EQ(parsed("2025-03-30T01:59:59.5Z"), "2025-03-30T01:59:59.500Z");
  EXPECT_EQ(parsed("2025-03-30 01:59"), "2025-03-30T01:59:00Z");
  EXPECT_EQ(parsed("2025/03/30 01:59:07"), "2025-03-30T01:59:07Z");
  EXPECT_EQ(parsed("2025-03-30"), "2025-03-30T00:00:00Z");
  EXPECT_EQ(parsed("2025-03-30", "iso", kBerlin), "2025-03-29T23:00:00Z");
  EXPECT_EQ(parsed("2024-02-29t23:59:59,123456789z"), "2024-02-29T23:59:59.123456Z");
  EXPECT_EQ(parsed("2025-01-01T00:00:00+02:00"), "2024-12-31T22:00:00Z");
  EXPECT_EQ(parsed("2025-01-01T00:00:00-0330", "", kBerlin), "2025-01-01T03:30:00Z");
  EXPECT_EQ(parsed("2025-01-01T00:00+05"), "2024-12-31T19:00:00Z");
  EXPECT_EQ(parsed("2019-11-01 00:00:00 UTC", "", kBerlin), "2019-11-01T00:00:00Z");
  EXPECT_EQ(parsed("2019-11-01 00:00:00.000001 +0100"), "2019-10-31T23:00:00.000001Z");
  EXPECT_EQ(parsed("1900-01-01"), "1900-01-01T00:00:00Z");
  EXPECT_EQ(parsed("2099-12-31T23:59:59.999999Z"), "2099-12-31T23:59:59.999999Z");
}

TEST(TimeText, WhatIsNoTime) {
  for (const std::string_view text : {"",
                                      " ",
                                      "2025-02-30",
                                      "2025-13-01",
                                      "2025-00-01",
                                      "2025-01-00",
                                      "2023-02-29",
                                      "1900-02-29",
                                      "2025-03-30T24:00",
                                      "2025-03-30T10:60",
                                      "2025-03-30T10:00:60",
                                      "2025-03-30T",
                                      "2025-03-30T10",
                                      "2025-03-30T10:00:00.",
                                      "2025-03-30T10:00:00.1234567890",
                                      "2025-03/30",
                                      "25-03-30",
                                      "2025-3-30",
                                      "2025-03-30x",
                                      "2025-03-30T10:00Zx",
                                      "2025-03-30T10:00+1",
                                      "2025-03-30T10:00+1:00",
                                      "2025-03-30T10:00+99:00",
                                      "2025-03-30 ",
                                      "2025-03-30T10:00 ",
                                      "NaN",
                                      "inf",
                                      "yesterday",
                                      "1743299999",
                                      "+025-01-01",
                                      "-025-01-01",
                                      "10000-01-01"}) {
    EXPECT_EQ(parsed(text), "time.unreadable") << text;
  }
  const auto failed = parse_time("ünreadable text that goes on and on for more than forty characters", {}, kBerlin);
  EXPECT_EQ(failed.error().message, "\"ünreadable text that goes on and on for …\" is not a time in the format iso");
}

TEST(TimeText, OutOfRange) {
  for (const std::string_view text :
       {"9999-12-31", "0000-01-01", "0001-01-01T00:00:00Z", "1899-12-31T23:59:59.999999Z", "2100-01-01T00:00:00Z",
        "1900-01-01T00:00:00+01:00", "9999-12-31T23:59:59.999999-18:00"}) {
    EXPECT_EQ(parsed(text), "time.out-of-range") << text;
  }
  EXPECT_EQ(parsed("2099-12-31T23:30:00-01:00"), "time.out-of-range");
  EXPECT_EQ(parsed("2100-01-01T00:30:00+01:00"), "2099-12-31T23:30:00Z");
}

TEST(TimeText, DaylightSaving) {
  const auto gap = parse_time("2025-03-30 02:30", {}, kBerlin);
  EXPECT_EQ(gap.error().code, "time.nonexistent");
  EXPECT_NE(gap.error().message.find("2025-03-30 02:30"), std::string::npos);
  bool ambiguous = false;
  EXPECT_EQ(to_iso(*parse_time("2025-10-26 02:30", {}, kBerlin, &ambiguous)), "2025-10-26T00:30:00Z");
  EXPECT_TRUE(ambiguous);
  EXPECT_EQ(to_iso(*parse_time("2025-10-26 02:30+01:00", {}, kBerlin, &ambiguous)), "2025-10-26T01:30:00Z");
  EXPECT_FALSE(ambiguous);
}

TEST(TimeText, UnixCounts) {
  EXPECT_EQ(parsed("1572631153.273932", "unix_s"), "2019-11-01T17:59:13.273932Z");
  EXPECT_EQ(parsed("1572631153.2739329", "unix_s", kBerlin), "2019-11-01T17:59:13.273932Z");
  EXPECT_EQ(parsed("1572631153273", "unix_ms"), "2019-11-01T17:59:13.273Z");
  EXPECT_EQ(parsed("1572631153273.5", "unix_ms"), "2019-11-01T17:59:13.273500Z");
  EXPECT_EQ(parsed("1572631153273932", "unix_us"), "2019-11-01T17:59:13.273932Z");
  EXPECT_EQ(parsed("0", "unix_s"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(parsed("-1.5", "unix_s"), "1969-12-31T23:59:58.500Z");
  EXPECT_EQ(parsed("+1", "unix_s"), "1970-01-01T00:00:01Z");
  for (const std::string_view text : {"", "-", "NaN", "nan", "inf", "-inf", "1e9", "1.", ".5", "1 ", "0x10", "1,5"}) {
    EXPECT_EQ(parsed(text, "unix_s"), "time.unreadable") << text;
  }
  for (const std::string_view text :
       {"1572631153273", "99999999999999999999999", "9223372036854775807", "-9223372036854775808", "-99999999999"}) {
    EXPECT_EQ(parsed(text, "unix_s"), "time.out-of-range") << text;
  }
}

TEST(TimeText, Patterns) {
  EXPECT_EQ(parsed("30.03.2025 01:59", "%d.%m.%Y %H:%M"), "2025-03-30T01:59:00Z");
  EXPECT_EQ(parsed("3/9/25 1:05 PM", "%m/%d/%y %I:%M %p"), "2025-03-09T13:05:00Z");
  EXPECT_EQ(parsed("3/9/69 12:05 am", "%m/%d/%y %I:%M %p"), "1969-03-09T00:05:00Z");
  EXPECT_EQ(parsed("3/9/25 12:05 pm", "%m/%d/%y %I:%M %p"), "2025-03-09T12:05:00Z");
  EXPECT_EQ(parsed("3/9/25 13:05 PM", "%m/%d/%y %H:%M %p"), "2025-03-09T13:05:00Z");
  EXPECT_EQ(parsed("Mar  9 2025", "%b %e %Y"), "2025-03-09T00:00:00Z");
  EXPECT_EQ(parsed("9 SEPTEMBER 2025", "%d %B %Y"), "2025-09-09T00:00:00Z");
  EXPECT_EQ(parsed("9 sep 2025", "%d %B %Y"), "2025-09-09T00:00:00Z");
  EXPECT_EQ(parsed("2024-366", "%Y-%j"), "2024-12-31T00:00:00Z");
  EXPECT_EQ(parsed("2025-366", "%Y-%j"), "time.unreadable");
  EXPECT_EQ(parsed("2025-03", "%Y-%m", kBerlin), "2025-02-28T23:00:00Z");
  EXPECT_EQ(parsed("20250330T015907.25+0200", "%Y%m%dT%H%M%S%z"), "2025-03-29T23:59:07.250Z");
  EXPECT_EQ(parsed("01:02:03.5 2025-01-01", "%H:%M:%S.%f %Y-%m-%d"), "2025-01-01T01:02:03.500Z");
  EXPECT_EQ(parsed("01:02:03. 2025", "%H:%M:%S. %Y"), "2025-01-01T01:02:03Z");
  EXPECT_EQ(parsed("100% 2025", "100%% %Y"), "2025-01-01T00:00:00Z");
  for (const std::string_view text :
       {"", "30.03.2025 ", "30.03.2025 01:59:00", "31.04.2025 01:00", "30-03-2025 01:59", "0.3.2025 01:00"}) {
    EXPECT_EQ(parsed(text, "%d.%m.%Y %H:%M"), "time.unreadable") << text;
  }
  EXPECT_EQ(parsed("01.01.9999 00:00", "%d.%m.%Y %H:%M"), "time.out-of-range");
  EXPECT_EQ(parsed("13 AM 2025", "%I %p %Y"), "time.unreadable");
  EXPECT_EQ(parsed("0 AM 2025", "%I %p %Y"), "time.unreadable");
}

TEST(TimeText, FormatsAreCheckedBeforeTheyAreUsed) {
  for (const std::string_view text : {"unix", "ISO8601", "%Q", "%Y %", "%Y-%m-%d %A"})
    EXPECT_EQ(parsed("", text), "time-format.unknown") << text;
  for (const std::string_view text : {"%H:%M", "%Y %d", "%Y-%m-%d %I:%M", "%%"})
    EXPECT_EQ(parsed("", text), "time-format.incomplete") << text;
  EXPECT_EQ(parse_time_format("unix_sec").error().help, "did you mean \"unix_s\"?");
  for (const std::string_view text : {"iso", "unix_s", "unix_ms", "unix_us", "%d.%m.%y"})
    EXPECT_EQ(to_text(*parse_time_format(text)), text);
}

}  // namespace
}  // namespace throughline::wire
