// write.cpp: the rows sorted by time, numbered, dirtied a little as real exports are, and written.
//
// Dirt is added, never taken away: a row that must be refused is an extra one, and a duplicate repeats a row with its
// key. So the good rows are all there, and what is wrong is known to the row.
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <numeric>
#include <zlib.h>

#include "base/parallel.h"
#include "exports.h"

namespace tarn {
namespace {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

struct Bad {
  const char* why;       // as facts.json calls it
  const char* line;      // with kId
  std::uint64_t one_in;  // so many good rows
};

void append_json(std::string& out, const char* key, std::string_view value) {
  out += ",\"";
  out += key;
  out += "\":\"";
  out += value;
  out += '"';
}

std::string packed(const std::string& text) {  // one gzip member
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

void append_event(std::string& out, const WebRow& row, std::size_t number,
                  const std::function<std::string(std::uint32_t)>& email) {
  out += fmt::format("{{\"event_id\":\"w{:08}\",\"time\":\"", number);
  append_utc(out, row.time);
  out += '"';
  append_json(out, "anonymous_id", device_id(row.device));
  if (row.is_signed_in) append_json(out, "user_id", user_id(row.person));
  if (row.has_email) append_json(out, "email", email(row.person));
  append_json(out, "platform", row.platform);
  if (row.platform[0] != 'w') append_json(out, "app_version", row.is_new_release ? "5.2.0" : "5.1.3");
  append_json(out, "device", device_name(row.kind));
  append_json(out, "event", row.event);
  append_json(out, "screen", row.screen);
  const std::size_t before = out.size();
  if (row.quote != 0) append_json(out, "quote", quote_id(row.quote));
  if (row.claim != 0) append_json(out, "claim", claim_id(row.claim));
  for (const auto& [key, value] : row.texts)
    if (key != nullptr) append_json(out, key, value);
  if (row.load_ms != 0) {
    out += fmt::format(",\"load_ms\":{}", row.load_ms);
    append_json(out, "rating", row.load_ms <= 2500 ? "good" : row.load_ms <= 4000 ? "needs improvement" : "poor");
  }
  if (row.tenth_megabytes != 0)
    out += fmt::format(",\"megabytes\":{}.{}", row.tenth_megabytes / 10, row.tenth_megabytes % 10);
  if (out.size() > before) {
    out.replace(before, 1, ",\"properties\":{");
    out += '}';
  }
  out += "}\n";
}

}  // namespace

class Writer {
 public:
  Writer(Exports& exports, std::string folder, std::uint64_t seed)
      : exports_(exports), folder_(std::move(folder)), seed_(seed) {}

  bool text(const char* name, const char* header, std::vector<Exports::Line>& lines, int first_number,
            std::uint64_t duplicate_one_in, std::vector<Bad> bad) {
    std::ranges::stable_sort(lines, {}, &Exports::Line::time);
    std::string out = header;
    std::int64_t rows = 0, duplicates = 0, number = first_number;
    const auto add = [&](std::string_view line) {
      for (const char c : line) c == kId ? void(out += fmt::format("{}", number)) : void(out += c);
      ++rows;
    };
    std::uint64_t salt = seed_;
    for (const char* c = name; *c != '\0'; ++c) salt = mix(salt + static_cast<unsigned char>(*c));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      add(lines[i].text);
      if (duplicate_one_in > 0 && mix(salt + i) % duplicate_one_in == 0) add(lines[i].text), ++duplicates;
      ++number;
      for (std::size_t b = 0; b < bad.size(); ++b) {
        if (mix(salt + i * 8 + b + 1'000'000'007) % bad[b].one_in != 0) continue;
        add(bad[b].line);
        ++number;
        exports_.facts_.refused(name, bad[b].why, 1);
      }
    }
    exports_.facts_.rows(name, rows);
    exports_.facts_.duplicated(name, duplicates);
    return put(name, out);
  }

  bool web(const std::vector<Person>& people);

  bool claims() {
    const char* name = "claims.xes";
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Simulated claims of Tarn Mutual, a simulated insurer. -->\n"
        "<log xes.version=\"1.0\" xmlns=\"http://www.xes-standard.org/\">\n"
        " <extension name=\"Concept\" prefix=\"concept\" uri=\"http://www.xes-standard.org/concept.xesext\"/>\n"
        " <extension name=\"Lifecycle\" prefix=\"lifecycle\" uri=\"http://www.xes-standard.org/lifecycle.xesext\"/>\n"
        " <extension name=\"Organizational\" prefix=\"org\" uri=\"http://www.xes-standard.org/org.xesext\"/>\n"
        " <extension name=\"Time\" prefix=\"time\" uri=\"http://www.xes-standard.org/time.xesext\"/>\n"
        " <extension name=\"Identity\" prefix=\"identity\" uri=\"http://www.xes-standard.org/identity.xesext\"/>\n";
    std::int64_t number = 0, timeless = 0;
    auto& claims = exports_.claims_;
    std::erase_if(claims, [](const auto& trace) { return trace.events.empty(); });
    std::ranges::stable_sort(claims, {}, [](const auto& trace) { return trace.events.front().time; });
    for (auto& trace : claims) {
      std::ranges::stable_sort(trace.events, {}, &Exports::Line::time);
      out += " <trace>\n" + trace.head;
      for (const auto& event : trace.events) {
        out += fmt::format("  <event>\n   <id key=\"identity:id\" value=\"x{:07}\"/>\n{}  </event>\n", ++number,
                           event.text);
        if (mix(seed_ ^ static_cast<std::uint64_t>(number)) % 2500 != 0) continue;
        out += fmt::format(
            "  <event>\n   <id key=\"identity:id\" value=\"x{:07}\"/>\n   <string key=\"concept:name\" value=\"note "
            "added\"/>\n  </event>\n",
            ++number);
        ++timeless;
      }
      out += " </trace>\n";
    }
    exports_.facts_.rows(name, number);
    exports_.facts_.refused(name, "no time", timeless);
    return put(name, out + "</log>\n");
  }

  bool put(const std::string& name, std::string_view bytes) {
    const File file(std::fopen((folder_ + "/" + name).c_str(), "wb"));
    return file && std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
           std::fflush(file.get()) == 0;
  }

 private:
  Exports& exports_;
  std::string folder_;
  std::uint64_t seed_;
};

bool Writer::web(const std::vector<Person>& people) {
  const auto& rows = exports_.web_;
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(
      order, [&](std::uint32_t a, std::uint32_t b) { return std::pair(rows[a].time, a) < std::pair(rows[b].time, b); });
  const File file(std::fopen((folder_ + "/web_events.jsonl.gz").c_str(), "wb"));
  if (!file) return false;

  struct Block {
    std::string bytes;
    std::int64_t rows = 0, duplicates = 0, unreadable = 0, nobodys = 0;
  };
  constexpr std::size_t kBlock = 20'000;
  const auto email = [&](std::uint32_t person) { return email_of(people[person]); };
  const auto make = [&](std::size_t begin, Block& block) {
    std::string text;
    for (std::size_t i = begin; i < std::min(begin + kBlock, order.size()); ++i) {
      const std::size_t start = text.size();
      append_event(text, rows[order[i]], i + 1, email);
      ++block.rows;
      const std::uint64_t lot = mix(seed_ + i) % 2000;
      if (lot < 14) {  // sent twice by a flaky connection
        text.append(text, start, text.size() - start);
        ++block.rows, ++block.duplicates;
      } else if (lot == 14) {
        text += fmt::format(
            "{{\"event_id\":\"wt{}\",\"time\":\"Invalid "
            "Date\",\"anonymous_id\":\"{}\",\"platform\":\"web\",\"device\":\"phone\",\"event\":\"page "
            "viewed\",\"screen\":\"Home\"}}\n",
            i, device_id(rows[order[i]].device));
        ++block.rows, ++block.unreadable;
      } else if (lot == 15) {
        text += fmt::format("{{\"event_id\":\"wn{}\",\"time\":\"", i);
        append_utc(text, rows[order[i]].time);
        text +=
            "\",\"anonymous_id\":null,\"platform\":\"web\",\"device\":\"desktop\",\"event\":\"page "
            "viewed\",\"screen\":\"Home\"}\n";
        ++block.rows, ++block.nobodys;
      }
    }
    block.bytes = packed(text);
  };
  const unsigned threads = throughline::default_threads();
  Block total;
  for (std::size_t begin = 0; begin < order.size(); begin += kBlock * threads) {
    std::vector<Block> blocks(threads);
    throughline::parallel_slices(threads, threads, [&](unsigned slice, std::size_t, std::size_t) {
      make(begin + slice * kBlock, blocks[slice]);
    });
    for (const Block& block : blocks) {
      if (block.rows == 0) continue;
      if (std::fwrite(block.bytes.data(), 1, block.bytes.size(), file.get()) != block.bytes.size()) return false;
      total.rows += block.rows;
      total.duplicates += block.duplicates;
      total.unreadable += block.unreadable;
      total.nobodys += block.nobodys;
    }
  }
  exports_.facts_.rows("web_events.jsonl.gz", total.rows);
  exports_.facts_.duplicated("web_events.jsonl.gz", total.duplicates);
  exports_.facts_.refused("web_events.jsonl.gz", "unreadable time", total.unreadable);
  exports_.facts_.refused("web_events.jsonl.gz", "nobody", total.nobodys);
  return std::fflush(file.get()) == 0;
}

bool Exports::write(const std::string& folder, std::uint64_t seed, const std::vector<Person>& people) {
  Writer writer(*this, folder, seed);
  return writer.web(people) &&
         writer.text("policies.csv",
                     "policy_id,customer_no,user_id,household,role,name,email,phone,plan,premium_cents,payment,booked_"
                     "as,sold_by,quote_id,customer_since,age_band,city,district,"
                     "home_type,recorded_at\n",
                     policies_, 1, 300, {}) &&
         writer.text("orders.csv",
                     "order_id,policy_id,customer_no,household,kind,amount_cents,method,status,increase,booked_at\n",
                     orders_, 700'001, 400,
                     {{"unreadable time",
                       "L\x01,P-000000,0000-0000,H-000000,instalment,0,transfer,paid,,0000-00-00T00:00:00\n", 4000}}) &&
         writer.text("cancellations.csv",
                     "cancellation_id,policy_id,customer_no,reason,received_by,premium_cents,ends_on,received_at\n",
                     cancellations_, 20'001, 150, {}) &&
         writer.text(
             "calls.csv",
             "call_id;started;direction;number;customer_no;queue;reason;waiting_seconds;talk_seconds;transfers;repeat;"
             "asked_again;answered_in_time;callback_due;"
             "callback_kept;claim_no\n",
             calls_, 400'001, 200,
             {{"unreadable time", "T\x01;31.02.2026 25:61:00;in;;;Service;test call;0;0;0;no;no;yes;;;\n", 500}}) &&
         writer.text("chats.jsonl", "", chats_, 1, 250,
                     {{"broken line", "{\"message_id\":\"m\x01\",\"conversation\":\"V-0\",\"at\":\"2026-\n", 1500}}) &&
         writer.text("emails.tsv", "mail_id\trecipient\ttemplate\tsubject\tsent_at\topened_at\tclicked_at\tclaim_no\n",
                     emails_, 1, 250,
                     {{"no time", "E\x01\tnobody@example.org\tnewsletter\tNews from Tarn Mutual\t\t\t\t\n", 5000}}) &&
         writer.text("branch_visits.csv", "visit_id,at,branch,customer_no,purpose,documents,minutes,claim_no\n",
                     visits_, 1, 200,
                     {{"too many fields", "B\x01,2026-03-02 11:00:00,Ulm branch,0000-0000,advice, moving,,20,\n", 600},
                      {"unreadable time", "B\x01,yesterday,Ulm branch,0000-0000,advice,,20,\n", 400}}) &&
         writer.claims() &&
         writer.text("surveys.csv",
                     "invitation_id,survey,sent_at,answered_at,sent_by,customer_no,user_id,email,claim_no,score,q1,q2,"
                     "q3,q4,q5,q6,q7,q8,q9,q10,comment\n",
                     surveys_, 1, 250,
                     {{"unreadable time", "S\x01,nps,n/a,n/a,email,0000-0000,,,,9,,,,,,,,,,,\n", 5000}});
}

bool Exports::write_facts(const std::string& folder, const std::string& json) {
  return Writer(*this, folder, 0).put("facts.json", json);
}

}  // namespace tarn
