#include "wire/xes.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <expat.h>
#include <fmt/format.h>
#include <optional>

#include "wire/columns.h"

namespace throughline::wire {
namespace {

constexpr std::size_t kBlock = 64 << 10;
constexpr int kDeepest = 256;  // elements inside each other
constexpr std::string_view kCasePrefix = "case:";

// The attributes of one trace or one event, in memory of their own.
struct Attributes {
  struct Value {
    std::size_t column;
    Cell::Kind kind;
    std::size_t begin;
    std::size_t size;
  };
  std::string text;
  std::vector<Value> values;
  std::string_view refused_for;  // a code: the row cannot be handed out
  std::string reason;

  void clear() {
    text.clear();
    values.clear();
    refused_for = {};
  }
  void refuse(std::string_view code, std::string why) {
    clear();
    refused_for = code;
    reason = std::move(why);
  }
  void add(std::size_t column, Cell::Kind kind, std::string_view value) {
    values.push_back({column, value.empty() ? Cell::Kind::Missing : kind, text.size(), value.size()});
    text.append(value);
  }
  bool has(std::size_t column) const {
    return std::ranges::any_of(values, [&](const Value& value) { return value.column == column; });
  }
};

std::string_view local_name(std::string_view name) {
  return name.substr(name.find(':') + 1);
}

std::optional<Cell::Kind> kind_of(std::string_view element) {
  if (element == "string" || element == "date" || element == "id") return Cell::Kind::Text;
  if (element == "int" || element == "float") return Cell::Kind::Number;
  if (element == "boolean") return Cell::Kind::Boolean;
  return std::nullopt;
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

class XesReader final : public RowReader {
 public:
  XesReader(std::unique_ptr<ByteSource> bytes, const ReadLimits& limits)
      : bytes_(std::move(bytes)), limits_(limits), columns_(limits.columns), parser_(XML_ParserCreate(nullptr)) {
    if (parser_ == nullptr) throw std::bad_alloc();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_,
        [](void* self, const char* name, const char** attributes) {
          static_cast<XesReader*>(self)->open(name, attributes);
        },
        [](void* self, const char*) { static_cast<XesReader*>(self)->close(); });
    XML_SetEntityDeclHandler(parser_, [](void* self, const char*, int, const char*, int, const char*, const char*,
                                         const char*, const char*) {
      static_cast<XesReader*>(self)->stop("xml.entity",
                                          "the file declares XML entities, which can blow it up without end",
                                          "take the <!DOCTYPE …> part out and write the text itself");
    });
  }
  ~XesReader() override { XML_ParserFree(parser_); }
  XesReader(const XesReader&) = delete;
  XesReader& operator=(const XesReader&) = delete;

  Result<std::variant<Row, Refusal, End>> next() override;
  const std::vector<std::string>& columns() const override { return columns_.names(); }
  Progress progress() const override { return bytes_->progress(); }

 private:
  // What the open elements are, as far as events are concerned.
  enum class Level { Outside, Log, Trace, Event };

  Status parse_on();
  void open(std::string_view name, const char** attributes);
  void close();
  void begin_trace();
  void attribute(Cell::Kind kind, const char** attributes);
  void place(Attributes& into, std::string_view prefix, std::string_view key, Cell::Kind kind, std::string_view value);
  Error error_here(std::string code, std::string message, std::string help) const;
  void stop(std::string code, std::string message, std::string help);
  std::variant<Row, Refusal, End> hand_out();

  std::unique_ptr<ByteSource> bytes_;
  ReadLimits limits_;
  Columns columns_;
  XML_Parser parser_;
  std::optional<Error> failure_;
  std::int64_t fed_ = 0;
  bool suspended_ = false;
  bool ended_ = false;

  Level level_ = Level::Outside;
  int depth_ = 0;    // open elements
  int ignored_ = 0;  // of those, inside one that says nothing about an event
  bool in_trace_ = false;
  std::int64_t traces_ = 0;
  Attributes trace_;
  Attributes event_;
  std::int64_t event_line_ = 0;
  std::int64_t number_ = 0;
  bool event_ready_ = false;
  std::string name_;  // a key with its prefix
  std::vector<Cell> cells_;
};

Result<std::variant<Row, Refusal, End>> XesReader::next() {
  while (!event_ready_) {
    if (failure_) return fail(*failure_);
    if (ended_) return End{};
    if (auto status = parse_on(); !status) {
      if (!failure_) failure_ = std::move(status).error();
    }
  }
  event_ready_ = false;
  return hand_out();
}

// Parses until an event is whole, the block is used up, or the file is over.
Status XesReader::parse_on() {
  XML_Status status;
  if (suspended_) {
    suspended_ = false;
    status = XML_ResumeParser(parser_);
  } else {
    void* room = XML_GetBuffer(parser_, kBlock);
    if (room == nullptr) throw std::bad_alloc();
    TRY(count, bytes_->read(std::span(static_cast<char*>(room), kBlock)));
    fed_ += static_cast<std::int64_t>(count);
    status = XML_ParseBuffer(parser_, static_cast<int>(count), count == 0);
  }
  if (failure_) return {};
  if (status == XML_STATUS_ERROR) {
    return fail(error_here("xml.broken",
                           fmt::format("the XML is broken: {}", XML_ErrorString(XML_GetErrorCode(parser_))),
                           "export the log again; events before this line were read"));
  }
  if (status == XML_STATUS_SUSPENDED) {
    suspended_ = true;
    return {};
  }
  XML_ParsingStatus parsing;
  XML_GetParsingStatus(parser_, &parsing);
  ended_ = parsing.parsing == XML_FINISHED;
  // The parser holds a tag until it is closed.
  const std::int64_t tag_begin = XML_GetCurrentByteIndex(parser_);
  if (tag_begin >= 0 && fed_ - tag_begin > static_cast<std::int64_t>(limits_.row_bytes + kBlock)) {
    return fail(error_here("xml.too-long", fmt::format("one XML tag is longer than {} bytes", limits_.row_bytes),
                           "shorten the attribute, or raise the limit"));
  }
  return {};
}

void XesReader::open(std::string_view name, const char** attributes) {
  if (++depth_ > kDeepest) {
    return stop("xml.too-deep", fmt::format("elements lie more than {} deep", kDeepest),
                "export the log without nested attributes");
  }
  if (ignored_ > 0) {
    ++ignored_;
    return;
  }
  const std::string_view element = local_name(name);
  if (level_ == Level::Outside) {
    if (element != "log")
      return stop("xes.not-a-log", "the XML's outermost element is not <log>", "export the log as XES");
    level_ = Level::Log;
  } else if (level_ == Level::Log && element == "trace") {
    begin_trace();
  } else if ((level_ == Level::Log || level_ == Level::Trace) && element == "event") {
    level_ = Level::Event;
    event_.clear();
    event_line_ = static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser_));
    columns_.begin_row();
  } else {
    ignored_ = 1;
    const auto kind = kind_of(element);
    if (kind && (level_ == Level::Trace || level_ == Level::Event)) attribute(*kind, attributes);
  }
}

void XesReader::close() {
  --depth_;
  if (ignored_ > 0) {
    --ignored_;
  } else if (level_ == Level::Event) {
    level_ = in_trace_ ? Level::Trace : Level::Log;
    event_ready_ = true;
    columns_.begin_row();  // what the trace says from here on is not the event's
    XML_StopParser(parser_, XML_TRUE);
  } else if (level_ == Level::Trace) {
    level_ = Level::Log;
    in_trace_ = false;
  } else {
    level_ = Level::Outside;
  }
}

void XesReader::begin_trace() {
  level_ = Level::Trace;
  in_trace_ = true;
  trace_.clear();
  columns_.begin_row();
  place(trace_, kCasePrefix, "index", Cell::Kind::Number, fmt::format("{}", traces_++));
}

void XesReader::attribute(Cell::Kind kind, const char** attributes) {
  std::string_view key;
  std::string_view value;
  for (; *attributes != nullptr; attributes += 2) {
    const std::string_view name = attributes[0];
    if (name == "key") key = attributes[1];
    if (name == "value") value = attributes[1];
  }
  if (kind == Cell::Kind::Number && !is_number(value)) kind = Cell::Kind::Text;
  if (kind == Cell::Kind::Boolean) {
    if (value == "1") value = "true";
    if (value == "0") value = "false";
    if (value != "true" && value != "false") kind = Cell::Kind::Text;
  }
  const bool of_event = level_ == Level::Event;
  if (of_event && in_trace_ && !trace_.refused_for.empty()) return;  // refused anyhow: its names are not wanted
  place(of_event ? event_ : trace_, of_event ? "" : kCasePrefix, key, kind, value);
}

void XesReader::place(Attributes& into, std::string_view prefix, std::string_view key, Cell::Kind kind,
                      std::string_view value) {
  if (!into.refused_for.empty()) return;
  const auto refuse = [&](std::string_view code, std::string reason) {
    columns_.take_back();
    into.refuse(code, std::move(reason));
  };
  if (key.empty()) return refuse("xes.no-key", "an attribute has no key");
  if (into.text.size() + value.size() > limits_.row_bytes) {
    return refuse("row.too-long", fmt::format("the attributes are longer than {} bytes", limits_.row_bytes));
  }
  name_.assign(prefix).append(key);
  const Columns::Met met = columns_.value(name_);
  const bool twice = met.outcome == Columns::Outcome::Duplicate ||
                     (met.outcome == Columns::Outcome::Known && in_trace_ && trace_.has(met.column));
  if (twice) return refuse("xes.duplicate-key", "two attributes have the same key");
  if (met.outcome == Columns::Outcome::TooMany)
    return refuse("row.too-many-columns", "the event names more columns than the limit leaves room for");
  if (met.outcome == Columns::Outcome::TooLong)
    return refuse("row.name-too-long", fmt::format("a key is longer than {} bytes", Columns::kNameBytes));
  into.add(met.column, kind, value);
}

std::variant<Row, Refusal, End> XesReader::hand_out() {
  ++number_;
  const Attributes& refused = in_trace_ && !trace_.refused_for.empty() ? trace_ : event_;
  if (!refused.refused_for.empty())
    return Refusal{event_line_, number_, std::string(refused.refused_for), refused.reason};
  cells_.clear();
  const auto put = [this](const Attributes& attributes) {
    for (const auto& [column, kind, begin, size] : attributes.values) {
      if (cells_.size() <= column) cells_.resize(column + 1);
      cells_[column] = {kind, std::string_view(attributes.text).substr(begin, size)};
    }
  };
  if (in_trace_) put(trace_);
  put(event_);
  return Row{event_line_, number_, cells_};
}

Error XesReader::error_here(std::string code, std::string message, std::string help) const {
  return Error{.code = std::move(code),
               .message = std::move(message),
               .place = place_in(bytes_->name(), static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser_)),
                                 static_cast<std::int64_t>(XML_GetCurrentColumnNumber(parser_)) + 1),
               .help = std::move(help)};
}

void XesReader::stop(std::string code, std::string message, std::string help) {
  if (failure_) return;
  failure_ = error_here(std::move(code), std::move(message), std::move(help));
  XML_StopParser(parser_, XML_FALSE);
}

}  // namespace

Result<std::unique_ptr<RowReader>> read_xes(std::unique_ptr<ByteSource> bytes, const ReadOptions& options) {
  return std::make_unique<XesReader>(std::move(bytes), options.limits);
}

}  // namespace throughline::wire
