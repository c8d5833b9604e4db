// catalogue.h: the definitions in force, found by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/definition.h"

namespace throughline::model {

class Catalogue {
 public:
  Catalogue() = default;
  explicit Catalogue(std::vector<Definition> definitions) : definitions_(std::move(definitions)) {}

  const std::vector<Definition>& all() const { return definitions_; }
  std::vector<std::string> names(DefinitionKind kind) const;

  // Errors: metric.unknown, journey.unknown, … with the nearest name as help.
  Result<const Definition*> find(DefinitionKind kind, std::string_view name) const;

  // The meaning, when it is known that the definition exists under this kind.
  Result<const SourceDefinition*> source(std::string_view name) const;
  Result<const JourneyDefinition*> journey(std::string_view name) const;
  Result<const TaskDefinition*> task(std::string_view name) const;
  Result<const MetricDefinition*> metric(std::string_view name) const;
  Result<const SegmentDefinition*> segment(std::string_view name) const;
  Result<const FrictionDefinition*> friction(std::string_view name) const;

 private:
  std::vector<Definition> definitions_;
};

}  // namespace throughline::model
