#include "compute/schema.h"

#include <boost/json/value_from.hpp>

namespace throughline::compute {
namespace {

using Kind = Schema::Kind;

Schema of(Kind kind) {
  Schema schema;
  schema.kind = kind;
  return schema;
}

}  // namespace

Schema Schema::from(double value) && {
  least = value;
  return std::move(*this);
}
Schema Schema::to(double value) && {
  most = value;
  return std::move(*this);
}
Schema Schema::over(double value) && {
  above = value;
  return std::move(*this);
}
Schema Schema::under(double value) && {
  below = value;
  return std::move(*this);
}
Schema Schema::or_null() && {
  is_nullable = true;
  return std::move(*this);
}
Schema Schema::length(std::size_t from, std::size_t to) && {
  fewest = from;
  largest = to;
  return std::move(*this);
}
Schema Schema::says(std::string text) && {
  about = std::move(text);
  return std::move(*this);
}

Schema whole() {
  constexpr double kExact = 9'007'199'254'740'991;  // 2^53 - 1
  return of(Kind::Whole).to(kExact);
}
Schema number() {
  return of(Kind::Number).from(-kLargest).to(kLargest);
}
Schema probability() {
  constexpr double kNearest = 1e-9;
  return of(Kind::Number).from(kNearest).to(1 - kNearest).over(0).under(1);
}
Schema text(std::vector<std::string> words) {
  Schema schema = of(Kind::Text);
  schema.words = std::move(words);
  return schema;
}
Schema flag() {
  return of(Kind::Flag);
}
Schema list(Schema item) {
  Schema schema = of(Kind::List);
  schema.parts.push_back(std::move(item));
  return schema;
}
Schema map_of(Schema item) {
  Schema schema = of(Kind::Map);
  schema.parts.push_back(std::move(item));
  return schema;
}
Schema either(Schema first, Schema second) {
  Schema schema = of(Kind::Either);
  schema.parts.push_back(std::move(first));
  schema.parts.push_back(std::move(second));
  return schema;
}
Schema object(std::vector<Member> members) {
  Schema schema = of(Kind::Object);
  schema.members = std::move(members);
  return schema;
}

namespace {

namespace json = boost::json;

std::string_view type_name(Kind kind) {
  switch (kind) {
    case Kind::Whole:
      return "integer";
    case Kind::Number:
      return "number";
    case Kind::Text:
      return "string";
    case Kind::Flag:
      return "boolean";
    case Kind::List:
      return "array";
    case Kind::Object:
    case Kind::Map:
    case Kind::Either:
      break;
  }
  return "object";
}

void add_parts(const Schema& schema, json::object& out) {
  if (schema.kind == Kind::List) out["items"] = to_json(schema.parts.front());
  if (schema.kind == Kind::Map) out["additionalProperties"] = to_json(schema.parts.front());
  if (schema.fewest > 0) out["minItems"] = schema.fewest;
  if (schema.largest > 0) out["maxItems"] = schema.largest;
  if (schema.kind != Kind::Object) return;
  json::object properties;
  json::array needed;
  for (const Member& member : schema.members) {
    properties[member.name] = to_json(member.schema);
    if (member.is_needed) needed.emplace_back(member.name);
  }
  out["properties"] = std::move(properties);
  if (!needed.empty()) out["required"] = std::move(needed);
  out["additionalProperties"] = false;
}

}  // namespace

json::object to_json(const Schema& schema) {
  json::object out;
  if (schema.kind == Kind::Either) {
    json::array choices;
    for (const Schema& choice : schema.parts) choices.push_back(to_json(choice));
    if (schema.is_nullable) choices.push_back(json::object{{"type", "null"}});
    out["anyOf"] = std::move(choices);
  } else if (schema.is_nullable) {
    out["type"] = json::array{type_name(schema.kind), "null"};
  } else {
    out["type"] = type_name(schema.kind);
  }
  const auto bound = [&](std::string_view name, const std::optional<double>& value) {
    if (value) out[name] = *value;
  };
  if (!schema.above || schema.least > schema.above) bound("minimum", schema.least);
  if (!schema.below || schema.most < schema.below) bound("maximum", schema.most);
  bound("exclusiveMinimum", schema.above);
  bound("exclusiveMaximum", schema.below);
  if (!schema.words.empty()) out["enum"] = json::value_from(schema.words);
  add_parts(schema, out);
  if (!schema.about.empty()) out["description"] = schema.about;
  return out;
}

}  // namespace throughline::compute
