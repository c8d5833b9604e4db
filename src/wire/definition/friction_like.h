// friction_like.h: a built-in friction under the names that a source gives to its events and properties.
//
//     like: posthog.rage_click
//     events: {click: tapped}                  what the rule calls click is called tapped here
//     properties: {x: left, y: top}
#pragma once

#include "model/definition.h"
#include "wire/definition/yaml_reader.h"

namespace throughline::wire::definition {

// Of a mapping with "like". Errors: definition.unknown-friction, definition.unknown-value for a name that the rule does
// not use.
Result<model::FrictionDefinition> read_like(const yaml::Mapping& mapping);

}  // namespace throughline::wire::definition
