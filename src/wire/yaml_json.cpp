#include "wire/yaml_json.h"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <yaml-cpp/yaml.h>

namespace throughline::wire {
namespace {

namespace json = boost::json;

constexpr int kDeepest = 100;

Place place_of(const YAML::Mark& mark, std::string_view name) {
  Place place{.name = std::string(name)};
  if (!mark.is_null()) {
    place.line = mark.line + 1;  // yaml-cpp counts from 0
    place.column = mark.column + 1;
  }
  return place;
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// Quoted scalars (tag "!") are text; plain ones are what they look like.
json::value scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return json::value(text);
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  std::int64_t whole = 0;
  if (read_number(text, whole)) return whole;
  // from_chars also takes "inf" and "nan", which YAML writes ".inf" and JSON cannot write.
  double real = 0;
  if (text.find_first_not_of("+-.0123456789eE") == std::string::npos && read_number(text, real) && std::isfinite(real))
    return real;
  return json::value(text);
}

Result<json::value> convert(const YAML::Node& node, std::string_view name, int depth) {
  if (depth > kDeepest)
    return fail(Error{
        .code = "yaml.too-deep", .message = "values are nested too deeply", .place = place_of(node.Mark(), name)});
  if (node.IsSequence()) {
    json::array array;
    for (const YAML::Node& item : node) {
      TRY(value, convert(item, name, depth + 1));
      array.push_back(std::move(value));
    }
    return array;
  }
  if (node.IsMap()) {
    json::object object;
    for (const auto& entry : node) {
      const YAML::Node& key = entry.first;
      if (!key.IsScalar())
        return fail(
            Error{.code = "yaml.key-not-text", .message = "a key is not a text", .place = place_of(key.Mark(), name)});
      TRY(value, convert(entry.second, name, depth + 1));
      object[key.Scalar()] = std::move(value);
    }
    return object;
  }
  return node.IsScalar() ? scalar(node) : json::value(nullptr);
}

}  // namespace

Result<std::string> yaml_to_json(std::string_view yaml, std::string_view name) {
  try {
    TRY(value, convert(YAML::Load(std::string(yaml)), name, 0));
    return json::serialize(value);
  } catch (const YAML::Exception& exception) {
    return fail(Error{.code = "yaml.broken", .message = exception.msg, .place = place_of(exception.mark, name)});
  }
}

}  // namespace throughline::wire
