#include <fmt/format.h>

#include "wire/definition/kinds.h"

namespace throughline::wire::definition {
namespace {

using model::SegmentRule;
using yaml::Mapping;
using yaml::Node;
using yaml::Value;

Result<SegmentRule> read_rule(const Value& value);

Result<std::vector<SegmentRule>> read_rules(const Value& value) {
  if (!value.is(Node::Kind::List)) return value.wrong_type("a list of rules");
  return read_list(value, read_rule);
}

Result<SegmentRule> read_did(const Value& value) {
  TRY(mapping, Mapping::open(value, "a rule with \"did\"", {"did", "at_least", "last"}));
  SegmentRule::Did did;
  CHECKED(mapping.required("did", did.event, read_events));
  CHECKED(mapping.optional("at_least", did.at_least, yaml::read_count));
  if (did.at_least < 1) return mapping.find("at_least")->wrong_type("1 or more");
  CHECKED(mapping.optional("last", did.last, yaml::read_span));
  return SegmentRule{std::move(did)};
}

Result<SegmentRule> read_has(const Value& value) {
  TRY(mapping, Mapping::open(value, "a rule with \"property\"", {"property", "in"}));
  SegmentRule::Has has;
  CHECKED(mapping.required("property", has.property, yaml::read_text));
  CHECKED(mapping.optional("in", has.in, yaml::read_any_texts));
  return SegmentRule{std::move(has)};
}

// What a rule is, is told by the first of its keys that only one sort of rule has.
Result<SegmentRule> read_rule(const Value& value) {
  TRY(mapping, Mapping::open(value, "a rule", {"all", "any", "not", "did", "at_least", "last", "property", "in"}));
  for (const auto& [key, inner] : mapping.members()) {
    const std::string& word = key.node().text;
    if (word == "did") return read_did(value);
    if (word == "property") return read_has(value);
    if (word != "all" && word != "any" && word != "not") continue;
    CHECKED(Mapping::open(value, fmt::format("a rule with \"{}\"", word), {word}));
    if (word == "not") {
      TRY(rule, read_rule(inner));
      return SegmentRule{SegmentRule::Not{std::make_shared<const SegmentRule>(std::move(rule))}};
    }
    TRY(rules, read_rules(inner));
    if (word == "all") return SegmentRule{SegmentRule::All{std::move(rules)}};
    return SegmentRule{SegmentRule::Any{std::move(rules)}};
  }
  return mapping.missing("\"all\", \"any\", \"not\", \"did\" or \"property\"");
}

}  // namespace

Result<model::SegmentDefinition> read_segment(const Value& value) {
  TRY(mapping, Mapping::open(value, "a segment", {"segment", "title", "people"}));
  model::SegmentDefinition segment;
  CHECKED(mapping.required("segment", segment.name, read_name));
  segment.title = segment.name;
  CHECKED(mapping.optional("title", segment.title, yaml::read_text));
  CHECKED(mapping.required("people", segment.people, read_rule));
  return segment;
}

}  // namespace throughline::wire::definition
