#include "wire/jsonl.h"

#include <fmt/format.h>
#include <optional>
#include <simdjson.h>

#include "wire/columns.h"
#include "wire/lines.h"

namespace throughline::wire {
namespace {

namespace ondemand = simdjson::ondemand;

static_assert(Lines::kPadding >= simdjson::SIMDJSON_PADDING);

constexpr int kDeepest = 64;  // objects and arrays inside each other; real exports stay below ten
constexpr std::string_view kBlank = " \t\r\n";

struct Refused {
  std::string_view code;
  std::string reason;
};
using Outcome = std::optional<Refused>;

Outcome broken(std::string_view why) {
  return Refused{"json.broken", fmt::format("the line is not JSON: {}", why)};
}
Outcome broken(simdjson::error_code error) {
  if (error == simdjson::DEPTH_ERROR)
    return Refused{"json.too-deep", fmt::format("objects and arrays lie more than {} deep", kDeepest)};
  return broken(simdjson::error_message(error));
}

std::string_view trimmed(std::string_view text) {
  const auto last = text.find_last_not_of(kBlank);
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

// The grammar of RFC 8259: simdjson hands out the token without having looked at it.
bool is_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  const bool zero = at < text.size() && text[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

Outcome refusal_of(const Columns::Met& met) {
  switch (met.outcome) {
    case Columns::Outcome::Duplicate:
      return Refused{"json.duplicate-key", "two values of the line have the same name"};
    case Columns::Outcome::TooMany:
      return Refused{"row.too-many-columns", "the line names more columns than the limit leaves room for"};
    case Columns::Outcome::TooLong:
      return Refused{"row.name-too-long", fmt::format("a column's name is longer than {} bytes", Columns::kNameBytes)};
    default:
      return std::nullopt;
  }
}

// A number or one of true, false, null, checked.
std::optional<Cell> scalar(std::string_view token) {
  if (token == "null") return Cell{};
  if (token == "true" || token == "false") return Cell{Cell::Kind::Boolean, token};
  if (is_number(token)) return Cell{Cell::Kind::Number, token};
  return std::nullopt;
}

class JsonlReader final : public RowReader {
 public:
  JsonlReader(std::unique_ptr<ByteSource> text, const ReadLimits& limits)
      : lines_(std::move(text), limits.row_bytes), limits_(limits), columns_(limits.columns) {}

  Result<std::variant<Row, Refusal, End>> next() override {
    if (!peeked_) CHECKED(peek());
    peeked_ = false;
    if (step_ == Lines::Step::End) {
      peeked_ = true;
      return End{};
    }
    ++number_;
    Outcome refused;
    if (step_ == Lines::Step::TooLong) {
      refused = Refused{"row.too-long", fmt::format("the line is longer than {} bytes", limits_.row_bytes)};
    } else {
      columns_.begin_row();
      refused = read_line(lines_.line());
      if (refused) columns_.take_back();
    }
    if (refused) return Refusal{lines_.number(), number_, std::string(refused->code), std::move(refused->reason)};
    return Row{lines_.number(), number_, cells_};
  }

  // Looks at the first line that is not blank.
  Status peek();
  Status refuse_array() const;

  const std::vector<std::string>& columns() const override { return columns_.names(); }
  Progress progress() const override { return lines_.progress(); }

 private:
  Outcome read_line(std::string_view line);
  Outcome read_object(ondemand::object object, int depth);
  Outcome read_value(ondemand::value value, int depth);
  Outcome read_array(ondemand::value value, int depth, Cell& cell);
  Outcome check(ondemand::value value, int depth);
  Outcome put(const Cell& cell);

  Lines lines_;
  ReadLimits limits_;
  Columns columns_;
  Lines::Step step_ = Lines::Step::End;
  bool peeked_ = false;
  std::int64_t number_ = 0;
  ondemand::parser parser_;
  ondemand::document document_;
  std::string path_;  // the keys down to where reading is, joined by dots
  std::vector<Cell> cells_;
};

Status JsonlReader::peek() {
  do {
    TRY(step, lines_.begin());
    step_ = step;
  } while (step_ == Lines::Step::Line && lines_.line().find_first_not_of(kBlank) == std::string_view::npos);
  peeked_ = true;
  return {};
}

Status JsonlReader::refuse_array() const {
  if (step_ == Lines::Step::End) return {};
  const std::string_view line = lines_.first_line();
  const auto first = line.find_first_not_of(kBlank);
  if (first == std::string_view::npos || line[first] != '[') return {};
  return fail(Error{.code = "json.is-array",
                    .message = "the file begins with \"[\", as one JSON array does; one object per line is needed",
                    .place = place_in(lines_.name(), lines_.number(), static_cast<std::int64_t>(first) + 1),
                    .help = "turn it into JSON lines: jq -c '.[]' FILE > FILE.jsonl"});
}

Outcome JsonlReader::read_line(std::string_view line) {
  cells_.clear();
  path_.clear();
  if (!simdjson::validate_utf8(line.data(), line.size()))
    return Refused{"text.not-utf8", "the row holds bytes that are not UTF-8; save the file as UTF-8"};
  const simdjson::padded_string_view padded(line.data(), line.size(), line.size() + Lines::kPadding);
  if (const auto error = parser_.iterate(padded).get(document_)) return broken(error);
  ondemand::json_type type;
  if (const auto error = document_.type().get(type)) return broken(error);
  if (type != ondemand::json_type::object) {
    const bool may_be_json = type == ondemand::json_type::array || type == ondemand::json_type::string;
    if (!may_be_json && !scalar(trimmed(document_.raw_json_token())))
      return broken("the line begins with no JSON value");
    return Refused{"json.not-an-object", "the line holds a JSON value that is not an object"};
  }
  ondemand::object object;
  if (const auto error = document_.get_object().get(object)) return broken(error);
  if (auto refused = read_object(object, 1)) return refused;
  if (document_.current_location().error() != simdjson::OUT_OF_BOUNDS) return broken("something follows the object");
  return std::nullopt;
}

Outcome JsonlReader::read_object(ondemand::object object, int depth) {
  const std::size_t prefix = path_.size();
  for (auto item : object) {
    ondemand::field field;
    if (const auto error = std::move(item).get(field)) return broken(error);
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return broken(error);
    path_.resize(prefix);
    if (depth > 1) path_ += '.';
    path_ += key;
    if (auto refused = read_value(field.value(), depth)) return refused;
  }
  return std::nullopt;
}

Outcome JsonlReader::read_value(ondemand::value value, int depth) {
  ondemand::json_type type;
  if (const auto error = value.type().get(type)) return broken(error);
  Cell cell;
  switch (type) {
    case ondemand::json_type::object: {
      if (depth == kDeepest) return broken(simdjson::DEPTH_ERROR);
      if (auto refused = refusal_of(columns_.group(path_))) return refused;
      ondemand::object object;
      if (const auto error = value.get_object().get(object)) return broken(error);
      return read_object(object, depth + 1);
    }
    case ondemand::json_type::array:
      if (auto refused = read_array(value, depth, cell)) return refused;
      return put(cell);
    case ondemand::json_type::string:
      cell.kind = Cell::Kind::Text;
      if (const auto error = value.get_string().get(cell.text)) return broken(error);
      return put(cell);
    default: {
      const auto read = scalar(trimmed(value.raw_json_token()));
      if (!read) return broken("a value is no number, true, false or null");
      return put(*read);
    }
  }
}

// Walks through the array to check it; the cell is its text as written.
Outcome JsonlReader::read_array(ondemand::value value, int depth, Cell& cell) {
  const char* begin = value.raw_json_token().data();
  if (auto refused = check(value, depth)) return refused;
  const char* end = nullptr;
  if (const auto error = document_.current_location().get(end)) return broken(error);
  cell = {Cell::Kind::Text, trimmed(std::string_view(begin, static_cast<std::size_t>(end - begin)))};
  return std::nullopt;
}

// Whether a value inside an array is sound JSON.
Outcome JsonlReader::check(ondemand::value value, int depth) {
  ondemand::json_type type;
  if (const auto error = value.type().get(type)) return broken(error);
  std::string_view ignored;
  switch (type) {
    case ondemand::json_type::object: {
      if (depth == kDeepest) return broken(simdjson::DEPTH_ERROR);
      ondemand::object object;
      if (const auto error = value.get_object().get(object)) return broken(error);
      for (auto item : object) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field)) return broken(error);
        if (const auto error = field.unescaped_key().get(ignored)) return broken(error);
        if (auto refused = check(field.value(), depth + 1)) return refused;
      }
      return std::nullopt;
    }
    case ondemand::json_type::array: {
      if (depth == kDeepest) return broken(simdjson::DEPTH_ERROR);
      ondemand::array array;
      if (const auto error = value.get_array().get(array)) return broken(error);
      for (auto item : array) {
        ondemand::value element;
        if (const auto error = std::move(item).get(element)) return broken(error);
        if (auto refused = check(element, depth + 1)) return refused;
      }
      return std::nullopt;
    }
    case ondemand::json_type::string:
      if (const auto error = value.get_string().get(ignored)) return broken(error);
      return std::nullopt;
    default:
      if (!scalar(trimmed(value.raw_json_token()))) return broken("a value is no number, true, false or null");
      return std::nullopt;
  }
}

Outcome JsonlReader::put(const Cell& cell) {
  const Columns::Met met = columns_.value(path_);
  if (auto refused = refusal_of(met)) return refused;
  if (cells_.size() <= met.column) cells_.resize(met.column + 1);
  cells_[met.column] = cell;
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<RowReader>> read_jsonl(std::unique_ptr<ByteSource> text, const ReadOptions& options) {
  auto reader = std::make_unique<JsonlReader>(std::move(text), options.limits);
  CHECKED(reader->peek());
  CHECKED(reader->refuse_array());
  return reader;
}

}  // namespace throughline::wire
