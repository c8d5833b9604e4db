#include "wire/definition/yaml_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "base/zone.h"

namespace throughline::wire::yaml {
namespace {

using Kind = Node::Kind;

constexpr std::size_t kLongestWord = 100;  // what is longer is not worth repeating in a message

std::string found(const Node& node) {
  switch (node.kind) {
    case Kind::Nothing:
      return "empty";
    case Kind::Text:
      return node.text.empty() ? "an empty text" : fmt::format("the text \"{}\"", shortened(node.text));
    case Kind::List:
      return "a list";
    case Kind::Mapping:
      return "a mapping";
  }
  return {};
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string shortened(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::size_t end = std::min(kShown, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // not in the middle of a character
  std::string shown(text.substr(0, end));
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');  // a message is one line
  return end < text.size() ? shown + "…" : shown;
}

std::vector<Value> Value::items() const {
  if (!is(Kind::List)) return {*this};
  std::vector<Value> result;
  for (const Node& item : node_->items) result.push_back(Value(*file_, item, *node_, key_));
  return result;
}

std::vector<std::pair<Value, Value>> Value::members() const {
  std::vector<std::pair<Value, Value>> result;
  for (const Member& member : node_->members) {
    result.emplace_back(Value(*file_, member.key, member.key, member.key.text),
                        Value(*file_, member.value, member.key, member.key.text));
  }
  return result;
}

std::unexpected<Error> Value::error(std::string code, std::string message, std::string help) const {
  return fail(Error{.code = std::move(code), .message = std::move(message), .place = place(), .help = std::move(help)});
}

std::unexpected<Error> Value::error(Error from_elsewhere) const {
  return fail(std::move(from_elsewhere).at(place()));
}

std::unexpected<Error> Value::wrong_type(std::string_view expected) const {
  const std::string subject = key_.empty() ? "the file" : fmt::format("\"{}\"", shortened(key_));
  return error("definition.wrong-type", fmt::format("{} must be {}, but is {}", subject, expected, found(*node_)));
}

std::unexpected<Error> Value::unknown(const std::vector<std::string>& known) const {
  return error("definition.unknown-value",
               fmt::format("\"{}\" cannot be \"{}\"", shortened(key_), shortened(node_->text)),
               did_you_mean(node_->text, known, fmt::format("one of: {}", fmt::join(known, ", "))));
}

Result<Mapping> Mapping::open(const Value& value, std::string owner, const std::vector<std::string>& keys) {
  if (!value.is(Kind::Mapping)) return value.wrong_type("a mapping");
  Mapping mapping(value, std::move(owner));
  for (const auto& [key, ignored] : mapping.members_) {
    const std::string& text = key.node().text;
    if (std::ranges::find(keys, text) != keys.end()) continue;
    return key.error("definition.unknown-key", fmt::format("{} has no key \"{}\"", mapping.owner_, shortened(text)),
                     did_you_mean(text, keys, fmt::format("one of: {}", fmt::join(keys, ", "))));
  }
  return mapping;
}

std::optional<Value> Mapping::find(std::string_view key) const {
  for (const auto& [name, value] : members_) {
    if (name.node().text == key) return value;
  }
  return std::nullopt;
}

Result<Value> Mapping::need(std::string_view key) const {
  if (const std::optional<Value> value = find(key)) return *value;
  return missing(fmt::format("\"{}\"", key));
}

std::unexpected<Error> Mapping::missing(std::string_view needed) const {
  return value_.error("definition.missing-key", fmt::format("{} needs {}", owner_, needed));
}

Result<std::string> read_any_text(const Value& value) {
  if (!value.is(Kind::Text)) return value.wrong_type("a text");
  return value.node().text;
}

Result<std::string> read_text(const Value& value) {
  if (!value.is(Kind::Text) || value.node().text.empty()) return value.wrong_type("a text");
  return value.node().text;
}

Result<std::vector<std::string>> read_texts(const Value& value) {
  return read_list(value, read_text);
}
Result<std::vector<std::string>> read_any_texts(const Value& value) {
  return read_list(value, read_any_text);
}

Result<bool> read_truth(const Value& value) {
  if (value.is_plain("true")) return true;
  if (value.is_plain("false")) return false;
  return value.wrong_type("true or false");
}

Result<double> read_number(const Value& value) {
  const std::optional<double> number =
      value.is(Kind::Text) && !value.node().quoted ? parse_number<double>(value.node().text) : std::nullopt;
  if (!number || !std::isfinite(*number)) return value.wrong_type("a number");
  return *number;
}

Result<std::int64_t> read_count(const Value& value) {
  const auto number =
      value.is(Kind::Text) && !value.node().quoted ? parse_number<std::int64_t>(value.node().text) : std::nullopt;
  if (!number || *number < 0) return value.wrong_type("a whole number, 0 or more");
  return *number;
}

Result<Duration> read_span(const Value& value) {
  TRY(text, read_text(value));
  if (text.size() > kLongestWord) return value.wrong_type("a duration such as 7d");
  Result<Duration> span = parse_duration(text);
  if (!span) return value.error(std::move(span).error());
  if (*span == Duration::zero()) return value.error("duration.zero", "a duration must be longer than nothing");
  return *span;
}

Result<std::string> read_zone(const Value& value) {
  TRY(text, read_text(value));
  if (text.size() > kLongestWord) return value.wrong_type("a zone such as Europe/Berlin");
  Result<Zone> zone = Zone::find(text);
  if (!zone) return value.error(std::move(zone).error());
  return text;
}

Result<std::string> read_one_of(const Value& value, const std::vector<std::string>& known) {
  TRY(text, read_text(value));
  if (std::ranges::find(known, text) == known.end()) return value.unknown(known);
  return text;
}

}  // namespace throughline::wire::yaml
