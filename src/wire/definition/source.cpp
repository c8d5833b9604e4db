#include <algorithm>
#include <fmt/format.h>

#include "wire/definition/kinds.h"
#include "wire/recode.h"

namespace throughline::wire::definition {
namespace {

using model::SourceDefinition;
using yaml::Mapping;
using yaml::Node;
using yaml::Value;

Result<std::vector<std::pair<model::IdentityKind, std::string>>> read_person(const Value& value) {
  const std::vector<std::string> kinds(model::kIdentityKinds.begin(), model::kIdentityKinds.end());
  TRY(mapping, Mapping::open(value, "a person", kinds));
  std::vector<std::pair<model::IdentityKind, std::string>> person;
  for (const auto& [kind, column] : mapping.members()) {
    TRY(name, read_text(column));
    person.emplace_back(*model::parse_identity_kind(kind.node().text), std::move(name));
  }
  if (person.empty()) return mapping.missing(fmt::format("one of {}", fmt::join(kinds, ", ")));
  return person;
}

Status read_people(const Value& value, SourceDefinition& source) {
  source.each_row_is_a_person = value.is_plain("each_row");
  if (source.each_row_is_a_person) return {};
  TRY(person, read_person(value));
  source.person = std::move(person);
  return {};
}

Status read_account(const Value& value, SourceDefinition& source) {
  if (value.is(Node::Kind::Text)) {
    TRY(column, read_text(value));
    source.account = std::move(column);
    return {};
  }
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("a column, or a mapping with \"column\" and \"role\"");
  TRY(mapping, Mapping::open(value, "an account", {"column", "role"}));
  CHECKED(mapping.required("column", source.account, yaml::read_text));
  return mapping.optional("role", source.role, read_text_rule);
}

Result<std::vector<SourceDefinition::ObjectProperties>> read_object_properties(const Value& value) {
  if (!value.is(Node::Kind::Mapping)) return value.wrong_type("a mapping of types of object to their columns");
  std::vector<SourceDefinition::ObjectProperties> all;
  for (const auto& [type, columns] : value.members()) {
    SourceDefinition::ObjectProperties object;
    TRY(name, read_text(type));
    object.type = std::move(name);
    TRY(mapping, Mapping::open(columns, "an object", {"id", "properties"}));
    CHECKED(mapping.required("id", object.id, yaml::read_text));
    CHECKED(mapping.required("properties", object.properties, read_columns));
    all.push_back(std::move(object));
  }
  return all;
}

Result<std::string> read_delimiter(const Value& value) {
  TRY(text, read_text(value));
  if (text.size() != 1 || text == "\"" || text == "\n" || text == "\r")
    return value.wrong_type("one character, such as \";\" or \"\\t\"");
  return text;
}

Result<std::string> read_encoding(const Value& value) {
  TRY(name, read_text(value));
  if (!is_encoding(name))
    return value.error("definition.unknown-value", fmt::format("no encoding is called \"{}\"", yaml::shortened(name)),
                       "names are those of iconv: windows-1252, iso-8859-1, macintosh, shift_jis, …");
  return name;
}

Result<int> read_header_rows(const Value& value) {
  TRY(rows, read_count(value));
  if (rows < 1 || rows > 100) return value.wrong_type("from 1 to 100");
  return static_cast<int>(rows);
}

Status read_format(const Mapping& mapping, SourceDefinition& source) {
  CHECKED(mapping.optional("format", source.format,
                           [](const Value& value) { return read_one_of(value, {"csv", "tsv", "jsonl", "xes"}); }));
  CHECKED(mapping.optional("delimiter", source.delimiter, read_delimiter));
  CHECKED(mapping.optional("header_rows", source.header_rows, read_header_rows));
  CHECKED(mapping.optional("encoding", source.encoding, read_encoding));
  const auto encoding = mapping.find("encoding");
  if (encoding && source.format == "xes")
    return encoding->error("definition.unfitting-key", "a file of format \"xes\" names its encoding itself");
  const bool has_header = source.format.empty() || source.format == "csv" || source.format == "tsv";
  for (const char* key : {"delimiter", "header_rows"}) {
    const auto found = mapping.find(key);
    if (!found || (has_header && (source.format != "tsv" || std::string_view(key) != "delimiter"))) continue;
    return found->error("definition.unfitting-key",
                        fmt::format("a source of format \"{}\" has no \"{}\"", source.format, key));
  }
  return {};
}

// Keys that only make sense together, so that no source is accepted whose rows would all be refused.
Status check_whole(const Mapping& mapping, const SourceDefinition& source) {
  if (source.events.empty() && source.person_properties.empty() && source.account_properties.empty() &&
      source.object_properties.empty()) {
    return mapping.missing("\"events\", \"person_properties\", \"account_properties\" or \"object_properties\"");
  }
  const bool every_event_has_time =
      std::ranges::all_of(source.events, [](const model::EventRule& rule) { return rule.time.has_value(); });
  const bool has_properties =
      !source.person_properties.empty() || !source.account_properties.empty() || !source.object_properties.empty();
  if (!mapping.has("time") && (has_properties || !every_event_has_time)) return mapping.missing("\"time\"");
  const bool has_person = !source.person.empty() || source.each_row_is_a_person;
  if (!source.person_properties.empty() && !has_person)
    return mapping.missing("\"person\" for its \"person_properties\"");
  if (!source.account_properties.empty() && source.account.empty())
    return mapping.missing("\"account\" for its \"account_properties\"");
  const bool has_objects =
      !source.object_properties.empty() ||
      std::ranges::any_of(source.events, [](const model::EventRule& rule) { return !rule.objects.empty(); });
  if (!has_person && source.account.empty() && !has_objects) {
    return mapping.missing("\"person\", \"account\" or \"objects\": somebody or something the rows are about");
  }
  return {};
}

}  // namespace

Result<SourceDefinition> read_source(const Value& value) {
  TRY(mapping, Mapping::open(value, "a source",
                             {"source", "about", "format", "delimiter", "header_rows", "encoding", "zone", "key",
                              "time", "sequence", "person", "account", "events", "person_properties",
                              "account_properties", "object_properties"}));
  SourceDefinition source;
  CHECKED(mapping.required("source", source.name, read_name));
  CHECKED(mapping.optional("about", source.about, yaml::read_text));
  CHECKED(read_format(mapping, source));
  CHECKED(mapping.optional("zone", source.zone, yaml::read_zone));
  CHECKED(mapping.optional("key", source.key, yaml::read_texts));
  CHECKED(mapping.optional("sequence", source.sequence, yaml::read_text));
  CHECKED(mapping.optional("time", source.time, [&](const Value& time) { return read_time_rule(time, source.zone); }));
  if (const auto person = mapping.find("person")) CHECKED(read_people(*person, source));
  if (const auto account = mapping.find("account")) CHECKED(read_account(*account, source));
  CHECKED(mapping.optional("events", source.events, [&](const Value& events) {
    return read_list(events, [&](const Value& event) { return read_event_rule(event, source.zone); });
  }));
  CHECKED(mapping.optional("person_properties", source.person_properties, read_columns));
  CHECKED(mapping.optional("account_properties", source.account_properties, read_columns));
  CHECKED(mapping.optional("object_properties", source.object_properties, read_object_properties));
  CHECKED(check_whole(mapping, source));
  return source;
}

}  // namespace throughline::wire::definition
