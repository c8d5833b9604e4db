#include "wire/xes.h"

#include <gtest/gtest.h>

#include "wire/reading_test.h"

namespace throughline::wire {
namespace {

using Rows = std::vector<std::string>;
const ReadOptions kXes{.format = Format::Xes};

std::string string(const std::string& key, const std::string& value) {
  return "<string key=\"" + key + "\" value=\"" + value + "\"/>";
}

TEST(Xes, OneRowPerEvent) {
  const Reading reading = read(R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="__INVALID__"/></global>
  <string key="source" value="the log's own"/>
  <trace>
    <string key="concept:name" value="c &amp; 1"><string key="nested" value="no"/></string>
    <event>
      <string key="concept:name" value="pay"/><date key="time:timestamp" value="2025-03-30T01:00:00Z"/>
      <int key="cost" value="12"/><float key="rate" value="-1.5e3"/><boolean key="vip" value="true"/><id key="id" value="x"/>
      <list key="l"><values><string key="in-list" value="no"/></values></list>
      <container key="c"><string key="in-container" value="no"/></container>
    </event>
    <event/>
    <string key="late" value="l"/>
    <event>
      <boolean key="vip" value="0"/><boolean key="odd" value="maybe"/><float key="rate" value="NaN"/><string key="empty" value=""/>
    </event>
  </trace>
  <trace><event></event></trace>
  <event><string key="concept:name" value="alone"/></event>
</log>
)",
                               kXes);
  EXPECT_EQ(
      reading.rows,
      (Rows{
          "8: case:index=0 case:concept:name='c & 1' concept:name='pay' time:timestamp='2025-03-30T01:00:00Z' cost=12 "
          "rate=-1.5e3 vip=true id='x'",
          "14: case:index=0 case:concept:name='c & 1'",
          "16: case:index=0 case:concept:name='c & 1' rate='NaN' vip=false case:late='l' odd='maybe'",
          "20: case:index=1", "21: concept:name='alone'"}));
  EXPECT_TRUE(reading.ended);
  EXPECT_EQ(reading.columns.front(), "case:index");
}

TEST(Xes, EveryReadBoundaryAndEncodingGivesTheSame) {
  const std::string text = "<log><trace>" + string("n", "é") + "<event>" + string("a", "1") + "</event>\n<event>" +
                           string("a", "2") + "</event></trace></log>";
  const Rows expected{"1: case:index=0 case:n='é' a='1'", "2: case:index=0 case:n='é' a='2'"};
  for (std::size_t step = 1; step < 40; ++step) EXPECT_EQ(read(text, kXes, step).rows, expected);
  EXPECT_EQ(read("\xEF\xBB\xBF" + text, kXes).rows, expected);
  EXPECT_EQ(
      read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><log><event>" + string("a", "\xE9") + "</event></log>", kXes)
          .rows,
      (Rows{"1: a='é'"}));
  std::string wide = "\xFF\xFE";
  for (const char c : "<?xml version=\"1.0\" encoding=\"UTF-16\"?><log><event>" + string("a", "1") + "</event></log>")
    (wide += c) += '\0';
  EXPECT_EQ(read(wide, kXes).rows, (Rows{"1: a='1'"}));
  EXPECT_EQ(read("<x:log xmlns:x=\"u\"><x:event><x:string key=\"a\" value=\"1\"/></x:event></x:log>", kXes).rows,
            (Rows{"1: a='1'"}));
}

TEST(Xes, BrokenXmlEndsTheFileBehindTheGoodRows) {
  for (const std::string tail : {"<event>", "</trace>", "<event a=1/>", "\xFF", "&nope;", "</log></log>"}) {
    const Reading reading = read("<log><event>" + string("a", "1") + "</event>\n" + tail, kXes);
    EXPECT_EQ(reading.rows, (Rows{"1: a='1'"})) << tail;
    EXPECT_EQ(reading.error.code, "xml.broken") << tail;
    EXPECT_EQ(reading.error.place.line, 2) << tail;
  }
  EXPECT_EQ(read("hello", kXes).error.code, "xml.broken");
  EXPECT_EQ(read("<html><body/></html>", kXes).error.code, "xes.not-a-log");
  auto reader = *read_rows(memory_bytes("<log><"), kXes);
  EXPECT_EQ(reader->next().error().code, "xml.broken");
  EXPECT_EQ(reader->next().error().code, "xml.broken");  // an error is final
}

TEST(Xes, EntitiesAreForbiddenAndDepthIsBounded) {
  const std::string bomb =
      R"(<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><log><event><string key="a" value="&b;"/></event></log>)";
  EXPECT_EQ(read(bomb, kXes).error.code, "xml.entity");
  EXPECT_EQ(read("<!DOCTYPE log [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><log>&x;</log>", kXes).error.code,
            "xml.entity");
  EXPECT_EQ(read("<!DOCTYPE log SYSTEM \"http://example.org/x.dtd\"><log><event/></log>", kXes).rows, (Rows{"1:"}));
  std::string deep = "<log>";
  for (int i = 0; i < 100'000; ++i) deep += "<string>";
  EXPECT_EQ(read(deep, kXes).error.code, "xml.too-deep");
}

TEST(Xes, RefusesOneEventAndGoesOn) {
  const auto events = [](const std::string& odd) {
    return "<log>\n<event>" + odd + "</event>\n<event>" + string("z", "1") + "</event></log>";
  };
  EXPECT_EQ(read(events(string("a", "1") + string("a", "2")), kXes).rows, (Rows{"2: xes.duplicate-key", "3: z='1'"}));
  EXPECT_EQ(read(events("<string value=\"1\"/>"), kXes).rows, (Rows{"2: xes.no-key", "3: z='1'"}));
  EXPECT_EQ(read(events(string(std::string(2000, 'k'), "")), kXes).rows, (Rows{"2: row.name-too-long", "3: z='1'"}));
  const ReadOptions tight{.format = Format::Xes, .limits = {.row_bytes = 100, .columns = 2}};
  const Reading reading = read(events(string("a", std::string(60, 'x')) + string("b", std::string(60, 'x'))), tight);
  EXPECT_EQ(reading.rows, (Rows{"2: row.too-long", "3: z='1'"}));
  EXPECT_EQ(reading.columns, (Rows{"z"}));
  EXPECT_EQ(read(events(string("a", "") + string("b", "") + string("c", "")), tight).rows,
            (Rows{"2: row.too-many-columns", "3: z='1'"}));
}

TEST(Xes, ABadTraceRefusesItsEventsOnly) {
  const std::string event = "\n<event>" + string("z", "1") + "</event>";
  EXPECT_EQ(read("<log><trace>" + string("a", "1") + string("a", "2") + event + event + "</trace><trace>" + event +
                     "</trace>" + event + "</log>",
                 kXes)
                .rows,
            (Rows{"2: xes.duplicate-key", "3: xes.duplicate-key", "4: case:index=1 z='1'", "5: z='1'"}));
  // A late attribute that is refused takes no column away that was handed out before.
  const Reading late =
      read("<log><trace>" + event + string("a", "1") + string("a", "2") + event + "</trace></log>", kXes);
  EXPECT_EQ(late.rows, (Rows{"2: case:index=0 z='1'", "3: xes.duplicate-key"}));
  EXPECT_EQ(late.columns, (Rows{"case:index", "z"}));
  // An event that says for itself what its trace says.
  EXPECT_EQ(
      read("<log><trace>" + string("a", "1") + "<event>" + string("case:a", "2") + "</event></trace></log>", kXes).rows,
      (Rows{"1: xes.duplicate-key"}));
}

}  // namespace
}  // namespace throughline::wire
