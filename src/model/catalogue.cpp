#include "model/catalogue.h"

#include <fmt/format.h>

namespace throughline::model {

std::vector<std::string> Catalogue::names(DefinitionKind kind) const {
  std::vector<std::string> result;
  for (const Definition& definition : definitions_) {
    if (definition.kind == kind) result.push_back(definition.name);
  }
  return result;
}

Result<const Definition*> Catalogue::find(DefinitionKind kind, std::string_view name) const {
  for (const Definition& definition : definitions_) {
    if (definition.kind == kind && definition.name == name) return &definition;
  }
  const std::vector<std::string> known = names(kind);
  const std::string none =
      fmt::format("write {}/{}.yaml and run throughline apply", kDefinitionFolders[static_cast<size_t>(kind)], name);
  return fail(Error{
      .code = fmt::format("{}.unknown", to_text(kind)),
      .message = fmt::format("no {} is called \"{}\"", to_text(kind), name),
      .notes = {fmt::format("{} {} definition{} applied", known.size(), to_text(kind),
                            known.size() == 1 ? " is" : "s are")},
      .help = did_you_mean(name, known, known.empty() ? none : fmt::format("there are: {}", fmt::join(known, ", ")))});
}

namespace {

template <class Meaning>
Result<const Meaning*> meaning(Result<const Definition*> found) {
  if (!found) return std::unexpected(std::move(found).error());
  return &std::get<Meaning>((*found)->meaning);
}

}  // namespace

Result<const SourceDefinition*> Catalogue::source(std::string_view name) const {
  return meaning<SourceDefinition>(find(DefinitionKind::Source, name));
}
Result<const JourneyDefinition*> Catalogue::journey(std::string_view name) const {
  return meaning<JourneyDefinition>(find(DefinitionKind::Journey, name));
}
Result<const TaskDefinition*> Catalogue::task(std::string_view name) const {
  return meaning<TaskDefinition>(find(DefinitionKind::Task, name));
}
Result<const MetricDefinition*> Catalogue::metric(std::string_view name) const {
  return meaning<MetricDefinition>(find(DefinitionKind::Metric, name));
}
Result<const SegmentDefinition*> Catalogue::segment(std::string_view name) const {
  return meaning<SegmentDefinition>(find(DefinitionKind::Segment, name));
}
Result<const FrictionDefinition*> Catalogue::friction(std::string_view name) const {
  return meaning<FrictionDefinition>(find(DefinitionKind::Friction, name));
}

}  // namespace throughline::model
