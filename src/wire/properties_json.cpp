#include "wire/properties_json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <fmt/format.h>

namespace throughline::wire {
namespace {

namespace json = boost::json;

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

void append(std::string& to, std::string_view text) {
  if (is_plain(text)) {
    to.append(1, '"').append(text).append(1, '"');
  } else {
    to += json::serialize(json::string_view(text.data(), text.size()));
  }
}

void append(std::string& to, const model::Value& value) {
  struct Writer {
    std::string& to;
    void operator()(std::monostate) const { to += "null"; }
    void operator()(bool truth) const { to += truth ? "true" : "false"; }
    void operator()(std::int64_t number) const { to += fmt::format_int(number).c_str(); }
    void operator()(double number) const {
      to += std::isfinite(number) ? json::serialize(json::value(number)) : "null";
    }
    void operator()(const std::string& text) const { append(to, std::string_view(text)); }
  };
  std::visit(Writer{to}, value);
}

model::Value from_document(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return {};
    case json::kind::bool_:
      return value.get_bool();
    case json::kind::int64:
      return value.get_int64();
    case json::kind::uint64:
      return static_cast<double>(value.get_uint64());
    case json::kind::double_:
      return value.get_double();
    case json::kind::string:
      return std::string(value.get_string());
    default:
      return json::serialize(value);
  }
}

}  // namespace

std::string to_json(const model::Properties& properties) {
  std::string text = "{";
  for (const auto& [name, value] : properties) {
    if (text.size() > 1) text += ',';
    append(text, std::string_view(name));
    text += ':';
    append(text, value);
  }
  return text += '}';
}

std::string to_json(const model::Value& value) {
  std::string text;
  append(text, value);
  return text;
}

model::Properties parse_properties(std::string_view text) {
  boost::system::error_code failure;
  const json::value document = json::parse(json::string_view(text.data(), text.size()), failure);
  model::Properties properties;
  if (failure || !document.is_object()) return properties;
  for (const auto& member : document.get_object()) properties.emplace_back(member.key(), from_document(member.value()));
  return properties;
}

model::Value parse_value(std::string_view text) {
  boost::system::error_code failure;
  const json::value document = json::parse(json::string_view(text.data(), text.size()), failure);
  return failure ? model::Value{} : from_document(document);
}

}  // namespace throughline::wire
