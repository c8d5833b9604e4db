#include "wire/definition/kinds.h"
#include "wire/rules/rules.h"

namespace throughline::wire::definition {

using yaml::Mapping;
using yaml::Value;

Result<model::SegmentDefinition> read_segment(const Value& value) {
  TRY(mapping, Mapping::open(value, "a segment", {"segment", "title", "people"}));
  model::SegmentDefinition segment;
  CHECKED(mapping.required("segment", segment.name, read_name));
  segment.title = segment.name;
  CHECKED(mapping.optional("title", segment.title, yaml::read_text));
  CHECKED(
      mapping.required("people", segment.people, [](const Value& people) { return rules::read_segment_rule(people); }));
  return segment;
}

}  // namespace throughline::wire::definition
