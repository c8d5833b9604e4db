#include "wire/rules/written.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>

#include "model/value.h"
#include "wire/json.h"

namespace throughline::wire::rules {
namespace {

namespace json = boost::json;
using yaml::Mapping;
using yaml::Node;

json::value json_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Nothing:
      return nullptr;
    case Node::Kind::List: {
      json::array array;
      for (const Node& item : node.items) array.push_back(json_of(item));
      return array;
    }
    case Node::Kind::Mapping: {
      json::object object;
      for (const yaml::Member& member : node.members) object[member.key.text] = json_of(member.value);
      return object;
    }
    case Node::Kind::Text:
      break;
  }
  if (node.quoted) return json::value(node.text);
  if (node.text == "true" || node.text == "false") return json::value(node.text == "true");
  const char* const end = node.text.data() + node.text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(node.text.data(), end, whole); read.ec == std::errc() && read.ptr == end)
    return json::value(whole);
  double number = 0;
  if (const auto read = std::from_chars(node.text.data(), end, number);
      read.ec == std::errc() && read.ptr == end && std::isfinite(number))
    return json::value(number);
  return json::value(node.text);
}

}  // namespace

bool Written::is_text() const {
  return item() ? item()->value().is_string() : node().is(Node::Kind::Text);
}
bool Written::is_number() const {
  return item() ? item()->value().is_number() : yaml::read_number(node()).has_value();
}
bool Written::is_list() const {
  return item() ? item()->value().is_array() : node().is(Node::Kind::List);
}
bool Written::is_mapping() const {
  return item() ? item()->value().is_object() : node().is(Node::Kind::Mapping);
}

std::vector<Written> Written::items() const {
  if (!is_list()) return {*this};
  std::vector<Written> all;
  if (item()) {
    for (const JsonItem& one : item()->items()) all.emplace_back(one);
  } else {
    for (const yaml::Value& one : node().items()) all.emplace_back(one);
  }
  return all;
}

std::vector<std::pair<std::string, Written>> Written::members() const {
  std::vector<std::pair<std::string, Written>> all;
  if (item()) {
    for (const auto& [key, member] : item()->members()) all.emplace_back(key, member);
  } else {
    for (const auto& [key, member] : node().members()) all.emplace_back(key.node().text, member);
  }
  return all;
}

std::optional<Written> Written::find(std::string_view key) const {
  for (const auto& [name, member] : members()) {
    if (name == key) return member;
  }
  return std::nullopt;
}

Status Written::check_members(std::string_view owner, const std::vector<std::string>& known) const {
  if (item()) return item()->check_members(known);
  CHECKED(Mapping::open(node(), std::string(owner), known));
  return {};
}

Result<Written> Written::need(std::string_view owner, std::string_view key) const {
  if (const auto member = find(key)) return *member;
  return missing(owner, fmt::format("\"{}\"", key));
}

Result<std::string> Written::text() const {
  return item() ? item()->text() : yaml::read_text(node());
}

Result<std::string> Written::value() const {
  if (!item()) return yaml::read_any_text(node());
  const json::value& given = item()->value();
  if (given.is_string()) return std::string(given.get_string());
  if (given.is_bool()) return model::to_text(model::Value(given.get_bool()));
  if (given.is_int64()) return model::to_text(model::Value(given.get_int64()));
  // Boost.JSON 1.81 may be one unit in the last place off; 15 digits are what it surely has.
  if (given.is_double())
    return model::to_text(model::Value(std::strtod(fmt::format("{:.15g}", given.get_double()).c_str(), nullptr)));
  return item()->wrong_type("a text, a number, true or false");
}

Result<std::vector<std::string>> Written::values() const {
  std::vector<std::string> texts;
  for (const Written& one : items()) {
    TRY(text, one.value());
    texts.push_back(std::move(text));
  }
  if (texts.empty()) return empty_list("at least one value");
  return texts;
}

Result<double> Written::number() const {
  if (!item()) return yaml::read_number(node());
  if (!is_number()) return wrong_type("a number");
  return item()->value().to_number<double>();
}

Result<std::int64_t> Written::count() const {
  return item() ? item()->whole(0, 1'000'000'000'000) : yaml::read_count(node());
}

Result<bool> Written::truth() const {
  if (!item()) return yaml::read_truth(node());
  if (!item()->value().is_bool()) return wrong_type("true or false");
  return item()->value().get_bool();
}

Result<Duration> Written::span() const {
  if (!item()) return yaml::read_span(node());
  TRY(text, item()->text());
  TRY(span, item()->at_this_place(parse_duration(text)));
  if (span == Duration::zero()) return error("duration.zero", "a duration must be longer than nothing");
  return span;
}

Result<std::string> Written::one_of(std::string_view what, const std::vector<std::string>& known) const {
  if (!item()) return yaml::read_one_of(node(), known);
  TRY(text, item()->text());
  if (std::ranges::find(known, text) != known.end()) return text;
  return error("question.unknown-value", fmt::format("no {} is called \"{}\"", what, text.substr(0, 100)),
               did_you_mean(text, known, fmt::format("one of: {}", fmt::join(known, ", "))));
}

Result<Instant> Written::bound(const Zone& zone, bool is_end) const {
  TRY(written, text());
  Result<Instant> instant = parse_bound(written, zone, is_end);
  if (!instant) return error(std::move(instant).error());
  return instant;
}

Zone Written::zone() const {
  return item() ? item()->zone() : node().zone();
}

json::value Written::json() const {
  return item() ? item()->value() : json_of(node().node());
}

Place Written::place() const {
  return item() ? item()->place() : node().place();
}

std::unexpected<Error> Written::error(std::string code, std::string message, std::string help) const {
  return fail(Error{.code = std::move(code), .message = std::move(message), .place = place(), .help = std::move(help)});
}
std::unexpected<Error> Written::error(Error from_elsewhere) const {
  return item() ? item()->error(std::move(from_elsewhere)) : node().error(std::move(from_elsewhere));
}
std::unexpected<Error> Written::wrong_type(std::string_view expected) const {
  return item() ? item()->wrong_type(expected) : node().wrong_type(expected);
}
std::unexpected<Error> Written::missing(std::string_view owner, std::string_view needed) const {
  if (item()) return error("question.missing-member", fmt::format("{} needs {}", owner, needed));
  return error("definition.missing-key", fmt::format("{} needs {}", owner, needed));
}
std::unexpected<Error> Written::empty_list(std::string_view expected) const {
  if (item()) return wrong_type(expected);
  return error("definition.too-few", "this list is empty");
}

}  // namespace throughline::wire::rules
