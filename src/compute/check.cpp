// What a calculator was given, held against its schema.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "compute/schema.h"

namespace throughline::compute {
namespace {

namespace json = boost::json;
using Kind = Schema::Kind;

std::string found(const json::value& value) {
  if (value.is_null()) return "null";
  if (value.is_number()) return fmt::format("{}", value.to_number<double>());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  constexpr std::size_t kShown = 40;
  const std::string_view text = value.get_string();
  return text.size() <= kShown ? fmt::format("the text \"{}\"", text) : "a text";
}

std::string bounds_of(const Schema& schema) {
  constexpr double kUnspoken = 1e15;  // bounds that nobody has to be told unless they are passed
  const auto is_told = [](const std::optional<double>& bound) { return bound && std::abs(*bound) < kUnspoken; };
  std::string text;
  if (schema.above) {
    text += fmt::format(" above {}", *schema.above);
  } else if (is_told(schema.least)) {
    text += fmt::format(" from {}", *schema.least);
  }
  if (schema.below) return text + fmt::format("{} below {}", text.empty() ? "" : " and", *schema.below);
  return is_told(schema.most) ? text + fmt::format("{} to {}", text, *schema.most) : text;
}

std::string lengths_of(const Schema& schema) {
  if (schema.fewest > 0 && schema.fewest == schema.largest) return fmt::format(" of {}", schema.fewest);
  if (schema.fewest > 0) return fmt::format(" of {} or more", schema.fewest);
  return "";
}

std::string one_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string expected(const Schema& schema) {
  std::string text;
  switch (schema.kind) {
    case Kind::Whole:
      text = "a whole number" + bounds_of(schema);
      break;
    case Kind::Number:
      text = "a number" + bounds_of(schema);
      break;
    case Kind::Text:
      text = schema.words.empty() ? "a text" : "one of " + one_of(schema.words);
      break;
    case Kind::Flag:
      text = "true or false";
      break;
    case Kind::List:
      text = "a list" + lengths_of(schema);
      break;
    case Kind::Object:
    case Kind::Map:
      text = "an object";
      break;
    case Kind::Either:
      text = expected(schema.parts[0]) + ", or " + expected(schema.parts[1]);
      break;
  }
  return schema.is_nullable ? text + ", or null" : text;
}

std::unexpected<Error> wrong(const json::value& value, const Schema& schema, const std::string& pointer,
                             std::string help = {}) {
  if (help.empty() && !schema.about.empty()) help = schema.about;
  return fail(Error{.code = "compute.bad-input",
                    .message = fmt::format("{} is given, and {} is expected", found(value), expected(schema)),
                    .place = {.name = pointer.empty() ? "/" : pointer},
                    .help = std::move(help)});
}

bool is_within(double value, const Schema& schema) {
  return std::isfinite(value) && !(schema.least && value < *schema.least) && !(schema.most && value > *schema.most) &&
         !(schema.above && value <= *schema.above) && !(schema.below && value >= *schema.below);
}

Status check_number(const json::value& value, const Schema& schema, const std::string& pointer) {
  if (!value.is_number()) return wrong(value, schema, pointer);
  const double given = value.to_number<double>();
  const bool is_whole = std::abs(given) < 1e17 && std::floor(given) == given;
  if (is_within(given, schema) && (schema.kind == Kind::Number || is_whole)) return {};
  const bool is_share = schema.kind == Kind::Number && (schema.below == 1 || schema.most == 1);
  if (is_share && given > 1 && given <= 100)
    return wrong(value, schema, pointer, fmt::format("{} % is {}", given, given / 100));
  if (schema.most && given > *schema.most && *schema.most >= 1e15)
    return wrong(value, schema, pointer, fmt::format("at most {} can be calculated with", *schema.most));
  return wrong(value, schema, pointer);
}

Status check_list(const json::value& value, const Schema& schema, const std::string& pointer) {
  const json::array* items = value.if_array();
  if (items == nullptr) return wrong(value, schema, pointer);
  if (items->size() < schema.fewest || (schema.largest > 0 && items->size() > schema.largest)) {
    return fail(
        Error{.code = "compute.bad-input",
              .message = fmt::format("a list of {} is given, and {} is expected", items->size(), expected(schema)),
              .place = {.name = pointer.empty() ? "/" : pointer},
              .help = schema.about});
  }
  for (std::size_t i = 0; i < items->size(); ++i)
    CHECKED(check((*items)[i], schema.parts.front(), fmt::format("{}/{}", pointer, i)));
  return {};
}

std::string escaped(std::string_view name) {  // RFC 6901
  std::string text;
  for (const char c : name) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

// What any object may say besides: it is not read.
constexpr std::string_view kNote = "note";

const Member* member_of(const Schema& schema, std::string_view name) {
  const auto at = std::ranges::find(schema.members, name, &Member::name);
  return at == schema.members.end() ? nullptr : &*at;
}

Status check_object(const json::value& value, const Schema& schema, const std::string& pointer) {
  const json::object* object = value.if_object();
  if (object == nullptr) return wrong(value, schema, pointer);
  for (const auto& [name, given] : *object) {
    const Member* member = member_of(schema, name);
    if (member != nullptr) {
      CHECKED(check(given, member->schema, pointer + "/" + escaped(name)));
    } else if (name != kNote) {
      std::vector<std::string> known;
      for (const Member& each : schema.members) known.push_back(each.name);
      return fail(Error{.code = "compute.bad-input",
                        .message = fmt::format("there is no field \"{}\" here", std::string_view(name)),
                        .place = {.name = pointer + "/" + escaped(name)},
                        .help = did_you_mean(name, known, "the fields are " + one_of(known))});
    }
  }
  for (const Member& member : schema.members) {
    if (!member.is_needed || object->contains(member.name)) continue;
    return fail(Error{.code = "compute.bad-input",
                      .message = fmt::format("the field \"{}\" is missing", member.name),
                      .place = {.name = pointer.empty() ? "/" : pointer},
                      .help = fmt::format("give \"{}\": {}", member.name, expected(member.schema))});
  }
  return {};
}

Status check_map(const json::value& value, const Schema& schema, const std::string& pointer) {
  const json::object* object = value.if_object();
  if (object == nullptr) return wrong(value, schema, pointer);
  for (const auto& [name, given] : *object) CHECKED(check(given, schema.parts.front(), pointer + "/" + escaped(name)));
  return {};
}

// What is wrong with the choice that the value's own kind speaks for.
Status check_either(const json::value& value, const Schema& schema, const std::string& pointer) {
  for (const Schema& choice : schema.parts) {
    if (check(value, choice, pointer)) return {};
  }
  for (const Schema& choice : schema.parts) {
    const bool is_its_kind = (choice.kind == Kind::List && value.is_array()) ||
                             ((choice.kind == Kind::Map || choice.kind == Kind::Object) && value.is_object()) ||
                             ((choice.kind == Kind::Number || choice.kind == Kind::Whole) && value.is_number());
    if (is_its_kind) return check(value, choice, pointer);
  }
  return wrong(value, schema, pointer);
}

}  // namespace

Status check(const json::value& value, const Schema& schema, const std::string& pointer) {
  if (value.is_null() && schema.is_nullable) return {};
  switch (schema.kind) {
    case Kind::Whole:
    case Kind::Number:
      return check_number(value, schema, pointer);
    case Kind::Text: {
      const bool fits = value.is_string() &&
                        (schema.words.empty() ||
                         std::ranges::find(schema.words, std::string_view(value.get_string())) != schema.words.end());
      if (fits) return {};
      return wrong(value, schema, pointer, value.is_string() ? did_you_mean(value.get_string(), schema.words) : "");
    }
    case Kind::Flag:
      if (value.is_bool()) return {};
      return wrong(value, schema, pointer);
    case Kind::List:
      return check_list(value, schema, pointer);
    case Kind::Object:
      return check_object(value, schema, pointer);
    case Kind::Map:
      return check_map(value, schema, pointer);
    case Kind::Either:
      return check_either(value, schema, pointer);
  }
  return {};
}

bool has_its_members(const json::object& object, const Schema& schema) {
  const bool all_known = std::ranges::all_of(
      object, [&](const auto& each) { return each.key() == kNote || member_of(schema, each.key()) != nullptr; });
  return all_known && std::ranges::all_of(schema.members, [&](const Member& member) {
           return !member.is_needed || object.contains(member.name);
         });
}

}  // namespace throughline::compute
