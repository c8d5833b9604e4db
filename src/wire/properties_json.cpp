#include "wire/properties_json.h"

#include <boost/json.hpp>
#include <cmath>

namespace throughline::wire {
namespace {

namespace json = boost::json;

json::value to_document(const model::Value& value, const json::storage_ptr& memory) {
  struct Writer {
    json::storage_ptr memory;
    json::value operator()(std::monostate) const { return nullptr; }
    json::value operator()(bool truth) const { return truth; }
    json::value operator()(std::int64_t number) const { return number; }
    json::value operator()(double number) const {
      return std::isfinite(number) ? json::value(number) : json::value(nullptr);
    }
    json::value operator()(const std::string& text) const { return json::value(json::string_view(text), memory); }
  };
  return std::visit(Writer{memory}, value);
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
  unsigned char buffer[4096];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::object object(&memory);
  for (const auto& [name, value] : properties) object[name] = to_document(value, &memory);
  return json::serialize(object);
}

std::string to_json(const model::Value& value) {
  return json::serialize(to_document(value, {}));
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
