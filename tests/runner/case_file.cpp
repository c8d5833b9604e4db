#include "case_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <optional>

#include "base/zone.h"
#include "case_question.h"
#include "model/identity.h"
#include "wire/time_text.h"

namespace throughline::cases {
namespace {

bool is_indented(const std::string& line) {
  return !line.empty() && (line[0] == ' ' || line[0] == '\t');
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return std::string(text);
}

bool is_blank(const std::string& line) {
  return trimmed(line).empty();
}

std::optional<std::pair<std::string, std::string>> split(const std::string& word, char at) {
  const std::size_t place = word.find(at);
  if (place == std::string::npos || place == 0) return std::nullopt;
  return std::pair{word.substr(0, place), word.substr(place + 1)};
}

std::vector<std::string> parts_of(std::string rest) {
  std::vector<std::string> parts;
  while (const auto pair = split(rest, '.')) {
    parts.push_back(pair->first);
    rest = pair->second;
  }
  parts.push_back(rest);
  return parts;
}

class Reader {
 public:
  explicit Reader(CaseFile& file) : file_(file) {}

  Status read() {
    while (at_ < file_.lines.size()) {
      const std::string& line = file_.lines[at_];
      if (is_blank(line) || line.starts_with("#")) {
        ++at_;
        continue;
      }
      const std::vector<std::string> head = words(line);
      if (head[0] == "day") {
        CHECKED(read_day(head));
      } else if (head[0] == "events") {
        CHECKED(read_events());
      } else if (head[0] == "properties") {
        CHECKED(read_properties());
      } else if (head[0] == "define" && head.size() == 2) {
        read_definition(head[1]);
      } else if (head[0] == "ask") {
        CHECKED(read_ask());
      } else {
        return wrong("expected day, events, properties, define FILE or ask");
      }
    }
    return {};
  }

 private:
  std::unexpected<Error> wrong(std::string message) const {
    return fail(Error{.code = "case.unreadable",
                      .message = std::move(message),
                      .place = {.name = file_.path,
                                .line = static_cast<int>(at_) + 1,
                                .column = 1,
                                .source = at_ < file_.lines.size() ? file_.lines[at_] : ""}});
  }

  Status read_day(const std::vector<std::string>& head) {
    if (head.size() < 2) return wrong("expected day YYYY-MM-DD [ZONE]");
    day_ = head[1];
    if (head.size() > 2) {
      auto zone = Zone::find(head[2]);
      if (!zone) return wrong(zone.error().message);
      zone_ = *zone;
    }
    ++at_;
    return {};
  }

  // "10:00" is of the day; "2025-05-02T10:00" and "2025-05-02 10:00" (two words) say theirs.
  Result<Instant> read_time(const std::vector<std::string>& parts, std::size_t& place) const {
    if (place >= parts.size()) return wrong("expected a time");
    std::string text = parts[place++];
    if (text.find('-') == std::string::npos) {
      if (day_.empty()) return wrong("a time of day needs a line \"day YYYY-MM-DD\" above");
      text = day_ + " " + text;
    } else if (text.size() == 10 && place < parts.size() && parts[place].find(':') != std::string::npos) {
      text += " " + parts[place++];
    }
    auto time = wire::parse_time(text, {}, zone_);
    if (!time) return wrong(time.error().message);
    return *time;
  }

  static std::pair<std::string, std::string> identity(const std::string& word) {
    if (const auto pair = split(word, '='); pair && model::parse_identity_kind(pair->first)) return *pair;
    return {"user_id", word};
  }

  Status read_events() {
    for (++at_; at_ < file_.lines.size() && (is_indented(file_.lines[at_]) || is_blank(file_.lines[at_])); ++at_) {
      if (is_blank(file_.lines[at_]) || trimmed(file_.lines[at_]).starts_with("#")) continue;
      const std::vector<std::string> parts = words(file_.lines[at_]);
      CaseEvent event;
      if (parts[0] != "-") event.identities.push_back(identity(parts[0]));
      std::size_t place = 1;
      TRY(time, read_time(parts, place));
      event.time = time;
      if (place >= parts.size()) return wrong("expected PERSON TIME EVENT [key=value …]");
      event.name = parts[place++];
      for (; place < parts.size(); ++place) CHECKED(add_detail(event, parts[place]));
      file_.events.push_back(std::move(event));
    }
    return {};
  }

  Status add_detail(CaseEvent& event, const std::string& word) const {
    if (const auto pair = split(word, '=')) {
      if (pair->first == "channel") {
        event.channel = pair->second;
      } else if (pair->first == "touchpoint") {
        event.touchpoint = pair->second;
      } else if (pair->first == "account") {
        event.account = pair->second;
      } else if (model::parse_identity_kind(pair->first)) {
        event.identities.push_back(*pair);
      } else {
        event.properties.push_back(*pair);
      }
      return {};
    }
    if (const auto object = split(word, ':')) {
      const bool is_second = std::ranges::find(event.objects, object->first,
                                               &std::pair<std::string, std::string>::first) != event.objects.end();
      if (is_second) return wrong(fmt::format("an event of a case names one {} only", object->first));
      event.objects.push_back(*object);
      return {};
    }
    return wrong(fmt::format("\"{}\" is neither key=value nor type:object", word));
  }

  Status read_properties() {
    for (++at_; at_ < file_.lines.size() && (is_indented(file_.lines[at_]) || is_blank(file_.lines[at_])); ++at_) {
      if (is_blank(file_.lines[at_])) continue;
      const std::vector<std::string> parts = words(file_.lines[at_]);
      CaseProperty property{.identity = identity(parts[0])};
      std::size_t place = 1;
      TRY(time, read_time(parts, place));
      property.time = time;
      for (; place < parts.size(); ++place) {
        const auto pair = split(parts[place], '=');
        if (!pair) return wrong("expected PERSON TIME name=value …");
        property.values.push_back(*pair);
      }
      file_.properties.push_back(std::move(property));
    }
    return {};
  }

  void read_definition(const std::string& file) {
    CaseDefinition definition{.file = file};
    std::size_t margin = std::string::npos;
    for (++at_; at_ < file_.lines.size() && (is_indented(file_.lines[at_]) || is_blank(file_.lines[at_])); ++at_) {
      const std::string& line = file_.lines[at_];
      if (margin == std::string::npos && !is_blank(line)) margin = line.find_first_not_of(' ');
      definition.yaml += (is_blank(line) ? std::string() : line.substr(std::min(margin, line.size()))) + "\n";
    }
    while (definition.yaml.ends_with("\n\n")) definition.yaml.pop_back();
    file_.definitions.push_back(std::move(definition));
  }

  Status read_ask() {
    CaseAsk ask{.line = at_ + 1, .text = trimmed(file_.lines[at_].substr(3))};
    auto question = question_of(ask.text, zone_);
    if (!question) return wrong(question.error().message);
    ask.question = std::move(*question);
    ++at_;
    if (at_ >= file_.lines.size() || !file_.lines[at_].starts_with("----"))
      return wrong("expected ---- below the question");
    const std::vector<std::string> rule = words(file_.lines[at_]);
    Expected& expected = ask.expected;
    if (rule.size() == 3 && rule[1] == "rows") {
      expected.nested = parts_of(rule[2]);
    } else if (rule.size() == 3 && (rule[1] == "error" || rule[1] == "status")) {
      expected.kind = rule[1] == "error" ? Expected::Kind::Error : Expected::Kind::Status;
      expected.code = rule[2];
    } else if (rule.size() > 1) {
      return wrong("expected ----, ---- error CODE, ---- status CODE or ---- rows PLACE");
    }
    expected.first_line = ++at_;
    for (; at_ < file_.lines.size() && !is_blank(file_.lines[at_]) && !file_.lines[at_].starts_with("ask "); ++at_) {
      const std::string& line = file_.lines[at_];
      if (line.starts_with("#")) continue;
      if (expected.kind == Expected::Kind::Error) {
        expected.message += (expected.message.empty() ? "" : "\n") + trimmed(line);
      } else if (expected.columns.empty()) {
        expected.columns = words(line);
      } else {
        expected.rows.push_back(words(line));
      }
    }
    expected.last_line = at_;
    file_.asks.push_back(std::move(ask));
    return {};
  }

  CaseFile& file_;
  std::size_t at_ = 0;
  std::string day_;
  Zone zone_ = Zone::utc();
};

}  // namespace

std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> result;
  std::string word;
  bool is_quoted = false, has_word = false;
  for (const char c : line) {
    if (c == '"') {
      is_quoted = !is_quoted;
      has_word = true;
    } else if (!is_quoted && (c == ' ' || c == '\t' || c == '\r')) {
      if (has_word) result.push_back(std::move(word));
      word.clear();
      has_word = false;
    } else {
      word += c;
      has_word = true;
    }
  }
  if (has_word) result.push_back(std::move(word));
  return result;
}

Result<CaseFile> read_case(const std::string& path) {
  CaseFile file{.path = path};
  std::ifstream in(path);
  if (!in) return fail(Error{.code = "file.missing", .message = "the file cannot be read", .place = {.name = path}});
  for (std::string line; std::getline(in, line);) file.lines.push_back(line);
  CHECKED(Reader(file).read());
  if (file.asks.empty())
    return fail(Error{.code = "case.unreadable", .message = "the file asks nothing", .place = {.name = path}});
  return file;
}

}  // namespace throughline::cases
