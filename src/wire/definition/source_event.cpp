// The rules of a source's events: names, times, conditions, responses, and the columns that they are taken from.
#include <fmt/format.h>
#include <set>

#include "wire/definition/kinds.h"
#include "wire/time_text.h"

namespace throughline::wire::definition {

using model::EventRule;
using yaml::Mapping;
using yaml::Node;
using yaml::Value;

namespace {

// `read_constant` reads what is written here instead of in the row: a channel must be a known one.
template <class ReadConstant, class ReadMapped>
Result<model::TextRule> read_rule(const Value& value, const ReadConstant& read_constant,
                                  const ReadMapped& read_mapped) {
  model::TextRule rule;
  if (value.is(Node::Kind::Text)) {
    TRY(constant, read_constant(value));
    rule.constant = std::move(constant);
    return rule;
  }
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("a text, or a mapping with \"column\"");
  TRY(mapping, Mapping::open(value, "a text from a column", {"column", "map"}));
  CHECKED(mapping.required("column", rule.column, yaml::read_text));
  if (const auto map = mapping.find("map")) {
    if (!map->is(Node::Kind::Mapping)) return map->wrong_type("a mapping of values to their new names");
    for (const auto& [from, to] : map->members()) {
      TRY(text, read_mapped(to));
      rule.map[from.node().text] = std::move(text);
    }
  }
  return rule;
}

Result<model::TextRule> read_channel_rule(const Value& value) {
  return read_rule(value, read_channel, read_channel);
}

Result<std::string> read_time_pattern(const Value& value) {
  TRY(text, read_text(value));
  Result<TimeFormat> format = parse_time_format(text);
  if (!format) return value.error(std::move(format).error());
  return text;
}

Result<model::RowCondition> read_condition(const Value& column, const Value& value, bool negated = false) {
  model::RowCondition condition{.column = column.node().text, .in = {}, .negated = negated};
  if (condition.column.empty()) return column.wrong_type("a column");
  if (value.is_plain("present")) return condition;
  if (value.is(Node::Kind::Mapping) && !negated) {
    TRY(mapping, Mapping::open(value, "a condition", {"not"}));
    TRY(inner, mapping.need("not"));
    return read_condition(column, inner, true);
  }
  TRY(texts, read_texts(value));
  condition.in = std::move(texts);
  return condition;
}

Result<std::vector<model::RowCondition>> read_conditions(const Value& value) {
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("a mapping of columns to their values");
  std::vector<model::RowCondition> conditions;
  for (const auto& [column, wanted] : value.members()) {
    TRY(condition, read_condition(column, wanted));
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

Result<model::ResponseRule> read_response(const Value& value) {
  TRY(mapping, Mapping::open(value, "a response", {"survey", "score", "verbatim", "items"}));
  model::ResponseRule response;
  CHECKED(mapping.required("survey", response.survey, yaml::read_text));
  CHECKED(mapping.optional("score", response.score, yaml::read_text));
  CHECKED(mapping.optional("verbatim", response.verbatim, yaml::read_text));
  CHECKED(mapping.optional("items", response.items, yaml::read_texts));
  if (response.score.empty() && response.items.empty() && response.verbatim.empty()) {
    return mapping.missing("\"score\", \"items\" or \"verbatim\"");
  }
  return response;
}

}  // namespace

Result<model::TextRule> read_text_rule(const Value& value) {
  return read_rule(value, yaml::read_text, yaml::read_any_text);
}

Result<model::TimeRule> read_time_rule(const Value& value, const std::string& zone) {
  model::TimeRule rule;
  if (value.is(Node::Kind::Text)) {
    TRY(column, read_text(value));
    rule.column = std::move(column);
    return rule;
  }
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("a column, or a mapping with \"column\" or \"constant\"");
  TRY(mapping, Mapping::open(value, "a time", {"column", "format", "zone", "constant"}));
  if (!mapping.has("column") && !mapping.has("constant")) return mapping.missing("\"column\" or \"constant\"");
  if (mapping.has("column") && mapping.has("constant")) {
    return mapping.find("constant")
        ->error("definition.unfitting-key", "\"column\" and \"constant\" exclude each other");
  }
  CHECKED(mapping.optional("column", rule.column, yaml::read_text));
  CHECKED(mapping.optional("zone", rule.zone, yaml::read_zone));
  CHECKED(mapping.optional("format", rule.format, read_time_pattern));
  CHECKED(mapping.optional("constant", rule.constant, [&](const Value& constant) -> Result<Instant> {
    TRY(text, read_text(constant));
    TRY(format, parse_time_format(rule.format));
    Result<Instant> instant = parse_time(text, format, *Zone::find(rule.zone.empty() ? zone : rule.zone));
    if (!instant) return constant.error(std::move(instant).error());
    return *instant;
  }));
  return rule;
}

Result<Columns> read_renamed_columns(const Value& value) {
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("a mapping of names to columns");
  Columns columns;
  for (const auto& [name, column] : value.members()) {
    CHECKED(read_text(name));
    TRY(text, read_text(column));
    columns.emplace_back(name.node().text, std::move(text));
  }
  return columns;
}

Result<Columns> read_columns(const Value& value) {
  if (value.is(Node::Kind::Mapping)) return read_renamed_columns(value);
  if (!value.is(Node::Kind::List)) return value.wrong_type("a list of columns, or a mapping of names to columns");
  Columns columns;
  std::set<std::string> names;
  for (const Value& item : value.items()) {
    TRY(column, read_text(item));
    if (!names.insert(column).second) {
      return item.error("definition.duplicate-name",
                        fmt::format("the column \"{}\" stands here twice", yaml::shortened(column)));
    }
    columns.emplace_back(column, column);
  }
  return columns;
}

namespace {

Result<std::vector<model::ObjectRule>> read_objects(const Value& value) {
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("a mapping of types of object to columns");
  std::vector<model::ObjectRule> objects;
  for (const auto& [type, column] : value.members()) {
    CHECKED(read_text(type));
    model::ObjectRule& object = objects.emplace_back(model::ObjectRule{.type = type.node().text, .column = {}});
    if (column.is(Node::Kind::Mapping)) {
      TRY(mapping, Mapping::open(column, "several objects", {"list"}));
      CHECKED(mapping.required("list", object.column, yaml::read_text));
      object.is_list = true;
    } else {
      TRY(name, read_text(column));
      object.column = std::move(name);
    }
  }
  return objects;
}

}  // namespace

Result<EventRule> read_event_rule(const Value& value, const std::string& zone) {
  TRY(mapping, Mapping::open(value, "an event",
                             {"event", "when", "time", "channel", "touchpoint", "objects", "properties", "response"}));
  EventRule rule;
  CHECKED(mapping.required("event", rule.name, read_text_rule));
  CHECKED(mapping.optional("when", rule.when, read_conditions));
  CHECKED(mapping.optional("time", rule.time, [&](const Value& time) { return read_time_rule(time, zone); }));
  CHECKED(mapping.optional("channel", rule.channel, read_channel_rule));
  CHECKED(mapping.optional("touchpoint", rule.touchpoint, read_text_rule));
  CHECKED(mapping.optional("objects", rule.objects, read_objects));
  if (const auto properties = mapping.find("properties"); properties && properties->is_plain("all")) {
    rule.all_properties = true;
  } else {
    CHECKED(mapping.optional("properties", rule.properties, read_columns));
  }
  CHECKED(mapping.optional("response", rule.response, read_response));
  return rule;
}

}  // namespace throughline::wire::definition
