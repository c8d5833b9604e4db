#include "wire/json_reader.h"

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <fmt/format.h>

namespace throughline::wire {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxBytes = 1 << 20;
constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kWidestLine = 200;  // a longer line is not shown

Place place_at(std::string_view text, std::string_view document, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto characters = [](std::string_view part) {
    return static_cast<int>(
        std::ranges::count_if(part, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
  };
  Place place{.name = std::string(document),
              .line = static_cast<int>(std::ranges::count(before, '\n')) + 1,
              .column = characters(before.substr(begin)) + 1};
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  // A caret below bytes that are no characters would point nowhere, so such lines are not shown.
  const bool shown = line.size() <= kWidestLine &&
                     std::ranges::all_of(line, [](char byte) { return byte == '\t' || (byte >= ' ' && byte != 0x7F); });
  if (shown) place.source = line;
  std::ranges::replace(place.source, '\t', ' ');
  return place;
}

std::string found(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "a number";
    case json::kind::string:
      return value.get_string().empty() ? "an empty text" : "a text";
    case json::kind::array:
      return value.get_array().empty() ? "an empty array" : "an array";
    case json::kind::object:
      return "an object";
  }
  return {};
}

}  // namespace

Result<json::value> parse_json(std::string_view text, std::string_view document) {
  if (text.size() > kMaxBytes) {
    return fail(Error{.code = "json.too-long",
                      .message = fmt::format("the document has {} bytes; it may have {}", text.size(), kMaxBytes),
                      .place = {.name = std::string(document)}});
  }
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::stream_parser parser({}, options);
  boost::system::error_code failure;
  const std::size_t read = parser.write_some(text.data(), text.size(), failure);
  if (failure == json::error::too_deep) {
    return fail(Error{.code = "json.too-deep",
                      .message = fmt::format("arrays and objects lie more than {} deep", kMaxDepth),
                      .place = place_at(text, document, read)});
  }
  std::string reason = failure ? failure.message() : read < text.size() ? "something follows the document" : "";
  if (reason.empty()) {
    parser.finish(failure);
    if (failure) reason = "the document ends too early";
  }
  if (!reason.empty()) {
    return fail(Error{
        .code = "json.broken", .message = "this is not JSON: " + reason, .place = place_at(text, document, read)});
  }
  return parser.release();
}

Place JsonItem::place() const {
  if (pointer_.empty()) return {.name = std::string(document_)};
  return {.name = document_.empty() ? pointer_ : fmt::format("{}#{}", document_, pointer_)};
}

JsonItem JsonItem::below(const json::value& value, std::string_view step) const {
  JsonItem item(value, document_, zone_);
  item.pointer_ = pointer_ + "/";
  for (const char c : step) {
    if (c == '~') {
      item.pointer_ += "~0";
    } else if (c == '/') {
      item.pointer_ += "~1";
    } else {
      item.pointer_ += c;
    }
  }
  return item;
}

std::vector<JsonItem> JsonItem::items() const {
  std::vector<JsonItem> result;
  const json::array& array = value_->get_array();
  for (std::size_t i = 0; i < array.size(); ++i) result.push_back(below(array[i], std::to_string(i)));
  return result;
}

std::vector<std::pair<std::string, JsonItem>> JsonItem::members() const {
  std::vector<std::pair<std::string, JsonItem>> result;
  for (const auto& member : value_->get_object())
    result.emplace_back(member.key(), below(member.value(), member.key()));
  return result;
}

std::optional<JsonItem> JsonItem::find(std::string_view member) const {
  const json::value* value = value_->get_object().if_contains(member);
  if (!value) return std::nullopt;
  return below(*value, member);
}

Result<JsonItem> JsonItem::need(std::string_view member) const {
  if (std::optional<JsonItem> found_member = find(member)) return *std::move(found_member);
  return error("question.missing-member", fmt::format("\"{}\" is missing", member));
}

Status JsonItem::check_members(const std::vector<std::string>& known) const {
  if (!value_->is_object()) return wrong_type("an object");
  for (const auto& [name, item] : members()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    return item.error("question.unknown-member", fmt::format("there is no \"{}\" here", name.substr(0, 100)),
                      did_you_mean(name, known, fmt::format("one of: {}", fmt::join(known, ", "))));
  }
  return {};
}

Result<std::string> JsonItem::text() const {
  if (!value_->is_string() || value_->get_string().empty()) return wrong_type("a text");
  return std::string(value_->get_string());
}

Result<std::int64_t> JsonItem::whole(std::int64_t least, std::int64_t most) const {
  if (value_->is_int64() && value_->get_int64() >= least && value_->get_int64() <= most) return value_->get_int64();
  return value_->is_number()
             ? error("question.wrong-type", fmt::format("this must be a whole number from {} to {}", least, most))
             : wrong_type("a whole number");
}

std::unexpected<Error> JsonItem::error(std::string code, std::string message, std::string help) const {
  return fail(Error{.code = std::move(code), .message = std::move(message), .place = place(), .help = std::move(help)});
}

std::unexpected<Error> JsonItem::error(Error from_elsewhere) const {
  return fail(std::move(from_elsewhere).at(place()));
}

std::unexpected<Error> JsonItem::wrong_type(std::string_view expected) const {
  return error("question.wrong-type", fmt::format("this must be {}, but is {}", expected, found(*value_)));
}

}  // namespace throughline::wire
