// kinds.h: one reader per kind of definition, and what they share. The format is described in
// docs/reference/definitions.md; each key there has its line in one of these readers.
#pragma once

#include <string>
#include <vector>

#include "model/definition.h"
#include "wire/definition/yaml_reader.h"

namespace throughline::wire::definition {

Result<model::SourceDefinition> read_source(const yaml::Value& value);
Result<model::JourneyDefinition> read_journey(const yaml::Value& value);
Result<model::TaskDefinition> read_task(const yaml::Value& value);
Result<model::MetricDefinition> read_metric(const yaml::Value& value);
Result<model::SegmentDefinition> read_segment(const yaml::Value& value);
Result<model::FrictionDefinition> read_friction(const yaml::Value& value);

// The hours of a team: days of the week with their hours, a zone, holidays.
Result<model::Schedule> read_schedule(const yaml::Value& value);

// The name of a definition: letters, digits, _ - and . (in files, addresses and options). Errors: definition.bad-name.
Result<std::string> read_name(const yaml::Value& value);

// One of model::kChannels.
Result<std::string> read_channel(const yaml::Value& value);

// An event's name, a mapping that narrows it, or a list of either.
Result<model::AnyOf> read_events(const yaml::Value& value);

// A rule of a source's `events`. `zone` is the source's.
Result<model::EventRule> read_event_rule(const yaml::Value& value, const std::string& zone);
Result<model::TextRule> read_text_rule(const yaml::Value& value);
Result<model::TimeRule> read_time_rule(const yaml::Value& value, const std::string& zone);

// Names and the columns they come from: a list of columns, or a mapping.
using Columns = std::vector<std::pair<std::string, std::string>>;
Result<Columns> read_columns(const yaml::Value& value);
Result<Columns> read_renamed_columns(const yaml::Value& value);  // the mapping only

}  // namespace throughline::wire::definition
